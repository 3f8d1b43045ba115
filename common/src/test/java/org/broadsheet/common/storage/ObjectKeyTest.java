package org.broadsheet.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
