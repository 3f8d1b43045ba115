package org.broadsheet.common.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.record.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class BoundedJsonTest {
    private static final DataLimits LIMITS = new DataLimits(64 << 10, 10, 20, 10_000);

    @Test
    void knowsTheKeysTheirOrderAndEveryPlace() {
        String json = "{\n  \"t\\u0069tle\": \"\uD83D\uDE80\", \"b\": [1.50, true, null],\n"
                + "\t\"b\": {\"\uD83D\uDE80\": \"\\ud83d\\ude80\"}}";

        assertThat(BoundedJson.read(json, LIMITS, 3))
                .isInstanceOfSatisfying(
                        DataOutcome.Read.class,
                        read -> assertThat(read.root())
                                .contains(new DataNode.Mapping(
                                        List.of(
                                                new DataNode.Entry(
                                                        new DataNode.Scalar("title", false, 5, 3),
                                                        new DataNode.Scalar("\uD83D\uDE80", true, 5, 17)),
                                                new DataNode.Entry(
                                                        new DataNode.Scalar("b", false, 5, 22),
                                                        new DataNode.Sequence(
                                                                List.of(
                                                                        new DataNode.Scalar("1.50", false, 5, 28),
                                                                        new DataNode.Scalar("true", false, 5, 34),
                                                                        new DataNode.Scalar("null", false, 5, 40)),
                                                                5,
                                                                27)),
                                                new DataNode.Entry(
                                                        new DataNode.Scalar("b", false, 6, 2),
                                                        new DataNode.Mapping(
                                                                List.of(new DataNode.Entry(
                                                                        new DataNode.Scalar(
                                                                                "\uD83D\uDE80", false, 6, 8),
                                                                        new DataNode.Scalar(
                                                                                "\uD83D\uDE80", true, 6, 13))),
                                                                6,
                                                                7))),
                                        4,
                                        1)));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("{\"a\": 1,\n \"b\" 2}", 2, 6, "not JSON"),
                arguments("{\"a\": 1\n \"b\": 2}", 2, 2, "not JSON"),
                arguments("{\"\uD83D\uDE80\": @}", 1, 7, "not JSON"),
                arguments("{\"a\": 1,}", 1, 9, "not JSON"),
                arguments("{\n a: 1}", 2, 2, "not JSON"),
                arguments("{\n 'a': 1}", 2, 2, "not JSON"),
                arguments("{\"a\": \"\\ud83d\"}", 1, 7, "no character"),
                arguments("{\"\uD83D\uDE00\": tru}", 1, 7, "not JSON"),
                arguments("{\"a\": 01}", 1, 8, "not JSON"),
                arguments("{\"a\": \"\\q\"}", 1, 9, "not JSON"),
                arguments("{\"a\": \"b\nc\"}", 1, 9, "not JSON"),
                arguments("{\"a\": \"\u0007\"}", 1, 8, "U+0007"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String text, int line, int column, String message) {
        Finding problem = problem(text);

        assertThat(problem.message()).contains(message);
        assertThat(problem.line() + ":" + problem.column()).isEqualTo(line + ":" + column);
    }

    @Test
    void boundsDepthAndValues() {
        assertThat(problem("{\"a\": " + "[".repeat(30_000) + "}")).satisfies(problem -> {
            assertThat(problem.message()).contains("20 levels");
            assertThat(problem.column()).isEqualTo(26);
        });
        assertThat(problem("{\"a\":".repeat(9_000)).message()).contains("20 levels");
        assertThat(problem("{\"a\": [" + "1,".repeat(12_000) + "1]}").message()).contains("10000 values");
        assertThat(problem("{\"a\": " + "1".repeat(5_000) + "}").message()).contains("not JSON");
        assertThat(problem("{" + " ".repeat(64 << 10) + "}").message()).contains("characters");
    }

    @Test
    void findsTheEnd() {
        assertThat(BoundedJson.end("{} x", 0, 100)).contains(2);
        assertThat(BoundedJson.end("x {\"}\": {\"a\": \"\\\"}\"}} x", 2, 100)).contains(21);
        assertThat(BoundedJson.end("{{}}", 0, 3)).isEmpty();
        assertThat(BoundedJson.end("{\"}\\", 0, 100)).isEmpty();
        assertThat(BoundedJson.end("{".repeat(1000), 0, Integer.MAX_VALUE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\":", "[", "\"", "\\", "{}", "{\"\":1}", ",", "\n", "1", "}"})
    void endsInTimeOnRepetitionsOf(String part) {
        assertThat(BoundedJson.read(part.repeat((64 << 10) / part.length()), LIMITS, 0))
                .isInstanceOf(DataOutcome.Refused.class);
    }

    @Test
    void endsInTimeOnNonsense() {
        String signs = "[]{}:,\"\\ \ntruefalsn1.eE-";
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(200, 0, signs.length())
                    .mapToObj(c -> String.valueOf(signs.charAt(c)))
                    .collect(Collectors.joining("", "{", ""));

            assertThat(BoundedJson.read(text, LIMITS, 0)).isNotNull();
        }
    }

    private static Finding problem(String text) {
        DataOutcome outcome = BoundedJson.read(text, LIMITS, 0);
        assertThat(outcome).isInstanceOf(DataOutcome.Refused.class);
        return ((DataOutcome.Refused) outcome).problem();
    }
}
