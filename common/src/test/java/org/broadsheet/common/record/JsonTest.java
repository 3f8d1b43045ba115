package org.broadsheet.common.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-26T08:00:00Z",
                "2024-02-29T23:59:59.999999999Z",
                "2026-11-26T08:00:00.5Z",
                "0001-01-01T00:00:00Z",
                "1969-12-31T23:59:59.000001Z",
                "+12026-11-26T08:00:00Z",
                "-0044-03-15T12:00:00Z",
                "2026-11-26T24:00:00Z"
            })
    void readsTimesAsTheJdkDoes(String text) {
        assertThat(read(text)).isEqualTo(Instant.parse(text));
    }

    @Test
    void readsTimesAsItWritesThem() {
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochSecond(i * 86_399_999L - 62_000_000_000L, i * 99_991L % 1_000_000_000);
            assertThat(Json.read(Json.write(time), Instant.class)).isEqualTo(time);
        }
    }

    @Test
    void readsAnotherZone() {
        assertThat(read("2026-11-26T09:00:00+01:00")).isEqualTo(Instant.parse("2026-11-26T08:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13-26T08:00:00Z", "2025-02-29T08:00:00Z", "2026-11-26", "x"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(Json.UnreadableRecord.class);
    }

    /** Keys of front matter are what authors make them, and of some texts the HTML is six times as long. */
    @Test
    void readsWhateverLengthItWrites() {
        Map<String, String> entry = Map.of("k".repeat(1 << 20), "v".repeat(16 << 20));

        assertThat(Json.read(Json.write(entry), Object.class)).isEqualTo(entry);
    }

    private static Instant read(String text) {
        return Json.read(('"' + text + '"').getBytes(UTF_8), Instant.class);
    }
}
