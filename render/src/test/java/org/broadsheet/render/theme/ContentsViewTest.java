package org.broadsheet.render.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.article.Heading;
import org.junit.jupiter.api.Test;

class ContentsViewTest {
    @Test
    void putsEachHeadingBelowTheOneThatItBelongsTo() {
        assertThat(outline(2, 3, 4, 3, 2)).isEqualTo("1(2(3)4)5");
        assertThat(outline(1, 1)).isEqualTo("12");
    }

    @Test
    void takesLevelsAsTheyAreWhereSomeAreLeftOut() {
        assertThat(outline(4, 4, 2, 4, 3)).isEqualTo("123(45)");
        assertThat(outline(2, 4, 3, 2)).isEqualTo("1(23)4");
    }

    @Test
    void showsThreeLevelsAndNothingWithoutAName() {
        assertThat(outline(2, 3, 4, 5, 6)).isEqualTo("1(2(3))");
        assertThat(ContentsView.of(List.of(new Heading(2, "", "section", 1), new Heading(2, "a", "a", 2))))
                .isEmpty();
    }

    @Test
    void oneHeadingNeedsNone() {
        assertThat(outline(2)).isEmpty();
        assertThat(outline()).isEmpty();
    }

    @Test
    void isNoDeeperThanItsLevelsHoweverManyHeadingsThereAre() {
        int[] levels = new int[100_000];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = 6 - i * 5 / levels.length;
        }

        assertThat(outline(levels)).isNotEmpty().doesNotContain("(((");
    }

    private static String outline(int... levels) {
        List<Heading> headings = new ArrayList<>();
        for (int level : levels) {
            headings.add(new Heading(level, String.valueOf(headings.size() + 1), "id", 1));
        }
        return outline(ContentsView.of(headings));
    }

    private static String outline(Optional<ContentsView> of) {
        StringBuilder outline = new StringBuilder();
        of.ifPresent(contents -> contents.entries().forEach(entry -> {
            String below = outline(entry.below());
            outline.append(entry.text()).append(below.isEmpty() ? "" : "(" + below + ")");
        }));
        return outline.toString();
    }
}
