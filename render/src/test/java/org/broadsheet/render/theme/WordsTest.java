package org.broadsheet.render.theme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Properties;
import org.broadsheet.common.record.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "pt", "ja", "zh", "zh-Hant", "ko", "ar", "he"})
    void areThereWithTheNumbersWhereTheyBelong(String language) {
        Words words = Words.in(language).orElseThrow();

        assertThat(words.page(3, "en")).contains("3").doesNotContain("{");
    }

    @ParameterizedTest
    @CsvSource({
        "en-GB, Archive",
        "de-AT, Archiv",
        "pt-BR, Arquivo",
        "zh-CN, 归档",
        "zh-Hans-HK, 归档",
        "zh-TW, 彙整",
        "zh-HK, 彙整",
        "zh-Hant-HK, 彙整",
        "he-IL, ארכיון",
        "iw, ארכיון",
        "ar-EG, الأرشيف"
    })
    void areOfTheClosestLanguage(String language, String archive) {
        assertThat(Words.in(language).orElseThrow().archive()).isEqualTo(archive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa", "und", "", "x-private", "../en", "tlh"})
    void areMissingWhereNobodyHasWrittenThem(String language) {
        assertThat(Words.in(language)).isEmpty();
    }

    @Test
    void aFileThatLacksOneIsRefused() {
        Properties file = new Properties();
        file.setProperty("skip", "Skip");

        assertThatThrownBy(() -> Words.of("xx", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("words/xx.properties has no \"archiveAndFeeds\"");
    }

    @Test
    void areADigestInAView() {
        assertThat(new String(Json.write(Words.ENGLISH), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("\"" + Words.ENGLISH.digest() + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "en, ltr",
        "ar, rtl",
        "he-IL, rtl",
        "iw, rtl",
        "fa, rtl",
        "ur-PK, rtl",
        "yi, rtl",
        "az, ltr",
        "az-Arab, rtl",
        "ku, ltr",
        "ckb, rtl",
        "ar-Latn, ltr",
        "ja, ltr",
        "und, ltr"
    })
    void aLanguageIsWrittenOneWay(String tag, String dir) {
        assertThat(LanguageView.of(tag).dir()).isEqualTo(dir);
    }

    @ParameterizedTest
    @CsvSource({
        "en, 'March 14, 2026'", "en-GB, 14 March 2026", "de, 14. März 2026", "fr, 14 mars 2026",
                "es, 14 de marzo de 2026",
        "pt, 14 de março de 2026", "ja, 2026年3月14日", "zh, 2026年3月14日", "ko, 2026년 3월 14일", "ar-EG, ١٤ مارس ٢٠٢٦",
        "ar-MA, 14 مارس 2026", "he, 14 במרץ 2026"
    })
    void aDayIsWrittenAsInALanguage(String language, String text) {
        assertThat(DateView.of(Instant.parse("2026-03-14T09:30:00Z"), ZoneOffset.UTC, language)
                        .text())
                .isEqualTo(text);
    }
}
