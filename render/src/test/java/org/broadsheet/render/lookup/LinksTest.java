package org.broadsheet.render.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Link;
import org.broadsheet.common.record.Severity;
import org.jspecify.annotations.Nullable;
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
            "_posts/caf\u00e9.md", "/posts/caf\u00e9",
            "_posts/2020-01-02-dated.md", "/2020/01/02/dated.html",
            "blog/_posts/2020-01-03-apart.html", "/apart",
            "content/docs/deep.md", "/docs/deep"));

    private final Set<String> servedByPosts = new HashSet<>();
    private final Map<String, String> movedTo = new HashMap<>();
    private final Set<String> former = new HashSet<>();
    private final Map<String, Set<String>> anchors = new HashMap<>();
    private final Map<String, Finding> noRoom = new HashMap<>();

    private static final Links.Near LIKE = new Links.Near() {
        @Override
        public Optional<String> slug(String slug) {
            return Optional.of("like " + slug);
        }

        @Override
        public Optional<String> name(Destination destination) {
            String path = destination.path();
            return Optional.of(path.substring(path.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT));
        }
    };

    private static final Links.Near NOTHING = new Links.Near() {
        @Override
        public Optional<String> slug(String slug) {
            return Optional.empty();
        }

        @Override
        public Optional<String> name(Destination destination) {
            return Optional.empty();
        }
    };

    private Links links(String from, String url, String... written) {
        Targets targets = new Targets() {
            @Override
            public Optional<UrlPath> find(Target target) {
                return switch (target) {
                    case Target.AtUrl at ->
                        files.containsValue(at.url().value())
                                ? Optional.of(at.url())
                                : Optional.ofNullable(movedTo.get(at.url().value()))
                                        .map(UrlPath::new);
                    case Target.OfFile file ->
                        Optional.ofNullable(files.get(file.path().value())).map(UrlPath::new);
                };
            }

            @Override
            public boolean isServedByPost(UrlPath wanted) {
                return servedByPosts.contains(wanted.value());
            }

            @Override
            public boolean isFormer(UrlPath wanted) {
                return former.contains(wanted.value());
            }

            @Override
            public Optional<Set<String>> anchors(UrlPath wanted) {
                return Optional.ofNullable(anchors.get(wanted.value()));
            }

            @Override
            public Optional<Finding> noRoom(Target target) {
                return target instanceof Target.OfFile file
                        ? Optional.ofNullable(noRoom.get(file.path().value()))
                        : Optional.empty();
            }
        };
        List<Link> links =
                Stream.of(written).map(each -> new Link(each, false, 15, 249)).toList();
        return Links.of(new ContentPath(from), new UrlPath(url), links, targets);
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
        "caf%C3%A9, /posts/caf%C3%A9",
        // What post_url, link and ref come to.
        "/_posts/2020-01-02-dated#x, /2020/01/02/dated.html#x",
        "/_posts/2020-01-02-dated.md, /2020/01/02/dated.html",
        "/_posts/2019-12-31-other, /posts/other",
        "/content/docs/deep, /docs/deep"
    })
    void findsAsSlugThenAsFile(String written, String resolved) {
        Links links = links("_posts/this.md", "/posts/this", written);

        assertThat(links.resolved()).containsExactly(Map.entry(written, resolved));
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
    void leavesAloneWhatLeadsElsewhere(String written) {
        Links links = links("_posts/this.md", "/posts/this", written);

        assertThat(links.resolved()).isEmpty();
        assertThat(links.unresolved()).isEmpty();
        assertThat(links.missing()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "othr, no post othr, like othr",
        "/posts/othr, no post othr, like othr",
        "/_posts/2020-01-02-othr, no post othr, like othr",
        "/_posts/othr.md, no post othr.md, like othr.md",
        "/content/posts/othr, no post othr, like othr",
        "/nowhere, no page /nowhere, /NOWHERE",
        "/a/nowhere, no page /a/nowhere, /a/NOWHERE",
        "x.png, no file x.png, X.PNG",
        "img/%78.png?a#b, no file img/x.png, img/X.PNG",
        "../../../x.md, no file ../../../x.md, ../../../X.MD"
    })
    void warnsOfWhatLeadsNowhere(String written, String warning, @Nullable String slug) {
        Links links = links("_posts/this.md", "/posts/this", written);

        assertThat(links.unresolved()).containsExactly(written);
        assertThat(links.findings(LIKE))
                .containsExactly(new Finding(
                        Severity.WARNING,
                        15,
                        249,
                        warning,
                        Optional.ofNullable(slug).map(like -> "did you mean " + like + "?")));
    }

    @Test
    void saysWhyAFileThatIsThereIsNotShown() {
        noRoom.put("_posts/x/y.png", Finding.problem("/posts/this/x is a file", "rename it"));

        assertThat(links("_posts/this.md", "/posts/this", "x/y.png", "x/z.png").findings(NOTHING))
                .containsExactly(
                        Finding.warning(15, 249, "/posts/this/x is a file", "rename it"),
                        new Finding(Severity.WARNING, 15, 249, "no file x/z.png", Optional.empty()));
    }

    @Test
    void saysWhereAUrlOfBeforeLeads() {
        files.put("_posts/new.md", "/posts/new");
        former.add("/posts/old");
        movedTo.put("/posts/old", "/posts/new");

        Links links = links("_posts/this.md", "/posts/this", "old", "/posts/old/#a", "new", "other");

        assertThat(links.resolved()).containsEntry("old", "/posts/new").containsEntry("/posts/old/#a", "/posts/new#a");
        assertThat(links.findings(LIKE))
                .containsExactly(
                        Finding.warning(15, 249, "/posts/old has moved to /posts/new", "write /posts/new"),
                        Finding.warning(15, 249, "/posts/old has moved to /posts/new", "write /posts/new"));
    }

    @Test
    void looksForHeadingsWhereALinkLeads() {
        anchors.put("/posts/other", Set.of("soil", "\u00fcber-uns"));

        Links links = links(
                "_posts/this.md",
                "/posts/this",
                "other#soil",
                "other.md#%C3%BCber-uns",
                "other#siol",
                "/posts/other?a#nowhere",
                "other#",
                "other#top",
                "bundle#x",
                "other#siol");

        assertThat(links.missing()).isEmpty();
        assertThat(links.findings(LIKE))
                .extracting(finding -> finding.message() + finding.hint().orElse(""))
                .containsExactly(
                        "no heading #siol" + "did you mean #soil?",
                        "no heading #nowhere",
                        "no heading #siol" + "did you mean #soil?");
    }

    @Test
    void whatOnlyAPostServesIsTakenLast() {
        servedByPosts.addAll(List.of("/posts/a.png", "/posts/other"));
        files.put("_posts/a.png", "/posts/this/a.png");

        Links links = links("_posts/this.md", "/posts/this", "a.png", "/posts/a.png", "other");

        assertThat(links.resolved())
                .containsOnly(
                        Map.entry("a.png", "/posts/this/a.png"),
                        Map.entry("/posts/a.png", "/posts/a.png"),
                        Map.entry("other", "/posts/other"));
    }

    @Test
    void aPageFindsPostsAndItsOwnNeighbours() {
        files.put("pages/docs/b.md", "/docs/b");
        Links links = links("pages/docs/a.md", "/docs/a", "other", "b", "../about");

        assertThat(links.resolved())
                .containsOnly(
                        Map.entry("other", "/posts/other"), Map.entry("b", "/docs/b"), Map.entry("../about", "/about"));
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
