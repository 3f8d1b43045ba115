package org.broadsheet.ingest.rehearsal;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The files of a blog with what people write: prose with links, lists, quotes, code, tables, pictures; posts, bundles, a page. */
final class Manuscripts {
    private static final int POSTS = 60;

    private static final String[] WORDS =
            ("the of a to and in that it is was for on with as by at from this which but not are be or"
                            + " harbour paper morning engine letter window river printer column garden signal market lantern bridge"
                            + " steady bright narrow ordinary curious patient careful distant silver winter release version branch"
                            + " request server deploy meeting review people team problem question answer measure reason")
                    .split(" ");

    private static final byte[] PICTURE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    Map<String, byte[]> all() {
        Map<String, byte[]> files = new TreeMap<>();
        put(files, "site.yml", "title: The Rehearsal\ntagline: Nobody reads this\ntimeZone: Europe/Berlin\n");
        put(files, "pages/about.md", "---\ntitle: About\n---\n\nWho [we](post-1) are.\n");
        files.put("public/pictures/dot.png", PICTURE);
        for (int i = 0; i < POSTS; i++) {
            put(files, path(i), post(i, 0));
            if (isBundle(i)) {
                files.put("_posts/post-" + i + "/own.png", PICTURE);
            }
        }
        return files;
    }

    /** Of one post that is chosen by the number of the edition, and of a second one now and then. */
    Map<String, byte[]> edited(int edition) {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i <= edition % 3 / 2; i++) {
            int number = Math.floorMod(edition * 31 + i * 7, POSTS);
            put(files, path(number), post(number, edition));
        }
        return files;
    }

    List<String> urls() {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < POSTS; i++) {
            urls.add("/posts/post-" + i);
        }
        return urls;
    }

    private static void put(Map<String, byte[]> files, String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isBundle(int number) {
        return number % 10 == 3;
    }

    private static String path(int number) {
        return "_posts/post-" + number + (isBundle(number) ? "/index.md" : ".md");
    }

    private static String post(int number, int edition) {
        Random random = new Random(number);
        StringBuilder text = new StringBuilder();
        frontMatter(text, number);
        text.append("\nEdition ").append(edition).append(". ");
        words(text, random, 40);
        text.append(".\n");
        for (int section = 0; section < 2 + number % 5; section++) {
            text.append("\n## ");
            words(text, random, 4);
            text.append("\n\n");
            paragraph(text, random);
            switch (random.nextInt(8)) {
                case 0, 1 -> list(text, random);
                case 2 -> code(text, random);
                case 3 -> table(text, random);
                case 4 -> quote(text, random);
                case 5 -> text.append("![A picture](/pictures/dot.png \"Its title\")\n\n");
                case 6 ->
                    text.append(isBundle(number) ? "![Its own](own.png)\n\n" : "<em>As HTML</em> &amp; entities\n\n");
                default -> paragraph(text, random);
            }
            paragraph(text, random);
        }
        return text.toString();
    }

    private static void frontMatter(StringBuilder text, int number) {
        LocalDate day = LocalDate.of(2015, 1, 1).plusDays(number * 9L);
        text.append("---\n");
        switch (number % 3) {
            case 0 ->
                text.append("title: Post number ")
                        .append(number)
                        .append("\ndate: ")
                        .append(day)
                        .append('\n')
                        .append("author: Ada\ntopics: [topic-")
                        .append(number % 12)
                        .append(", all]\n");
            case 1 ->
                text.append("layout: post\ntitle: \"Post: number ")
                        .append(number)
                        .append("\"\ndate: ")
                        .append(day)
                        .append(" 10:15:00 +0100\ncategories: [topic-")
                        .append(number % 12)
                        .append("]\ntags:\n  - one\n  - two words\n");
            default ->
                text.append("title: 'Post number ")
                        .append(number)
                        .append("'\nexcerpt: 'What it is about, in a sentence or two.'\n")
                        .append("coverImage: '/pictures/dot.png'\ndate: '")
                        .append(day)
                        .append("T05:35:07.322Z'\n")
                        .append(
                                "author:\n  name: Grace\n  picture: '/pictures/dot.png'\nogImage:\n  url: '/pictures/dot.png'\n");
        }
        text.append("---\n");
    }

    private static void paragraph(StringBuilder text, Random random) {
        words(text, random, 25 + random.nextInt(40));
        text.append(", see [what was said](post-")
                .append(random.nextInt(POSTS))
                .append("), *or* **")
                .append("not");
        text.append("** with `code` and ");
        words(text, random, 20);
        switch (random.nextInt(4)) {
            case 0 -> text.append(", at https://example.org/page?x=1 too");
            case 1 -> text.append(" [elsewhere](https://example.org \"Title\")");
            case 2 -> text.append(" [by reference][there]\n\n[there]: post-").append(random.nextInt(POSTS));
            default -> text.append("; it\u2019s done \u2013 more or less");
        }
        text.append("\n\n");
    }

    private static void list(StringBuilder text, Random random) {
        for (int i = 0; i < 4; i++) {
            text.append(random.nextBoolean() ? "- " : "- [ ] ");
            words(text, random, 8);
            text.append("\n");
            if (i == 1) {
                text.append("  1. ");
                words(text, random, 5);
                text.append("\n  2. ~~not~~ this\n");
            }
        }
        text.append('\n');
    }

    private static void code(StringBuilder text, Random random) {
        text.append("```java\nfor (int i = 0; i < ").append(random.nextInt(100)).append("; i++) {\n");
        text.append("    System.out.println(\"<\" + i + \">\");\n}\n```\n\n    indented & old\n\n");
    }

    private static void table(StringBuilder text, Random random) {
        text.append("| What | How many |\n|---|---:|\n");
        for (int i = 0; i < 4; i++) {
            text.append("| ");
            words(text, random, 2);
            text.append(" | ").append(random.nextInt(1000)).append(" |\n");
        }
        text.append('\n');
    }

    private static void quote(StringBuilder text, Random random) {
        text.append("> ");
        words(text, random, 20);
        text.append("\n>\n> > ");
        words(text, random, 6);
        text.append("\n\n---\n\n");
    }

    private static void words(StringBuilder text, Random random, int count) {
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
    }
}
