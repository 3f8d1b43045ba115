package org.broadsheet.ingest.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.link.Target;
import org.broadsheet.ingest.frontmatter.Complaint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {
    private final Map<String, String> files = new HashMap<>(Map.of(
            "_posts/other.md", "/posts/other",
            "_posts/2024/deep.md", "/posts/deep",
            "_posts/bundle/index.md", "/posts/bundle",
            "pages/about.md", "/about",
            "public/assets/a b.png", "/assets/a b.png",
            "_posts/caf\u00e9.md", "/posts/caf\u00e9"));

    private Links links(String from, String url) {
        return new Links(new ContentPath(from), new UrlPath(url), target -> switch (target) {
            case Target.AtUrl at -> files.containsValue(at.url().value()) ? Optional.of(at.url()) : Optional.empty();
            case Target.OfFile file ->
                Optional.ofNullable(files.get(file.path().value())).map(UrlPath::new);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "other, /posts/other",
        "./other, /posts/other",
        "other/, /posts/other",
        "other.md, /posts/other",
        "2024/deep.md, /posts/deep",
        "2024/deep, /posts/deep",
        "deep, /posts/deep",
        "bundle, /posts/bundle",
        "bundle/index.md, /posts/bundle",
        "../pages/about.md, /about",
        "../about, /about",
        "/posts/other, /posts/other",
        "/posts/other/, /posts/other",
        "/posts/other?a=b#c, /posts/other?a=b#c",
        "other.md#top, /posts/other#top",
        "/assets/a%20b.png, /assets/a%20b.png",
        "../public/assets/a b.png, /assets/a%20b.png",
        "/public/assets/a b.png, /assets/a%20b.png",
        "cafe\u0301, /posts/caf%C3%A9",
        "caf%C3%A9, /posts/caf%C3%A9"
    })
    void findsAsSlugThenAsFile(String written, String resolved) throws IOException {
        Links links = links("_posts/this.md", "/posts/this");

        assertThat(links.resolve(written, 1, 1)).isEqualTo(resolved);
        assertThat(links.resolved()).containsEntry(written, resolved);
        assertThat(links.missing()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/other",
                "//example.org/other",
                "mailto:ada@example.org",
                "#top",
                "?page=2",
                "",
                "data:image/png;base64,AAAA",
                "%FF",
                "a\\b"
            })
    void leavesAloneWhatLeadsElsewhere(String written) throws IOException {
        Links links = links("_posts/this.md", "/posts/this");

        assertThat(links.resolve(written, 1, 1)).isEqualTo(written);
        assertThat(links.resolved()).isEmpty();
        assertThat(links.unresolved()).isEmpty();
        assertThat(links.missing()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "othr, no post othr; did you mean other?",
        "/posts/othr, no post othr; did you mean other?",
        "/nowhere, no page /nowhere",
        "x.png, no file x.png",
        "../../../x.md, no file ../../../x.md"
    })
    void warnsOfWhatLeadsNowhere(String written, String warning) throws IOException {
        Links links = links("_posts/this.md", "/posts/this");

        assertThat(links.resolve(written, 15, 249)).isEqualTo(written);
        assertThat(links.unresolved()).containsExactly(written);
        assertThat(links.missing()).singleElement().satisfies(missing -> {
            Complaint w = missing.warning(slug -> slug.equals("othr") ? Optional.of("other") : Optional.empty());
            assertThat(w.message() + w.hint().map(h -> "; " + h).orElse("")).isEqualTo(warning);
            assertThat(w.line()).isEqualTo(15);
            assertThat(w.column()).isEqualTo(249);
        });
    }

    @Test
    void aPageFindsPostsAndItsOwnNeighbours() throws IOException {
        files.put("pages/docs/b.md", "/docs/b");
        Links links = links("pages/docs/a.md", "/docs/a");

        assertThat(links.resolve("other", 1, 1)).isEqualTo("/posts/other");
        assertThat(links.resolve("b", 1, 1)).isEqualTo("/docs/b");
        assertThat(links.resolve("../about", 1, 1)).isEqualTo("/about");
    }

    @Test
    void whateverADestinationMayMeanItWaitsForByName() {
        assertThat(LinkKey.of("../x/other.md#top", new ContentPath("_posts/a.md"), new UrlPath("/posts/a")))
                .contains(LinkKey.of(new ContentPath("x/other.md")));
        assertThat(LinkKey.of("other", new ContentPath("_posts/a.md"), new UrlPath("/posts/a")))
                .contains(
                        LinkKey.of(new UrlPath("/posts/other")), LinkKey.of(new ContentPath("_posts/other/index.md")));
        assertThat(LinkKey.of("https://example.org/other", new ContentPath("_posts/a.md"), new UrlPath("/posts/a")))
                .isEmpty();
    }
}
