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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class BoundedTomlTest {
    private static final DataLimits LIMITS = new DataLimits(64 << 10, 10, 20, 10_000);

    @Test
    void knowsTheKeysTheirOrderAndEveryPlace() {
        DataNode root = read("""
                # comment
                title = "\uD83D\uDE80"

                topics = ['a', "\uD83D\uDE80", # so
                  12]
                [author]
                name.first="A"
                """);

        assertThat(root)
                .isEqualTo(new DataNode.Mapping(
                        List.of(
                                new DataNode.Entry(key("title", 2, 1), new DataNode.Scalar("\uD83D\uDE80", true, 2, 9)),
                                new DataNode.Entry(
                                        key("topics", 4, 1),
                                        new DataNode.Sequence(
                                                List.of(
                                                        new DataNode.Scalar("a", true, 4, 11),
                                                        new DataNode.Scalar("\uD83D\uDE80", true, 4, 16),
                                                        new DataNode.Scalar("12", false, 5, 3)),
                                                4,
                                                10)),
                                new DataNode.Entry(
                                        key("author", 6, 2),
                                        new DataNode.Mapping(
                                                List.of(new DataNode.Entry(
                                                        key("name", 7, 1),
                                                        new DataNode.Mapping(
                                                                List.of(new DataNode.Entry(
                                                                        key("first", 7, 6),
                                                                        new DataNode.Scalar("A", true, 7, 12))),
                                                                7,
                                                                1))),
                                                6,
                                                1))),
                        1,
                        1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true                      | true                      | false",
                "2024-05-06                | 2024-05-06                | false",
                "2024-02-30                | 2024-02-30                | false",
                "2024-5-6                  | 2024-5-6                  | false",
                "2024-05-06 07:32:00       | 2024-05-06 07:32:00       | false",
                "2024-05-06T07:32:00+02:00 | 2024-05-06T07:32:00+02:00 | false",
                "07:32:00                  | 07:32:00                  | false",
                "1_000                     | 1000                      | false",
                "0xff                      | 255                       | false",
                "0o17                      | 15                        | false",
                "0b101                     | 5                         | false",
                "-1.5e3                    | -1.5e3                    | false",
                "yes                       | yes                       | false",
                "\"a-\\u00e9\\U0001F600\"  | a-\u00e9\uD83D\uDE00      | true",
                "'a\\b'                    | a\\b                      | true",
                "''                        | ``                        | true",
                "'# none' # one            | # none                    | true",
            })
    void takesValuesAsTheyAreWritten(String written, String text, boolean quoted) {
        assertThat(value("a = " + written + "\n")).isInstanceOfSatisfying(DataNode.Scalar.class, scalar -> {
            assertThat(scalar.text()).isEqualTo(text);
            assertThat(scalar.quoted()).isEqualTo(quoted);
            assertThat(scalar.column()).isEqualTo(5);
        });
    }

    @Test
    void takesTextsOfManyLines() {
        assertThat(((DataNode.Scalar) value("a = \"\"\"\nx \"\"\\\n  y\n\"\"\"\n")).text())
                .isEqualTo("x \"\"y\n");
        assertThat(((DataNode.Scalar) value("a = '''\nx\\n\n''y''''\n")).text()).isEqualTo("x\\n\n''y'");
        assertThat(((DataNode.Scalar) value("a = \"\"\"x\"\"\"\"\"\n")).text()).isEqualTo("x\"\"");
    }

    @Test
    void gathersTablesAndListsOfThem() {
        assertThat(shape("[a.b]\nc=1\n[a]\nd=2\n[[e]]\nf=1\n[[e]]\nf=2\n[e.g]\nh=3\n[i]\nj.k={l=1, m.n=2,}\nj.o=4\n"))
                .isEqualTo(
                        "{a: {b: {c: 1}, d: 2}, e: [{f: 1}, {f: 2, g: {h: 3}}], i: {j: {k: {l: 1, m: {n: 2}}, o: 4}}}");
        assertThat(shape("a=1\na=2\n[a]\nb=1\nb=2\n")).isEqualTo("{a: 1, a: 2, a: {b: 1, b: 2}}");
        assertThat(shape("\"a b\".'c.d' = [[], [1, [2]], {}]\n")).isEqualTo("{a b: {c.d: [[], [1, [2]], {}]}}");
        assertThat(shape("gr\u00F6\u00DFe = 1\n")).isEqualTo("{gr\u00F6\u00DFe: 1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment", "  \t\n"})
    void findsNothing(String text) {
        assertThat(((DataOutcome.Read) BoundedToml.read(text, LIMITS, 0)).root())
                .isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("a = 1\nb = \"c\n", 2, 5, "a text in quotes that does not end", "close"),
                arguments("b = '''c\n", 1, 5, "a text in quotes that does not end", "close"),
                arguments("b = [1,\n", 1, 5, "a [ that is not closed", "]"),
                arguments("b = [1\nc = 2\n", 1, 5, "a [ that is not closed", "]"),
                arguments("b = {c = 1\n", 1, 5, "a { that is not closed", "}"),
                arguments("[a\nb = 1\n", 1, 1, "a [ that is not closed", "]"),
                arguments("[[a]\n", 1, 1, "a [ that is not closed", "]"),
                arguments("b = [\"c\" \"d\"]\n", 1, 10, "no comma", "comma"),
                arguments("a = 1\nb: 2\n", 2, 1, "a line without =", "key = "),
                arguments("just words\n", 1, 1, "a line without =", "key = "),
                arguments("a = \n", 1, 5, "a key without a value", "behind the ="),
                arguments("a = @b\n", 1, 5, "a text that begins with a sign", "quotes"),
                arguments("\uD83D\uDE00x = 1\n", 1, 1, "no key where one has to be", "key = "),
                arguments("= 1\n", 1, 1, "no key where one has to be", "key = "),
                arguments("title = Hello World\n", 1, 9, "a text without quotes", "quotes"),
                arguments("a = \"b\" c\n", 1, 9, "more behind a value", "of its own"),
                arguments(
                        "'\uD83D\uDE00' = 1\n 'b' = \"\uD83D\uDE00\\q\"\n",
                        2,
                        10,
                        "a \\ that escapes nothing",
                        "single"),
                arguments("a = \"\\uD800\"\n", 1, 6, "no character", "itself"),
                arguments("a = \"\\UFFFFFFFF\"\n", 1, 6, "no character", "itself"),
                arguments("a = \"\u0007\"\n", 1, 6, "U+0007", "TOML"));
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
    void boundsDepthAndValues() {
        assertThat(problem("a = " + "[".repeat(30_000)).message()).contains("20 levels");
        assertThat(problem("a = " + "{a=".repeat(20_000)).message()).contains("20 levels");
        assertThat(problem("a.".repeat(30_000) + "b = 1").message()).contains("20 levels");
        assertThat(problem("[" + "a.".repeat(30_000) + "b]").message()).contains("20 levels");
        assertThat(problem("[a.b.c.d.e.f.g.h.i.j]\n" + "k.".repeat(10) + "l = [[]]\n")
                        .message())
                .contains("20 levels");
        assertThat(problem("a = [" + "1,".repeat(12_000) + "]").message()).contains("10000 values");
        assertThat(problem("a=1\n".repeat(6_000)).message()).contains("10000 values");
        assertThat(problem("a".repeat((64 << 10) + 1)).message()).contains("characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[[",
                "{",
                "\"",
                "'",
                "\"\"\"",
                "'''",
                "a=",
                "a=[",
                "a={b=",
                "a.",
                "=",
                "\n",
                "#",
                ",",
                "\\",
                "[a]\n",
                "[[a]]\n",
                "a.b=1\n",
                "a=1\n",
                "a",
                "1",
                " ",
                "\t",
                "a=\"\\\n"
            })
    void endsInTimeOnRepetitionsOf(String part) {
        assertThat(BoundedToml.read(part.repeat((64 << 10) / part.length()), LIMITS, 0))
                .isNotNull();
    }

    @Test
    void endsInTimeOnNonsense() {
        String signs = "[]{}:,-=!'\"\\ \n\ta1.~<#+";
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(200, 0, signs.length())
                    .mapToObj(c -> String.valueOf(signs.charAt(c)))
                    .collect(Collectors.joining());

            assertThat(BoundedToml.read(text, LIMITS, 0)).isNotNull();
        }
    }

    private static DataNode.Scalar key(String name, int line, int column) {
        return new DataNode.Scalar(name, false, line, column);
    }

    private static String shape(String text) {
        return shape(read(text));
    }

    private static String shape(DataNode node) {
        return switch (node) {
            case DataNode.Scalar scalar -> scalar.text();
            case DataNode.Sequence list ->
                list.items().stream().map(BoundedTomlTest::shape).collect(Collectors.joining(", ", "[", "]"));
            case DataNode.Mapping mapping ->
                mapping.entries().stream()
                        .map(entry -> entry.key().text() + ": " + shape(entry.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static DataNode value(String text) {
        return ((DataNode.Mapping) read(text)).get("a").orElseThrow();
    }

    private static DataNode read(String text) {
        DataOutcome outcome = BoundedToml.read(text, LIMITS, 0);
        assertThat(outcome).isInstanceOf(DataOutcome.Read.class);
        return ((DataOutcome.Read) outcome).root().orElseThrow();
    }

    private static Finding problem(String text) {
        DataOutcome outcome = BoundedToml.read(text, LIMITS, 0);
        assertThat(outcome).isInstanceOf(DataOutcome.Refused.class);
        return ((DataOutcome.Refused) outcome).problem();
    }
}
