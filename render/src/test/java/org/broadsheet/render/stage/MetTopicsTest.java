package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Topics of different names that have one URL, and so one list. */
class MetTopicsTest {
    private final Newsroom newsroom = new Newsroom();
    private final Press press = new Press();

    @AfterEach
    void close() throws Exception {
        press.close();
    }

    private static String told(String post, String name, String shown, String oldest) {
        return "_posts/" + post + ".md:2:9 the topic \"" + name + "\" is at /topics/c, as \"" + shown + "\" of _posts/"
                + oldest + ".md is, which gives the list its name; write both alike, or give one of them another name";
    }

    private void release() throws Exception {
        press.ingest(newsroom, newsroom.commit()).run();
    }

    @Test
    void areToldWhereverTheyMeet() throws Exception {
        newsroom.post("a", 1, "A", "Text.", "C").post("b", 2, "B", "Text.", "C", "go");
        release();
        assertThat(press.problems()).isEmpty();

        newsroom.post("c", 3, "C", "Text.", "C*");
        release();

        assertThat(press.problems()).containsExactly(told("c", "C*", "C", "a"));
        assertThat(press.told()).as("told to who brought it").hasSize(1);

        newsroom.post("d", 4, "D", "Text.", "C*", "go");
        press.kill();
        release();
        assertThat(press.problems()).containsExactly(told("c", "C*", "C", "a"), told("d", "C*", "C", "a"));

        newsroom.post("older", 0, "Older", "Text.", "C*");
        release();
        assertThat(press.problems()).containsExactly(told("a", "C", "C*", "older"), told("b", "C", "C*", "older"));

        newsroom.remove("older").rename("a", "elsewhere").remove("d");
        release();
        assertThat(press.problems()).containsExactly(told("c", "C*", "C", "a"));

        newsroom.remove("c");
        release();
        assertThat(press.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Machine Learning, machine-learning", "a_b, A-B", "'a  b', a b", "gr\u00fcn, gru\u0308n", "İ, i̇"})
    void areNotToldOfNamesThatReadAlike(String one, String other) throws Exception {
        newsroom.post("a", 1, "A", "Text.", one).post("b", 2, "B", "Text.", other);
        release();

        assertThat(press.problems()).isEmpty();
    }

    @Test
    void areTheSameHoweverTheyCame() throws Exception {
        newsroom.post("a", 1, "A", "Text.", "C*")
                .post("b", 2, "B", "Text.", "C!")
                .post("c", 3, "C", "Text.", "C");
        release();
        newsroom.post("b", 2, "B", "Text.", "Go");
        release();
        newsroom.post("b", 2, "B", "Text.", "C!");
        release();

        try (Press fresh = new Press()) {
            fresh.ingest(newsroom, newsroom.fresh()).run();
            assertThat(press.problems())
                    .isEqualTo(fresh.problems())
                    .containsExactly(told("b", "C!", "C*", "a"), told("c", "C", "C*", "a"));
        }
    }

    /** When a list's name becomes another, some of the thousands that wrote the former are told. */
    @Test
    void areFewHoweverManyPostsThereAre() throws Exception {
        for (int i = 0; i < 500; i++) {
            newsroom.post("c-" + i, 10 + i, "C", "Text.", "C");
        }
        newsroom.post("x", 600, "X", "Text.", "C*");
        release();
        assertThat(press.problems()).containsExactly(told("x", "C*", "C", "c-0"));
        RenderCounters.Counts before = press.counters.counts();

        newsroom.post("older", 1, "Older", "Text.", "C*");
        release();

        assertThat(press.problems()).hasSize(20).contains(told("c-499", "C", "C*", "older"));
        assertThat(press.counters.counts().since(before).articles()).isLessThan(50);
    }
}
