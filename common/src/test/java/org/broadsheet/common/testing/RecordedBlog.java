package org.broadsheet.common.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A blog of another generator, and what that has made of it: recorded by {@code movesin/record.py}.
 *
 * @param configurations by name, and behind a space the name of their file, if the generator has several
 * @param files by path
 * @param urls by the name of the configuration and the file's path, where the generator put its page
 */
public record RecordedBlog(
        Map<String, String> configurations, Map<String, String> files, Map<String, Map<String, String>> urls) {
    private static final Pattern HEAD = Pattern.compile("^#### (config|file) (.*)\\n", Pattern.MULTILINE);
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

    /** @param generator {@code jekyll} or {@code hugo} */
    public static RecordedBlog of(String generator) throws IOException {
        RecordedBlog blog = new RecordedBlog(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        String text = resource(generator + ".blog");
        Matcher head = HEAD.matcher(text);
        for (boolean found = head.find(); found; ) {
            String kind = head.group(1);
            String name =
                    ESCAPE.matcher(head.group(2)).replaceAll(m -> Character.toString(Integer.parseInt(m.group(1), 16)));
            int start = head.end();
            found = head.find();
            String content = text.substring(start, found ? head.start() : text.length());
            (kind.equals("config") ? blog.configurations : blog.files).put(name, content);
        }
        resource(generator + ".urls")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    String[] fields = line.split("\t");
                    blog.urls
                            .computeIfAbsent(fields[0], n -> new LinkedHashMap<>())
                            .put(fields[1], fields[2]);
                });
        return blog;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(RecordedBlog.class.getResourceAsStream("/movesin/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
