package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** File, line and column of one mistake of each kind, whatever stands before it and however lines end. */
class PositionsTest {
    private static final String MARK = "\u2038";
    /** Stands for a byte that is no UTF-8. */
    private static final char NO_TEXT = '\u2603';

    @TempDir
    Path data;

    /** Each with a mark where the mistake is, and characters of four bytes before it. */
    static Stream<String> mistakes() {
        return Stream.of(
                // YAML.
                "---\ntitle: \uD83D\uDE80\ndate: \u2038[1]\n---\nText\n",
                "---\ntitle: \uD83D\uDE80\ndate: \u2038\"2024-02-30\"\n---\nText\n",
                "---\n{title: \uD83D\uDE80, date: \u203803/04/2023}\n---\nText\n",
                "---\n{title: \"\uD83D\uDE80\", draft: \u2038perhaps}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, \u2038drfat: true}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, \u2038authr: Ada}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, \u2038lang: en, lang: de}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, updated: \u2038soon}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, slug: \u2038'?'}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, slug: \u2038'a?'}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, slug: \u2038.a}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, slug: \u2038good}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, lang: \u2038x}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, canonical: \u2038/x}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, image: \u2038{a: b}}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, author: [Ada, \u2038{a: b}]}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, tags: [\uD83D\uDE80, C, \u2038C*]}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, tags: [\u2038{a: b}]}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, id: \u2038{a: b}}\n---\nText\n",
                "---\n{\"\uD83D\uDE80\": 1, status: \u2038trash}\n---\nText\n",
                "---\nx: \uD83D\uDE80\ntitle: One\u2038: two\n---\nText\n",
                "---\n\"\uD83D\uDE80\": \u2038\"One\n---\nText\n",
                "---\n\"\uD83D\uDE80\": \u2038[a, b\n---\nText\n",
                "---\n\"\uD83D\uDE80\": \u2038*a\n---\nText\n",
                "---\n\"\uD83D\uDE80\": \"a\\\u2038qb\"\n---\nText\n",
                "---\n\"\uD83D\uDE80\":\n\u2038\ta: b\n---\nText\n",
                "---\n\"\uD83D\uDE80\": \u2038!!binary a\n---\nText\n",
                "---\n\"\uD83D\uDE80\": 1\n\u2038<<: 2\n---\nText\n",
                "---\n\"\uD83D\uDE80\": a\u2038\u0007\n---\nText\n",
                "---\n# \uD83D\uDE80\n\u2038just words\n---\nText\n",
                "\u2038---\ntitle: \uD83D\uDE80\n\nText\n",
                "\n\n---\ntitle: \uD83D\uDE80\ndate: \u2038[1]\n---\nText\n",
                // TOML.
                "+++\n\"\uD83D\uDE80\" = 1\ndate = \u2038[1]\n+++\nText\n",
                "+++\n\"\uD83D\uDE80\" = 1\ndate = \u20382024-02-30\n+++\nText\n",
                "+++\n\"\uD83D\uDE80\" = 1\n  draft = \u2038'perhaps'\n+++\nText\n",
                "+++\n\"\uD83D\uDE80\" = 1\n \u2038drfat = true\n+++\nText\n",
                "+++\n\u2038title = '\uD83D\uDE80'\ntitle = 'b'\n+++\nText\n",
                "+++\n[build]\n\"\uD83D\uDE80\" = {a = '\uD83D\uDE80', b = \u2038@}\n+++\nText\n",
                "+++\n\"\uD83D\uDE80\" = \u2038\"a\n+++\nText\n",
                "+++\n\"\uD83D\uDE80\" = \u2038[1,\n+++\nText\n",
                "+++\n\"\uD83D\uDE80\" = 1\n\u2038date: 2024-01-01\n+++\nText\n",
                "+++\n\"\uD83D\uDE80\" = '\uD83D\uDE80' \u2038x\n+++\nText\n",
                "+++\n[taxonomies]\ntags = ['\uD83D\uDE80', 'C', \u2038'C*']\n+++\nText\n",
                "\n\u2038+++\ntitle = '\uD83D\uDE80'\n\nText\n",
                // JSON.
                "{\"\uD83D\uDE80\": 1, \"date\": \u2038[1]}\nText\n",
                "{\"\uD83D\uDE80\": 1,\n  \"draft\": \u2038null}\nText\n",
                "{\"\uD83D\uDE80\": 1, \u2038\"drfat\": true}\nText\n",
                "{\"\uD83D\uDE80\": \u2038@}\nText\n",
                "{\"\uD83D\uDE80\": 1} \u2038text\n",
                "\n\u2038{\"\uD83D\uDE80\": 1\n\nText\n",
                // Neither.
                "<!-- \uD83D\uDE80 -->\n ---\n  \u2038draft: true\n ---\nText\n",
                "title: \uD83D\uDE80\n\u2038draft: true\n\nText\n",
                "---\ntitle: \uD83D\uDE80\n---\n\n---\n\u2038draft: true\n---\n",
                "---\ntitle: A\n---\n\uD83D\uDE80 text \u2038\0\n",
                "---\ntitle: A\n---\n\uD83D\uDE80 text \u2038\u2603\n",
                "---\ntitle: \uD83D\uDE80\n---\nText\n\n\uD83D\uDE80\u2038\u2603\n");
    }

    private static final List<UnaryOperator<String>> WAYS = List.of(
            text -> text,
            text -> "\uFEFF" + text,
            text -> text.replace("\n", "\r\n"),
            text -> "\uFEFF" + text.replace("\n", "\r\n"),
            text -> text.replace('\n', '\r'));

    @ParameterizedTest
    @MethodSource("mistakes")
    void isToldAtItsPlace(String marked) throws Exception {
        int at = marked.indexOf(MARK);
        String file = marked.replace(MARK, "");
        int line =
                1 + (int) file.substring(0, at).chars().filter(c -> c == '\n').count();
        int column = 1 + file.codePointCount(file.lastIndexOf('\n', at - 1) + 1, at);

        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            ingest.look(git.write("_posts/good.md", "Good\n").commit("Good"));
            for (UnaryOperator<String> way : WAYS) {
                ingest.look(git.write("_posts/b.md", bytes(way.apply(file))).commit("A mistake"));

                assertThat(ingest.problems())
                        .as(way.apply(file))
                        .isNotEmpty()
                        .allSatisfy(told -> assertThat(told).startsWith("_posts/b.md:" + line + ":" + column + " "));
                ingest.look(git.delete("_posts/b.md").commit("Away"));
            }
        }
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text.codePoints()
                .forEach(c -> out.writeBytes(
                        c == NO_TEXT
                                ? new byte[] {(byte) 0xe9}
                                : Character.toString(c).getBytes(StandardCharsets.UTF_8)));
        return out.toByteArray();
    }
}
