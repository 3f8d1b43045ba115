package org.broadsheet.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
    @ParameterizedTest
    @CsvSource({
        "a/x.html, a/x",
        "a/x, a/x",
        "x.html.html, x",
        "a/index, a/index",
        "a/index.html, a/index",
        ".html, .html",
        "a/.html, a/.html",
        "x.htm, x.htm"
    })
    void writesAPageInOneWay(String given, String value) {
        assertThat(new ObjectKey(given).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "index", "index.html"})
    void knowsTheRootByItsFile(String given) {
        assertThat(new ObjectKey(given)).isEqualTo(new ObjectKey(""));
    }

    @Test
    void tellsTheUrlsOfOneObject() {
        assertThat(ObjectKey.of(new UrlPath("/a/x.html")).url()).isEqualTo(new UrlPath("/a/x"));
        assertThat(ObjectKey.of(new UrlPath("/a/x")).urls())
                .containsExactly(new UrlPath("/a/x"), new UrlPath("/a/x.html"));
        assertThat(ObjectKey.of(new UrlPath("/index.html")).urls())
                .containsExactly(UrlPath.ROOT, new UrlPath("/index.html"));
        assertThat(ObjectKey.at(new UrlPath("/topics/.broadsheet"))).isEmpty();
        assertThat(ObjectKey.at(new UrlPath("/" + "abc/".repeat(256) + "d"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".broadsheet", ".NET", "x.html", "..", ".html", "...html", "index"})
    void everyNameOfATopicHasAnObjectOfItsOwn(String name) {
        UrlPath url = new UrlPath("/topics/" + Slug.ofName(name));

        assertThat(ObjectKey.at(url).map(ObjectKey::url)).contains(url);
        assertThat(url.value()).doesNotContain("/.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                "a/./b",
                ".broadsheet",
                ".broadsheet/lock",
                "a/.broadsheetx",
                "a.html/b",
                "a/x.410.html/b.html",
                "a\nb",
                "a\0",
                "\uD83D",
                "/"
            })
    void refuses(String given) {
        assertThatThrownBy(() -> new ObjectKey(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + given + "\"");
    }

    @Test
    void refusesWhatNoFileSystemHolds() {
        assertThatThrownBy(() -> new ObjectKey("a".repeat(241))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ObjectKey("ä".repeat(121))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ObjectKey("abc/".repeat(256) + "d")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new ObjectKey("ä".repeat(120)).value()).hasSize(120);
    }
}
