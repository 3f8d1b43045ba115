package org.broadsheet.render.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.vladsch.flexmark.html.HtmlRenderer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sources that nobody writes by hand: each is parsed and rendered, or refused with a place, in bounded time. */
@Timeout(120)
class MarkdownHostileTest extends MarkdownFixture {
    private static final MarkdownLimits HURRIED =
            new MarkdownLimits(2 << 20, 100, 5000, 20_000, 100, Duration.ofMillis(200));
    /** The default file's, but for the time: whether these are done must not depend on the processor. */
    private static final MarkdownLimits PATIENT = new MarkdownLimits(
            LIMITS.size(), LIMITS.depth(), LIMITS.brackets(), LIMITS.rows(), 100, Duration.ofSeconds(30));

    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder(Dialect.OPTIONS).build();

    static Stream<Arguments> tooHard() {
        return Stream.of(
                arguments("200 lists in one line", "- ".repeat(200) + "x", 1, 201),
                arguments("200 numbered lists in one line", "1. ".repeat(200) + "x", 1, 301),
                arguments("200 lists by indentation", indented(200), 101, 201),
                arguments("500 quotes", "a\n\n" + "> ".repeat(500) + "x", 3, 201),
                arguments("10,000 quotes", "> ".repeat(10_000) + "x", 1, 201),
                arguments("quotes and lists in turn", "- > ".repeat(300) + "x", 1, 201),
                arguments(
                        "lists in a quote by indentation",
                        indented(200).indent(0).replaceAll("(?m)^", "> "),
                        100,
                        201),
                arguments("nested links", "[".repeat(200) + "a" + "](b)".repeat(200), 1, 100),
                arguments("nested pictures", "![".repeat(500) + "a" + "](b)".repeat(500), 1, 800),
                arguments("nested emphasis", "**x ".repeat(200) + "c" + "**".repeat(200), 1, 401),
                arguments("80 KB of link openings", "[a](".repeat(20_000), 1, 20_003),
                arguments("50,000 links in one paragraph", "[a](b)\n".repeat(50_000), 5001, 3),
                arguments("20,000 signs of emphasis", "x" + "*".repeat(20_000) + "x", 1, 2),
                arguments("200 definitions in one line", "a\n" + ": ".repeat(200) + "x", 2, 201),
                arguments(
                        "200 definitions in one another",
                        indented(200).replace("- a", ": a").replaceFirst(": ", ""),
                        102,
                        203),
                arguments("a table of 30,000 rows", "|a|b|\n|-|-|\n" + "|c|d|\n".repeat(30_000), 20_001, 1),
                arguments("a paragraph of 30,000 lines", "x\n\n" + "a-\n".repeat(30_000), 20_003, 1),
                arguments("a quote of 30,000 lines", "> a\n".repeat(30_000), 20_001, 1),
                arguments("rows without bars", "|a|b|\n|-|-|\n" + "c\n".repeat(30_000), 20_001, 1),
                arguments("more than may be", "a".repeat((2 << 20) + 1), 1, (2 << 20) + 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void tooHard(String name, String markdown, int line, int column) {
        Outcome<String> outcome = parser.parse(markdown, this::everything);

        assertThat(outcome)
                .asInstanceOf(type(Outcome.TooHard.class))
                .satisfies(
                        hard -> assertThat(List.of(hard.why().line(), hard.why().column()))
                                .as(hard.toString())
                                .containsExactly(line, column))
                .satisfies(hard -> assertThat(hard.why().hint().orElse("")).isNotBlank());
    }

    static Stream<Arguments> hardButDone() {
        return Stream.of(
                arguments("100 lists", "- ".repeat(100) + "x"),
                arguments("100 lists by indentation", indented(100)),
                arguments("1,000 underscores", "_".repeat(1000) + "\n\na" + "_".repeat(1000)),
                arguments("a line of 10,000 stars", "* ".repeat(10_000)),
                arguments("runs that match nowhere", "*a _b **c __d ".repeat(5_000)),
                arguments("closers without openers", "a* b_ c** ".repeat(5_000)),
                arguments("brackets that open", "[".repeat(50_000)),
                arguments("brackets that close", "]".repeat(50_000)),
                arguments("pictures that open", "![".repeat(20_000)),
                arguments("5,000 links in a row", "[a](b) ".repeat(5_000)),
                arguments("50,000 links in paragraphs", "[a](b)\n\n".repeat(20_000)),
                arguments("20,000 links in a list", "- [a](b)\n".repeat(20_000)),
                arguments("a log in a code block", "```\n" + "[32m[INFO [x](y [z]\n".repeat(10_000) + "```"),
                arguments("an indented log", "    [32m[INFO [x] [z]\n".repeat(1_000)),
                arguments("a table of 5,000 rows", "|a|b|\n|-|-|\n" + "|[c](d)|e|\n".repeat(5_000)),
                arguments("a table of 2,000 columns", "|" + "a|".repeat(2_000) + "\n|" + "-|".repeat(2_000) + "\n"),
                arguments("a wide table of many short rows", wide(1_000, 19_000)),
                arguments("many wide tables", (wide(100, 1_000) + "\n").repeat(40)),
                arguments("an unclosed fence", "```\n" + "x\n".repeat(100_000)),
                arguments("many unclosed code spans", "`a``".repeat(20_000)),
                arguments("code spans of all lengths", growingBackticks(1_400)),
                arguments("unclosed tags", "<a ".repeat(20_000)),
                arguments("unclosed attributes", "<a href='".repeat(10_000)),
                arguments("unclosed comments", "a <!-- ".repeat(10_000)),
                arguments("unclosed instructions", "a <?".repeat(2_000)),
                arguments("unclosed declarations", "a <!A".repeat(2_000)),
                arguments("unclosed CDATA", "a <![CDATA[".repeat(1_000)),
                arguments("ampersands", "&".repeat(100_000)),
                arguments("a line of 1 MiB", "a".repeat(1 << 20)),
                arguments("1 MiB of words", "lorem ipsum ".repeat((1 << 20) / 12)),
                arguments("1 MiB of posts", "# h\n\ntext *a* `b` [c](d)\n\n".repeat((1 << 20) / 27)),
                arguments("1 MiB of line ends", "\n".repeat(1 << 20)),
                arguments("1 MiB of spaces", " ".repeat(1 << 20)),
                arguments("tabs", "\t".repeat(50_000) + "a\n-\t-\t-\ta"),
                arguments("NULs", "\0".repeat(10_000) + "[\0](\0)"),
                arguments("lone surrogates", "\uD83D\uDE00\uD83D [\uDE00](\uD83D) # \uDE00"),
                arguments("line ends of all kinds", "a\r\nb\rc\n\r\r\n# d\r> e\r\n- f\r"),
                arguments("a byte order mark", "\uFEFF# a"),
                arguments("noncharacters", "\uFFFE \uFFFF \u2028 \u2029 \u0085 \u001f"),
                arguments("same definitions", "[a]: b\n".repeat(10_000) + "\n[a]"),
                arguments("different definitions", numbered("[a%d]: b\n", 2_000) + numbered("[a%d]\n\n", 2_000)),
                arguments("definitions of themselves", "[a]: [a]: [a]: ".repeat(2_000)),
                arguments("footnotes", numbered("x[^a%d]\n\n", 2_000) + numbered("[^a%d]: b\n\n", 2_000)),
                arguments("footnotes in footnotes", "x[^a]\n\n[^a]: y[^a] [^b]\n\n[^b]: [^a]\n"),
                arguments("headings", "# a\n".repeat(20_000)),
                arguments("lines of headings that never come", "a\n".repeat(19_000) + "---"),
                arguments("addresses", "http://a.b/c ".repeat(10_000)),
                arguments("openers of addresses", "http://".repeat(10_000)),
                arguments("mail addresses", "a@b.c ".repeat(10_000)),
                arguments("tildes", "~~a ".repeat(20_000)),
                arguments("1 MiB that may become a mail address", "a.".repeat(1 << 19) + "@"),
                arguments("1 MiB of @", "@".repeat(1 << 20)),
                arguments("mail addresses in one another", "a@b.".repeat(1 << 18)),
                arguments("domains that are none", "www.".repeat(1 << 18) + "_._"),
                arguments("an address of brackets", "https://a.b/" + "(".repeat(1 << 19) + ")".repeat(1 << 19)),
                arguments("an address of semicolons", "https://a.b/" + "&a".repeat(1 << 18) + ";".repeat(1 << 18)),
                arguments("200,000 signs that open", "*a ".repeat(1 << 18)),
                arguments("runs of three in one another", "***a b*** ".repeat(1 << 16)),
                arguments("1 MiB of cells", "|a|\n|-|\n|" + "\\|".repeat(1 << 19)),
                arguments("1 MiB of dollars", "$".repeat(1 << 20)),
                arguments("1 MiB of dollars apart", "$ ".repeat(1 << 19)),
                arguments("mathematics that never ends", "$a ".repeat(1 << 18) + "$$a ".repeat(1 << 16)),
                arguments("escaped dollars", "$a\\".repeat(1 << 18)),
                arguments("lines of dollars that CR ends", "$$\r".repeat(19_000) + "x"),
                arguments("lines of dollars", "$$\n".repeat(19_000)),
                arguments("a line of dollars and no other", "$$\n" + "a\n".repeat(19_000)),
                arguments("1 MiB of colons", ":".repeat(1 << 20)),
                arguments("colons and spaces", "a\n" + "x : ".repeat(1 << 18)),
                arguments("19,000 terms", "a\n".repeat(19_000) + ": b"),
                arguments("20,000 definitions", "a\n" + ": b\n".repeat(20_000)),
                arguments("20,000 lists of definitions", "a\n: b\n\n".repeat(20_000)),
                arguments("1 MiB of [!", "> " + "[!".repeat(1 << 19)),
                arguments("20,000 alerts", "> [!NOTE]\n> a\n\n".repeat(20_000)),
                arguments("ends of beginnings", "<!--more-->\n\n".repeat(20_000) + "a <!-- more".repeat(20_000)),
                arguments("ids that are none", "# " + "{#".repeat(1 << 19)),
                arguments("the same id", "# a {#b}\n".repeat(20_000)),
                arguments("lazy lines", "> ".repeat(50) + "a\n" + "b\n".repeat(5_000)),
                arguments("nothing", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void hardButDone(String name, String markdown) {
        try (MarkdownParser patient = new MarkdownParser(PATIENT)) {
            assertThat(patient.parse(markdown, this::everything)).isInstanceOf(Outcome.Parsed.class);
        }
    }

    static Stream<Arguments> eitherWay() {
        return Stream.of(
                arguments("unclosed instructions", "a <?".repeat(20_000)),
                arguments("200,000 backslashes", "\\".repeat(200_000)),
                arguments("100 KB that may become a mail address", "a.".repeat(50_000) + "@"),
                arguments("20,000 lines that may become a table", "|-\n".repeat(20_000)),
                arguments("20,000 lines that may become headings", "a-\n".repeat(19_000) + "a"),
                arguments("20,000 lines of a quote", "> a\n".repeat(19_000)),
                arguments("1 MiB of nonsense", nonsense(1 << 20)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("eitherWay")
    void endsInTimeWhateverComesOut(String name, String markdown) {
        try (MarkdownParser inAHurry = new MarkdownParser(HURRIED)) {
            long begun = System.nanoTime();

            inAHurry.parse(markdown, this::everything);

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(HURRIED.time().plusSeconds(10));
        }
    }

    @Test
    void setsTheCallerFreeAtTheDeadlineAndGoesOn() {
        try (MarkdownParser inAHurry = new MarkdownParser(HURRIED)) {
            String endless = "a <?".repeat(200_000);

            for (int i = 0; i < 4; i++) {
                assertThat(inAHurry.parse("# a\n\nb\n\n" + endless, this::everything))
                        .asInstanceOf(type(Outcome.OutOfTime.class))
                        .satisfies(hard -> assertThat(hard.why().line()).isEqualTo(5));
            }

            assertThat(inAHurry.parse("a", MarkdownDocument::plainText)).isEqualTo(new Outcome.Parsed<>("a"));
        }
    }

    @Test
    void setsTheCallerFreeFromAUseThatNeverEnds() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try (MarkdownParser inAHurry = new MarkdownParser(HURRIED)) {
            Outcome<Long> outcome = inAHurry.parse("a", document -> {
                while (true) {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        // Goes on, as code that knows nothing of interrupts does.
                    }
                }
            });

            assertThat(outcome).isInstanceOf(Outcome.OutOfTime.class);
            assertThat(inAHurry.parse("a", MarkdownDocument::plainText)).isEqualTo(new Outcome.Parsed<>("a"));
        }
    }

    @Test
    void turnsAnOverflowOfTheStackIntoAPlace() {
        Outcome<Integer> outcome = parser.parse("a\n\n> - > b\n", document -> endless(0));

        assertThat(outcome)
                .asInstanceOf(type(Outcome.TooHard.class))
                .satisfies(
                        hard -> assertThat(List.of(hard.why().line(), hard.why().column()))
                                .containsExactly(3, 5));
        assertThat(parsed("a", MarkdownDocument::plainText)).isEqualTo("a");
    }

    @Test
    void endsWithItsCallersInterrupt() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            try {
                parser.parse("a", document -> {
                    begun.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        return "interrupted";
                    }
                    return "";
                });
            } catch (CancellationException e) {
                thrown.set(e);
            }
        });
        caller.start();
        begun.await();

        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    }

    @Test
    void servesNobodyAfterItsEnd() {
        MarkdownParser closed = new MarkdownParser(LIMITS);
        closed.close();
        closed.close();

        assertThatThrownBy(() -> closed.parse("a", MarkdownDocument::plainText))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void servesManyCallersAtOnce() {
        List<String> texts = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> parsed("# h" + i + "\n\n*a* " + i, MarkdownDocument::plainText))
                .toList();

        assertThat(texts)
                .isEqualTo(IntStream.range(0, 200)
                        .mapToObj(i -> "h" + i + " a " + i)
                        .toList());
    }

    private String everything(MarkdownDocument document) {
        return document.plainText() + document.links() + document.headings() + RENDERER.render(document.node());
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }

    private static String indented(int levels) {
        return IntStream.range(0, levels)
                .mapToObj(i -> "  ".repeat(i) + "- a\n")
                .collect(Collectors.joining());
    }

    private static String numbered(String format, int count) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining());
    }

    private static String growingBackticks(int lengths) {
        return IntStream.range(1, lengths).mapToObj(i -> "e" + "`".repeat(i)).collect(Collectors.joining());
    }

    private static String wide(int columns, int rows) {
        return "|" + "a|".repeat(columns) + "\n|" + "-|".repeat(columns) + "\n" + "a\n".repeat(rows);
    }

    private static String nonsense(int length) {
        String signs = "*_`~[]()<>!#-+|\\&;:\"' \n\t0aA.@/^=\u00e4\uD83D\uDE00";
        return new java.util.Random(42)
                .ints(length, 0, signs.length())
                .mapToObj(i -> String.valueOf(signs.charAt(i)))
                .collect(Collectors.joining());
    }
}
