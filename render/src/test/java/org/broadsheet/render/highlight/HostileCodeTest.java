package org.broadsheet.render.highlight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.Test;

/** Whatever the code is: its text stays, no span holds a blank at its ends, and time grows as the code does. */
class HostileCodeTest {
    private static final int LONG = 100_000;

    private static final String[] PARTS = {
        "a",
        "A",
        "1",
        "1e",
        "0x",
        "\"",
        "'",
        "`",
        "\"\"\"",
        "'''",
        "\\",
        "\\\"",
        "/",
        "/*",
        "*/",
        "//",
        "#",
        "#[",
        "#!",
        "$",
        "${",
        "$(",
        "@",
        "&",
        "&amp",
        "<",
        "<a ",
        "</",
        "<!--",
        "<![CDATA[",
        "<?",
        "<?php ",
        "<%",
        "{{",
        "{%",
        "<script>",
        "<style>",
        "</script>",
        "{",
        "}",
        "(",
        ")",
        "(*",
        "{-",
        "[",
        "]",
        "--",
        "--[[",
        "---",
        "=",
        ":",
        "::",
        ": ",
        ".",
        "..",
        ",",
        ";",
        "|",
        "||",
        "!",
        "~",
        "%",
        "^",
        "*",
        "**",
        "- ",
        "+",
        "?",
        "_",
        " ",
        "\t",
        "\n",
        "\r",
        "a: b\n",
        "key: |\n",
        "$ a\n",
        "RUN \\\n",
        "=begin",
        "é",
        "語",
        "\ud83d\ude00",
        "\ud83d",
        "\ufffd",
        "\u2028",
        "if ",
        "'a",
        "'\\",
        "x=",
        "a.",
        "a(",
        "<A"
    };

    /** One of those that are read alike. */
    private static Map<String, Language> languages() {
        Map<String, Language> languages = new TreeMap<>();
        Set<Lexer> lexers = new HashSet<>();
        new TreeMap<>(Languages.ALL).forEach((word, language) -> {
            if (lexers.add(language.lexer())) {
                languages.put(word, language);
            }
        });
        return languages;
    }

    @Test
    void textsOfAnyPartsStayAsTheyAre() {
        Random random = new Random(8);

        languages().forEach((word, language) -> {
            for (int i = 0; i < 40; i++) {
                StringBuilder code = new StringBuilder();
                for (int n = random.nextInt(80); n > 0; n--) {
                    code.append(PARTS[random.nextInt(PARTS.length)]);
                }
                isTheSame(word, code.toString(), language.html(code.toString()));
            }
        });
    }

    private static void isTheSame(String word, String code, String html) {
        Element shown =
                Jsoup.parseBodyFragment("<pre><code>" + html + "</code></pre>").expectFirst("code");
        StringBuilder text = new StringBuilder();
        for (Node node : shown.childNodes()) {
            String part = node instanceof TextNode plain ? plain.getWholeText() : ((Element) node).wholeText();
            text.append(part);
            if (node instanceof Element span) {
                assertThat(span.childNodes()).as(word).hasSize(1).allMatch(TextNode.class::isInstance);
                assertThat(part)
                        .as(word)
                        .doesNotContain("\n")
                        .doesNotStartWith(" ")
                        .doesNotEndWith(" ");
                assertThat(span.nextSibling() instanceof Element next
                                && next.className().equals(span.className()))
                        .as("%s: spans of one class side by side in %s", word, html)
                        .isFalse();
            }
        }
        assertThat(text.toString().replace("\r", "\n")).as(word).isEqualTo(code.replace("\r", "\n"));
    }

    /** By the processor's time, far above the second that it takes: what grows with the square takes minutes. */
    @Test
    void timeGrowsAsTheCodeDoes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String mixed = Stream.of(PARTS)
                .map(part -> part.repeat(LONG / PARTS.length / part.length()).replace("\n", " "))
                .collect(Collectors.joining());
        long begin = threads.getCurrentThreadCpuTime();

        languages().forEach((word, language) -> {
            Random random = new Random(word.hashCode());
            assertThat(language.html(mixed)).isNotEmpty();
            for (int i = 0; i < 3; i++) {
                String part = PARTS[random.nextInt(PARTS.length)];
                assertThat(language.html(part.repeat(LONG / part.length()))).isNotEmpty();
            }
        });

        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - begin)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        String code = String.join("", PARTS).repeat(3);
        Map<String, String> alone = new TreeMap<>();
        languages().forEach((word, language) -> alone.put(word, language.html(code)));

        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Map<String, String>>> all = Stream.generate(() -> threads.submit(() -> {
                        Map<String, String> here = new TreeMap<>();
                        languages().forEach((word, language) -> here.put(word, language.html(code)));
                        return here;
                    }))
                    .limit(4)
                    .toList();
            for (Future<Map<String, String>> one : all) {
                assertThat(one.get()).isEqualTo(alone);
            }
        }
    }
}
