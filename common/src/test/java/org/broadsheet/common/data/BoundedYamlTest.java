package org.broadsheet.common.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.broadsheet.common.record.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class BoundedYamlTest {
    private static final DataLimits LIMITS = new DataLimits(64 << 10, 10, 20, 10_000);

    @Test
    void knowsTheKeysTheirOrderAndEveryPlace() {
        DataNode root =
                read("# comment\ntitle: \"\uD83D\uDE80\"\ntopics: [a, \uD83D\uDE80, 'c']\nauthor:\n  name: A\n");

        assertThat(root)
                .isEqualTo(new DataNode.Mapping(
                        List.of(
                                entry(2, "title", new DataNode.Scalar("\uD83D\uDE80", true, 2, 8)),
                                entry(
                                        3,
                                        "topics",
                                        new DataNode.Sequence(
                                                List.of(
                                                        new DataNode.Scalar("a", false, 3, 10),
                                                        new DataNode.Scalar("\uD83D\uDE80", false, 3, 13),
                                                        new DataNode.Scalar("c", true, 3, 16)),
                                                3,
                                                9)),
                                entry(
                                        4,
                                        "author",
                                        new DataNode.Mapping(
                                                List.of(new DataNode.Entry(
                                                        new DataNode.Scalar("name", false, 5, 3),
                                                        new DataNode.Scalar("A", false, 5, 9))),
                                                5,
                                                3))),
                        2,
                        1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO",
                "yes",
                "on",
                "12:30",
                "2026-13-40",
                "2026-11-23",
                "0x1f",
                "1_000",
                ".inf",
                "<<",
                "=",
                "1.2.3"
            })
    void leavesAsItIsWritten(String text) {
        assertThat(scalar(text)).satisfies(scalar -> {
            assertThat(scalar.text()).isEqualTo(text);
            assertThat(scalar.isNull()).isFalse();
            assertThat(scalar.bool()).isEmpty();
            assertThat(scalar.number()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"1.10, 1.10", "42, 42", "-7, -7", "+7, 7", "010, 10", "1e3, 1e3", ".5, 0.5", "5., 5"})
    void knowsANumberAndWhatWasWritten(String text, BigDecimal number) {
        assertThat(scalar(text).number()).contains(number);
        assertThat(scalar(text).text()).isEqualTo(text);
    }

    @Test
    void knowsWhatIsNothingTrueOrFalse() {
        assertThat(Stream.of("~", "null", "NULL", "").map(this::scalar)).allMatch(DataNode.Scalar::isNull);
        assertThat(Stream.of("true", "True", "TRUE").map(this::scalar))
                .allMatch(it -> it.bool().orElseThrow());
        assertThat(Stream.of("false", "False", "FALSE").map(this::scalar))
                .noneMatch(it -> it.bool().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'~'", "\"true\"", "'42'", "!!str 42", "|\n  42", ">\n  true"})
    void takesAQuotedValueForAText(String text) {
        assertThat(scalar(text)).satisfies(scalar -> {
            assertThat(scalar.isNull()).isFalse();
            assertThat(scalar.bool()).isEmpty();
            assertThat(scalar.number()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "   "})
    void findsNothing(String text) {
        assertThat(BoundedYaml.read(text, LIMITS)).isEqualTo(new DataOutcome.Read(Optional.empty()));
    }

    @Test
    void repeatsWhatAnAliasNames() {
        DataNode root = read("a: &x [1, 2]\nb: *x\n");

        assertThat(((DataNode.Mapping) root).get("b").orElseThrow())
                .asInstanceOf(type(DataNode.Sequence.class))
                .satisfies(list -> {
                    assertThat(list.items()).hasSize(2);
                    assertThat(list.line()).isEqualTo(2);
                    assertThat(list.column()).isEqualTo(4);
                });
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("title: a\ntitle: b\n", 2, 1, "title stands here again", "line 1"),
                arguments("a: {b: 1, b: 2}", 1, 11, "b stands here again", "line 1"),
                arguments("a: 1\ntopics: [a, b\ntitle: x\n", 2, 9, "[ that is not closed", "]"),
                arguments("a: [\n", 1, 4, "[ that is not closed", "]"),
                arguments("a: {\n", 1, 4, "{ that is not closed", "}"),
                arguments("a: [[b], [c, {d: e,\n", 1, 14, "{ that is not closed", "}"),
                arguments("a: {b: 1\n", 1, 4, "{ that is not closed", "}"),
                arguments("a: 1\nb: \"never\nends\n", 2, 4, "quotes that does not end", "close"),
                arguments("b: 'never\nends\n", 1, 4, "quotes that does not end", "close"),
                arguments("title: One: two\n", 1, 11, "a colon and a space", "quotes"),
                arguments("a:\n\tb: 1\n", 2, 1, "a tab", "spaces"),
                arguments("a: @b\n", 1, 4, "begins with a sign", "quotes"),
                arguments("a: 1\njust words\n", 2, 1, "without a colon", "key: value"),
                arguments("a: \"b\\q\"\n", 1, 7, "escapes nothing", "single quotes"),
                arguments("a: \"\\UFFFFFFFF\"\n", 1, 7, "no character", "single quotes"),
                arguments("a: \"\\U7FFFFFFF\"\n", 1, 7, "escapes nothing", "single quotes"),
                arguments("a: \"\\uD800\"\n", 1, 4, "no character", "single quotes"),
                arguments("a: *b\n", 1, 4, "*b repeats what is nowhere above", "&b"),
                arguments("a: &a [*a]\n", 1, 8, "*a repeats what is nowhere above", "&a"),
                arguments("a: !!binary aGk=\n", 1, 4, "the tag", "leave it out"),
                arguments("a: !!java.net.URL [x]\n", 1, 4, "the tag", "leave it out"),
                arguments("a: !!set {x}\n", 1, 4, "the tag", "leave it out"),
                arguments("? [a, b]\n: c\n", 1, 3, "where a key has to be", "key: value"),
                arguments("a: 1\n---\nb: 2\n", 2, 1, "a second document", "keep one"),
                arguments("\uD83D\uDE80: a\u0007\n", 1, 5, "U+0007", "take it away"),
                arguments("a: \uD83D\n", 1, 4, "U+D83D", "take it away"),
                arguments("a: \0\n", 1, 4, "U+0000", "take it away"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String text, int line, int column, String message, String hint) {
        Finding problem = problem(text);

        assertThat(problem.message()).contains(message);
        assertThat(problem.hint().orElseThrow()).contains(hint);
        assertThat(problem.line() + ":" + problem.column()).isEqualTo(line + ":" + column);
    }

    @Test
    void keepsAKeyThatStandsThereAgainWhereAuthorsWrite() {
        assertThat(BoundedYaml.readAll("a: 1\na: {b: 1, b: 2}\n", LIMITS, 0))
                .isInstanceOfSatisfying(DataOutcome.Read.class, read -> {
                    DataNode.Mapping root = (DataNode.Mapping) read.root().orElseThrow();
                    assertThat(root.entries()).hasSize(2);
                    assertThat(((DataNode.Mapping) root.entries().get(1).value()).entries())
                            .hasSize(2);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "title:\tA\ntags: [x]\n",
                "title: \tA\t\ntags: [x]\n",
                "title: \"A\"\t\ntags:\t[x]\t\n",
                "title: A\t# so\ntags:\t\n- x\n",
                "title: A\ntags:\t\n  -\tx\t\n",
                "title: A\n\t\ntags: [\tx\t]\n",
                "title: A\ntags: \t\t\t[x]\n\t \t",
                "title: A \t \ntags: \t [x ,\t]\n",
                "title: A\ntags: [\n\tx,\n\t\ty\n\t]\n",
                "title\t: A\n\t# so\ntags: [x]\n",
            })
    void takesTabsBetweenTokens(String text) {
        DataNode.Mapping root = (DataNode.Mapping) read(text);

        assertThat(root.get("title")).map(it -> ((DataNode.Scalar) it).text()).contains("A");
        assertThat(root.get("tags"))
                .map(it -> ((DataNode.Scalar) ((DataNode.Sequence) it).items().getFirst()).text())
                .contains("x");
    }

    @Test
    void tellsPlacesBehindTabs() {
        assertThat(problem("a:\t\"x\"\t\nb: \t*c\n").column()).isEqualTo(5);
        assertThat(problem("a: x\n  b:\t[\n"))
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
        assertThat(problem("a:\n \tb: 1\n"))
                .isEqualTo(Finding.problem(2, 2, "a tab where the line is indented", "indent with spaces"));
    }

    @Test
    void endsInTimeOnTabsEverywhere() {
        assertThat(BoundedYaml.readAll("a:\t1\n".repeat(9_000), LIMITS, 0)).isNotNull();
        assertThat(BoundedYaml.read("[" + "\t1,".repeat(9_000), LIMITS)).isNotNull();
    }

    @Test
    void boundsDepth() {
        assertThat(BoundedYaml.read("[".repeat(19) + "a" + "]".repeat(19), LIMITS))
                .isInstanceOf(DataOutcome.Read.class);
        assertThat(problem("[".repeat(20) + "a" + "]".repeat(20)))
                .isEqualTo(Finding.problem(1, 21, "nested more than 20 levels deep", "take some levels away"));
        assertThat(problem("[".repeat(60_000)).column()).isEqualTo(21);
        assertThat(problem("- ".repeat(30_000)).column()).isEqualTo(41);
        assertThat(problem(indented(150)).line()).isEqualTo(20);
    }

    @Test
    void boundsAliases() {
        String list = "x: &x 1\ny: [" + "*x, ".repeat(11) + "]\n";

        assertThat(problem(list).message()).contains("more than 10 aliases");
        assertThat(BoundedYaml.read(list.replaceFirst("\\*x, ", ""), LIMITS)).isInstanceOf(DataOutcome.Read.class);
    }

    @Test
    void boundsWhatAliasesExplodeTo() {
        String ten = "[" + "1, ".repeat(3000) + "]";
        String bomb = "a: &a " + ten + "\nb: &b [*a, *a]\nc: [*b, *b]\n";

        assertThat(problem(bomb)).satisfies(problem -> {
            assertThat(problem.message()).contains("more than 10000 values");
            assertThat(problem.line()).isEqualTo(3);
        });
    }

    @Test
    void boundsValuesAndSize() {
        assertThat(problem("- a\n".repeat(10_001)).message()).contains("10000 values");
        assertThat(problem("a".repeat((64 << 10) + 1)).message()).contains("characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[", "{", "\"", "'", "- ", "? ", ": ", "a: ", "&a ", "*a ", "!a ", "|\n", "> ", "%", "---\n", "...\n",
                "#", ",", "\t", "\\", "a:\n "
            })
    void endsInTimeOnRepetitionsOf(String part) {
        assertThat(BoundedYaml.read(part.repeat((64 << 10) / part.length()), LIMITS))
                .isNotNull();
    }

    @Test
    void endsInTimeOnNonsense() {
        String signs = "[]{}:,-?!&*|>%@`#'\"\\ \n\ta1.~<=";
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            String text = random.ints(2_000, 0, signs.length())
                    .mapToObj(c -> String.valueOf(signs.charAt(c)))
                    .collect(Collectors.joining());

            assertThat(BoundedYaml.read(text, LIMITS)).isNotNull();
        }
    }

    private static DataNode.Entry entry(int line, String key, DataNode value) {
        return new DataNode.Entry(new DataNode.Scalar(key, false, line, 1), value);
    }

    private static String indented(int levels) {
        return IntStream.range(0, levels).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
    }

    private DataNode.Scalar scalar(String text) {
        return (DataNode.Scalar)
                ((DataNode.Mapping) read("a: " + text + "\n")).get("a").orElseThrow();
    }

    private static DataNode read(String text) {
        DataOutcome outcome = BoundedYaml.read(text, LIMITS);
        assertThat(outcome).isInstanceOf(DataOutcome.Read.class);
        return ((DataOutcome.Read) outcome).root().orElseThrow();
    }

    private static Finding problem(String text) {
        DataOutcome outcome = BoundedYaml.read(text, LIMITS);
        assertThat(outcome).isInstanceOf(DataOutcome.Refused.class);
        return ((DataOutcome.Refused) outcome).problem();
    }
}
