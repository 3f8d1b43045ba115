package org.broadsheet.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void namesWhatIsMostLikeIt() {
        assertThat(Nearest.of("abuot", List.of("about", "zoo"))).contains("about");
        assertThat(Nearest.of("go", List.of("no", "do"))).contains("do");
        assertThat(Nearest.of("x", List.of("xy"))).contains("xy");
    }

    @Test
    void namesNothingThatHasNoLetterInCommon() {
        assertThat(Nearest.of("x", List.of("a", "b"))).isEmpty();
        assertThat(Nearest.of("ab", List.of("cd"), 2)).isEmpty();
        assertThat(Nearest.of("", List.of("a"))).isEmpty();
    }
}
