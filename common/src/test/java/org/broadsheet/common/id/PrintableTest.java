package org.broadsheet.common.id;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void cutsBetweenCodePoints() {
        assertThat(Printable.cut("a\uD83D\uDE80b", 2)).isEqualTo("a\uD83D\uDE80…");
        assertThat(Printable.cut("a\uD83D\uDE80b", 3)).isEqualTo("a\uD83D\uDE80b");
    }

    @Test
    void leavesLettersOfAllScriptsAsTheyAre() {
        assertThat(Printable.line("café – 日本語 ✓ 🎉")).isEqualTo("café – 日本語 ✓ 🎉");
    }

    @Test
    void writesEscapeSequencesAndLineEndsOut() {
        assertThat(Printable.line("a\u001b[31mred\r\nb\u2028c\u0085d"))
                .isEqualTo("a\\u001b[31mred\\u000d\\u000ab\\u2028c\\u0085d");
    }

    @Test
    void writesOutWhatTurnsTheDirectionOfWriting() {
        assertThat(Printable.line("txt\u202edm.exe")).isEqualTo("txt\\u202edm.exe");
    }
}
