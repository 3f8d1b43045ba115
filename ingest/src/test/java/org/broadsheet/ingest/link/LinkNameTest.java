package org.broadsheet.ingest.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkNameTest {
    private static final ContentPath FROM = new ContentPath("_posts/deep/from.md");
    private static final UrlPath URL = new UrlPath("/posts/from");

    /** However it is found out: by what a document waits is what its target is called when that comes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "other",
                "./other",
                "../other",
                "other/",
                "other.md",
                "other.markdown",
                "../pages/about",
                "/posts/other",
                "/posts/other/",
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
                ""
            })
    void isTheNameOfEveryTarget(String destination) {
        Set<String> names = Destination.of(destination).stream()
                .flatMap(d -> d.targets(FROM, URL).stream())
                .map(LinkName::of)
                .collect(Collectors.toCollection(LinkedHashSet::new));

        assertThat(LinkName.of(destination, FROM, URL)).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "_posts/a.md,a",
        "_posts/a/index.md,a",
        "index.md,index",
        "x/a.png,a.png",
        "x/My Topic/_index.md,My-Topic"
    })
    void ofAFile(String path, String name) {
        assertThat(LinkName.of(new ContentPath(path))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org", "mailto:x@example.org", "a+b.c-d:e", "x:"})
    void aSchemeLeadsOutOfTheSite(String destination) {
        assertThat(Destination.of(destination)).isEmpty();
    }
}
