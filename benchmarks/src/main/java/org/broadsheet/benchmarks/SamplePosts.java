package org.broadsheet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.broadsheet.standalone.testing.Samples;

/**
 * Many posts made of a few that people have written: the texts of {@link Samples} in turn, each post with a title, date, slug, topics and a
 * line of its own. What leads from one sample to another by its slug leads to the post made of it in the same turn.
 */
final class SamplePosts {
    private static final Instant FIRST = Instant.parse("2014-01-01T00:00:00Z");
    private static final Duration SPAN = Duration.ofDays(3650);
    private static final int SUBJECTS = 100;
    private static final Pattern CLOSING = Pattern.compile("^-{3,}[ \\t]*$", Pattern.MULTILINE);
    private static final Pattern BARE_LINK = Pattern.compile("\\]\\(([a-z0-9-]+)([#)])");

    /** A text as it lies there. */
    private record Sample(
            String slug,
            String title,
            String excerpt,
            String topic,
            String author,
            Optional<String> picture,
            String text) {}

    /**
     * A post, which each program is given below a header of its own kind.
     *
     * @param mark words that no other has
     */
    record SamplePost(
            String slug,
            String title,
            String excerpt,
            Instant date,
            List<String> topics,
            String author,
            Optional<String> picture,
            String mark,
            String text) {
        String name() {
            return slug + ".md";
        }
    }

    private final List<Sample> samples = new ArrayList<>();
    private final Path files;
    private final int count;

    /** @param folder an empty one, which holds a copy of the samples from then on */
    SamplePosts(Path folder, int count) throws IOException {
        Samples.copyTo(folder);
        this.files = folder.resolve("public");
        this.count = count;
        try (Stream<Path> posts = Files.list(folder.resolve("_posts"))) {
            for (Path post : posts.sorted().toList()) {
                samples.add(sample(post));
            }
        }
    }

    int count() {
        return count;
    }

    /** How many different texts there are. */
    int texts() {
        return samples.size();
    }

    Stream<SamplePost> all() {
        return IntStream.range(0, count).mapToObj(this::post);
    }

    SamplePost post(int number) {
        Sample sample = samples.get(number % samples.size());
        String mark = "This is text number %06d of the benchmark.".formatted(number);
        int firstEnd = sample.text().indexOf("\n\n");
        return new SamplePost(
                slug(number),
                sample.title() + ", number %06d".formatted(number),
                sample.excerpt(),
                FIRST.plusSeconds(SPAN.toSeconds() * number / count),
                List.of(sample.topic(), "subject-" + number / samples.size() % SUBJECTS),
                sample.author(),
                sample.picture(),
                mark,
                sample.text().substring(0, firstEnd) + "\n\n" + mark
                        + linked(sample.text().substring(firstEnd), number));
    }

    /** The posts of each topic. */
    Map<String, Integer> topics() {
        return all().flatMap(post -> post.topics().stream())
                .collect(Collectors.toMap(Function.identity(), topic -> 1, Integer::sum, TreeMap::new));
    }

    Map<String, String> pictures() {
        Map<String, String> pictures = new TreeMap<>();
        samples.forEach(sample -> sample.picture().ifPresent(picture -> pictures.put(sample.author(), picture)));
        return pictures;
    }

    /** The pictures, by their paths in the web root. */
    Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(files)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                all.put(files.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return all;
    }

    /** With front matter that Hugo and we read alike. */
    static String withFrontMatter(SamplePost post) {
        return "---\ntitle: " + quoted(post.title()) + "\ndescription: " + quoted(post.excerpt()) + "\ndate: "
                + post.date()
                + "\nslug: " + post.slug() + "\ntags: " + post.topics() + "\nauthors: [" + quoted(post.author())
                + "]\n---\n\n" + post.text();
    }

    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String slug(int number) {
        return samples.get(number % samples.size()).slug() + "-%06d".formatted(number);
    }

    private String linked(String text, int number) {
        return BARE_LINK.matcher(text).replaceAll(link -> {
            int sample = samples.stream().map(Sample::slug).toList().indexOf(link.group(1));
            int other = number - number % samples.size() + sample;
            return sample < 0 || other >= count
                    ? Matcher.quoteReplacement(link.group())
                    : "](/posts/" + slug(other) + link.group(2);
        });
    }

    private static Sample sample(Path file) throws IOException {
        String whole = Files.readString(file);
        String slug = file.getFileName()
                .toString()
                .replaceFirst("\\.md$", "")
                .replaceFirst("^[0-9]{4}-[0-9]{2}-[0-9]{2}-", "");
        String header = "";
        String text = whole;
        if (whole.startsWith("---")) {
            Matcher closing = CLOSING.matcher(whole);
            if (closing.find(3)) {
                header = whole.substring(3, closing.start());
                text = whole.substring(closing.end());
            }
        }
        return new Sample(
                slug,
                value(header, "title").orElse(slug),
                value(header, "excerpt").orElse("What " + slug + " is about."),
                topic(value(header, "topics?").orElse("general")),
                value(header, "(?:author|name)").orElse("Somebody"),
                value(header, "picture"),
                text.strip() + "\n");
    }

    /** The first value of a key that stands on the key's line, whatever it belongs to. */
    private static Optional<String> value(String header, String key) {
        Matcher line = Pattern.compile(
                        "^[ \\t-]*" + key + ":[ \\t]*(?:\"([^\"\n]+)\"|([^\"\\s].*?))[ \\t]*$", Pattern.MULTILINE)
                .matcher(header);
        return line.find() ? Optional.of(line.group(1) == null ? line.group(2) : line.group(1)) : Optional.empty();
    }

    /** A topic alone or the first of a list, as all programs write it in an address. */
    private static String topic(String value) {
        return value.replaceAll("^\\[|[,\\]].*$", "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .replace(' ', '-');
    }
}
