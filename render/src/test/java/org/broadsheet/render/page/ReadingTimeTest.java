package org.broadsheet.render.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadingTimeTest {
    @Test
    void countsWordsAndWhereThereAreNoSpacesLetters() {
        assertThat(ReadingTime.of("")).isEqualTo(1);
        assertThat(ReadingTime.of("word ".repeat(230))).isEqualTo(1);
        assertThat(ReadingTime.of("it’s ".repeat(231))).isEqualTo(2);
        assertThat(ReadingTime.of("단어 ".repeat(461))).isEqualTo(3);
        assertThat(ReadingTime.of("字".repeat(500))).isEqualTo(1);
        assertThat(ReadingTime.of("かな".repeat(251))).isEqualTo(2);
        assertThat(ReadingTime.of("\uD840\uDC00".repeat(501))).isEqualTo(2);
        assertThat(ReadingTime.of("— ".repeat(1_000))).isEqualTo(1);
        assertThat(ReadingTime.of("word ".repeat(115) + "字".repeat(250))).isEqualTo(1);
    }
}
