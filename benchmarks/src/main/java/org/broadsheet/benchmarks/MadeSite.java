package org.broadsheet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.benchmarks.SamplePosts.SamplePost;
import org.jsoup.Jsoup;

/**
 * A site as it lies on disk, with a post at {@code posts/<slug>.html} whoever has made it.
 *
 * @param lists which files, by their paths, are the pages of the list of all posts
 * @param topics the folder of the pages of topics
 */
record MadeSite(Path folder, String lists, String topics) {
    private static final Pattern LINK = Pattern.compile("href=\"(?:https?://[^/\"]+)?/posts/([^\"/#.]+)(?:\\.html)?\"");
    private static final int FEED = 20;
    private static final int NEXT = 101;
    private static final int NEAR = 30;

    /** Fails unless there is all that is to be there; tells what there is. */
    String verified(SamplePosts posts) throws IOException {
        for (SamplePost post : (Iterable<SamplePost>) posts.all()::iterator) {
            String page = Files.readString(page(post));
            if (!page.contains(post.mark())
                    || !page.contains(post.title().substring(post.title().length() - 13) + "</h1>")) {
                throw new IOException(page(post) + " does not show its post");
            }
        }
        List<Path> files = files();
        long postPages = files.stream()
                .filter(file -> name(file).matches("posts/[^/]+\\.html"))
                .count();
        expect("pages of posts", posts.count(), (int) postPages);
        List<Path> all =
                files.stream().filter(file -> name(file).matches(lists)).toList();
        expect("posts in the list of all", posts.count(), listed(all).size());
        int topicPages = 0;
        for (Map.Entry<String, Integer> topic : posts.topics().entrySet()) {
            List<Path> pages = files.stream()
                    .filter(file -> name(file).equals(topics + "/" + topic.getKey() + ".html")
                            || name(file).startsWith(topics + "/" + topic.getKey() + "/"))
                    .toList();
            expect("posts of " + topic.getKey(), topic.getValue(), listed(pages).size());
            topicPages += pages.size();
        }
        String feed = Files.readString(folder.resolve("feed.xml"));
        expect("items of the feed", Math.min(FEED, posts.count()), feed.split("<item>", -1).length - 1);
        for (int i = posts.count() - 1; i >= Math.max(0, posts.count() - FEED); i--) {
            if (!feed.contains(posts.post(i).mark())) {
                throw new IOException(posts.post(i).slug() + " is not in the feed of " + folder);
            }
        }
        for (Map.Entry<String, byte[]> file : posts.files().entrySet()) {
            if (!Arrays.equals(file.getValue(), Files.readAllBytes(folder.resolve(file.getKey())))) {
                throw new IOException(file.getKey() + " is another file in " + folder);
            }
        }
        return String.format(
                Locale.ROOT,
                "%,d pages of posts, %,d pages of the list of all, %,d pages of topics, %,d other files, in all %,d files and %,d KB; each"
                        + " post is on its page, in the list of all and in the lists of its topics, the newest %d are in the feed",
                postPages,
                all.size(),
                topicPages,
                files.size() - postPages - all.size() - topicPages,
                files.size(),
                bytes(files) / 1024,
                Math.min(FEED, posts.count()));
    }

    /** Fails unless each page of a post holds some words. */
    void showsEverywhere(String words, SamplePosts posts) throws IOException {
        for (SamplePost post : (Iterable<SamplePost>) posts.all()::iterator) {
            if (!Files.readString(page(post)).contains(words)) {
                throw new IOException(page(post) + " does not show " + words);
            }
        }
    }

    /** How many of some posts, of each text at least one, read the same on both sites. */
    String sameText(MadeSite other, SamplePosts posts) throws IOException {
        int looked = 0;
        int same = 0;
        for (int i = 0; i < posts.count(); i += i < posts.texts() ? 1 : NEXT) {
            SamplePost post = posts.post(i);
            String ours = text(page(post));
            String theirs = text(other.page(post));
            looked++;
            if (ours.equals(theirs)) {
                same++;
            } else {
                int from = Arrays.mismatch(ours.toCharArray(), theirs.toCharArray());
                System.err.println(
                        post.slug() + " differs: \"" + around(ours, from) + "\", \"" + around(theirs, from) + "\"");
            }
        }
        return "the text of " + same + " of " + looked + " articles looked at is the same on both";
    }

    private Path page(SamplePost post) {
        return folder.resolve("posts/" + post.slug() + ".html");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(file -> !name(file).startsWith(".broadsheet") && Files.isRegularFile(file))
                    .toList();
        }
    }

    private String name(Path file) {
        return folder.relativize(file).toString();
    }

    /** The slugs of the posts that some pages lead to. */
    private static Set<String> listed(List<Path> pages) throws IOException {
        Set<String> slugs = new HashSet<>();
        for (Path page : pages) {
            slugs.addAll(LINK.matcher(Files.readString(page))
                    .results()
                    .map(link -> link.group(1))
                    .collect(Collectors.toSet()));
        }
        return slugs;
    }

    private static String around(String text, int place) {
        return text.substring(Math.max(0, place - NEAR), Math.min(text.length(), place + NEAR));
    }

    /** Words alone: spaces that do not break, and whether an arrow is drawn or coloured, are another matter. */
    private static String text(Path page) throws IOException {
        return Jsoup.parse(Files.readString(page))
                .select(".prose")
                .text()
                .replace('\u00a0', ' ')
                .replace("\ufe0e", "")
                .replaceAll(" +", " ");
    }

    private static long bytes(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private void expect(String what, int expected, int actual) throws IOException {
        if (expected != actual) {
            throw new IOException(what + " in " + folder + ": " + actual + ", not " + expected);
        }
    }
}
