package org.broadsheet.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.broadsheet.common.testing.GitCommandLine;

/** Posts of about 8 KB that look like posts: prose, headings, lists, code, links to one another. The same for the same seed. */
final class Corpus {
    private static final String[] WORDS =
            ("the of a to and in that it is was for on with as by at from this which but not are be or harbour paper"
                            + " morning engine letter window river printer column garden signal market lantern bridge steady"
                            + " bright narrow ordinary curious patient careful distant silver winter")
                    .split(" ");
    private static final int BYTES = 8 * 1024;

    private Corpus() {}

    /** Writes {@code posts} posts over ten years into the author's work tree. */
    static void write(GitCommandLine author, int posts) throws IOException {
        author.write("site.yml", "title: Benchmark\n");
        for (int i = 0; i < posts; i++) {
            author.write(path(i), post(i, posts, 0));
        }
    }

    /** Commits {@code posts} posts to the author's branch {@code main}, each in a commit of its own, without a work tree. */
    static void history(GitCommandLine author, int posts) throws IOException, InterruptedException {
        Process git = author.begin("fast-import", "--quiet");
        try (OutputStream out = new BufferedOutputStream(git.getOutputStream())) {
            for (int i = 0; i < posts; i++) {
                String text = post(i, posts, 0);
                String commit =
                        "commit refs/heads/main\ncommitter Ada Author <ada@example.org> " + (1_767_225_600L + i * 60L)
                                + " +0000\ndata <<.\nPost " + i + "\n.\n" + "M 100644 inline " + path(i) + "\ndata "
                                + text.getBytes(StandardCharsets.UTF_8).length + "\n" + text + "\n";
                out.write(commit.getBytes(StandardCharsets.UTF_8));
            }
        }
        if (git.waitFor() != 0) {
            throw new IOException("git fast-import exited with " + git.exitValue());
        }
    }

    static String path(int number) {
        return "_posts/post-%06d.md".formatted(number);
    }

    /** A post; {@code edition} is one word in its middle, so that another edition is a one-word edit. */
    static String post(int number, int posts, int edition) {
        Random random = new Random(number);
        StringBuilder text = new StringBuilder(BYTES + 512)
                .append("---\ntitle: Post number ")
                .append(number)
                .append("\nexcerpt: What post number ")
                .append(number)
                .append(" is about.\ntopic: [topic-")
                .append(number % 20)
                .append("]\ndate: ")
                .append(java.time.LocalDate.of(2014, 1, 1).plusDays((long) number * 3650 / posts))
                .append("\nauthor: Author ")
                .append(number % 5)
                .append("\n---\n\nEdition edition")
                .append(edition)
                .append(" of this post.\n");
        int section = 0;
        while (text.length() < BYTES) {
            text.append("\n## Section ").append(++section).append("\n\n");
            for (int paragraph = 0; paragraph < 3; paragraph++) {
                sentence(text, random, 60);
                text.append(" See [another post](post-%06d) and **".formatted(random.nextInt(posts)));
                sentence(text, random, 3);
                text.append("**.\n\n");
            }
            text.append("- ");
            sentence(text, random, 8);
            text.append("\n- `code` ");
            sentence(text, random, 8);
            text.append("\n\n```java\nint answer = ")
                    .append(random.nextInt(100))
                    .append(";\n```\n");
        }
        return text.toString();
    }

    private static void sentence(StringBuilder text, Random random, int words) {
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
    }
}
