package org.broadsheet.render.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkKeyTest {
    private static final ContentPath FROM = new ContentPath("_posts/deep/from.md");
    private static final UrlPath URL = new UrlPath("/posts/from");

    static final List<String> DESTINATIONS = List.of(
            "other",
            "./other",
            "../other",
            "other/",
            "other.md",
            "other.markdown",
            "../pages/about",
            "/posts/other",
            "/_posts/2020-01-02-other",
            "/_posts/sub/2020-01-02-other.md",
            "/posts/other/",
            "/posts/other.html",
            "/",
            "/about",
            "index",
            "other/index",
            "other/index.md",
            "_index",
            "topics/_index.md",
            ".",
            "..",
            "../..",
            "../../..",
            "picture.png",
            "../picture.png",
            "a//b/./c",
            "/posts/.hidden",
            "/picture.png/",
            "folder/",
            "_index.md",
            "../topics/_index",
            "/content/topics/My%20Topic/_index.md",
            "a%20b",
            "%C3%A4",
            "other?x=1#part",
            "a:b/c",
            "./a:b",
            "1a:b",
            "C:relative",
            "mailto:x@example.org",
            "//example.org/x",
            "#part",
            "");

    /** However it is found out: by what a document waits is the key of its target when that comes. */
    @ParameterizedTest
    @FieldSource("DESTINATIONS")
    void isTheKeyOfEveryTarget(String destination) {
        Set<String> keys = Destination.of(destination).stream()
                .flatMap(d -> d.targets(FROM, URL).stream())
                .map(target -> switch (target) {
                    case Target.AtUrl at -> LinkKey.of(at.url());
                    case Target.OfFile file -> LinkKey.of(file.path());
                })
                .collect(Collectors.toCollection(LinkedHashSet::new));

        assertThat(LinkKey.of(destination, FROM, URL)).containsExactlyElementsOf(keys);
    }

    @ParameterizedTest
    @CsvSource({
        "_posts/a.md,_posts/a",
        "_posts/a.markdown,_posts/a",
        "_posts/a/index.md,_posts/a",
        "index.md,index",
        "x/a.png,x/a.png",
        "nowhere/My Topic/_index.md,nowhere/My Topic/_index"
    })
    void ofAFile(String path, String key) {
        assertThat(LinkKey.of(new ContentPath(path))).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org", "mailto:x@example.org", "a+b.c-d:e", "x:"})
    void aSchemeLeadsOutOfTheSite(String destination) {
        assertThat(Destination.of(destination)).isEmpty();
    }
}
