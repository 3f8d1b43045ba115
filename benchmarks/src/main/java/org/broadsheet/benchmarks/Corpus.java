package org.broadsheet.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.broadsheet.common.testing.GitCommandLine;

/**
 * Made-up posts that look like posts: prose, headings, lists, code, links to one another. The same whenever they are made.
 *
 * @param perFolder how many lie in a folder
 * @param text how long each is
 */
record Corpus(int posts, int perFolder, Text text) {
    private static final String[] WORDS =
            ("the of a to and in that it is was for on with as by at from this which but not are be or harbour paper"
                            + " morning engine letter window river printer column garden signal market lantern bridge steady"
                            + " bright narrow ordinary curious patient careful distant silver winter")
                    .split(" ");
    private static final int LARGE = 10_000;
    private static final int PER_FOLDER = 1_000;

    /** How long a post is, and of what its sections are. */
    enum Text {
        /** 8 KB with two dozen links. */
        LONG(8 * 1024, 3, 60),
        /** 2.5 KB with eight links. */
        SHORT(2 * 1024, 4, 40);

        private final int bytes;
        private final int paragraphs;
        private final int words;

        Text(int bytes, int paragraphs, int words) {
            this.bytes = bytes;
            this.paragraphs = paragraphs;
            this.words = words;
        }
    }

    /** Up to 10,000 long ones in one folder; of more each is short, and they lie in folders of 1,000. */
    static Corpus of(int posts) {
        return posts <= LARGE ? new Corpus(posts, LARGE, Text.LONG) : new Corpus(posts, PER_FOLDER, Text.SHORT);
    }

    /** The same posts, so many in a folder. */
    Corpus in(int inAFolder) {
        return new Corpus(posts, inAFolder, text);
    }

    /** Writes the posts, over ten years, into the author's work tree. */
    void write(GitCommandLine author) throws IOException {
        author.write("site.yml", "title: Benchmark\n");
        for (int i = 0; i < posts; i++) {
            author.write(path(i), post(i, 0));
        }
    }

    /** Commits {@code posts} posts to the author's branch {@code main}, each in a commit of its own, without a work tree. */
    static void history(GitCommandLine author, int posts) throws IOException, InterruptedException {
        Corpus corpus = new Corpus(posts, posts, Text.LONG);
        Process git = author.begin("fast-import", "--quiet");
        try (OutputStream out = new BufferedOutputStream(git.getOutputStream())) {
            for (int i = 0; i < posts; i++) {
                String text = corpus.post(i, 0);
                String commit = "commit refs/heads/main\ncommitter Ada Author <ada@example.org> "
                        + (1_767_225_600L + i * 60L)
                        + " +0000\ndata <<.\nPost " + i + "\n.\n" + "M 100644 inline " + corpus.path(i) + "\ndata "
                        + text.getBytes(StandardCharsets.UTF_8).length + "\n" + text + "\n";
                out.write(commit.getBytes(StandardCharsets.UTF_8));
            }
        }
        if (git.waitFor() != 0) {
            throw new IOException("git fast-import exited with " + git.exitValue());
        }
    }

    String path(int number) {
        String folder = posts <= perFolder ? "" : "%03d/".formatted(number / perFolder);
        return "_posts/" + folder + "post-%06d.md".formatted(number);
    }

    /** Where readers find a post. */
    static String url(int number) {
        return "/posts/post-%06d".formatted(number);
    }

    /** A post; {@code edition} is one word in its middle, so that another edition is a one-word edit. */
    String post(int number, int edition) {
        Random random = new Random(number);
        StringBuilder post = new StringBuilder(text.bytes + 1024)
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
        while (post.length() < text.bytes) {
            post.append("\n## Section ").append(++section).append("\n\n");
            for (int paragraph = 0; paragraph < text.paragraphs; paragraph++) {
                sentence(post, random, text.words);
                post.append(" See [another post](post-%06d) and **".formatted(random.nextInt(posts)));
                sentence(post, random, 3);
                post.append("**.\n\n");
            }
            post.append("- ");
            sentence(post, random, 8);
            post.append("\n- `code` ");
            sentence(post, random, 8);
            post.append("\n\n```java\nint answer = ")
                    .append(random.nextInt(100))
                    .append(";\n```\n");
        }
        return post.toString();
    }

    private static void sentence(StringBuilder text, Random random, int words) {
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
    }
}
