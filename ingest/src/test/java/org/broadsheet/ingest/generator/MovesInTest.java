package org.broadsheet.ingest.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.broadsheet.common.data.BoundedYaml;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.data.DataOutcome;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.permalink.Dialect;
import org.broadsheet.ingest.permalink.Permalink;
import org.broadsheet.ingest.permalink.Permalinks;
import org.broadsheet.ingest.permalink.Source;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Against what the generators themselves have made of the same blogs: {@code movesin/record.py}. */
class MovesInTest {
    private static final DataLimits LIMITS = new DataLimits(1 << 16, 100, 20, 10_000);
    private static final Pattern HEAD = Pattern.compile("^#### (config|file) (.*)\\n", Pattern.MULTILINE);
    private static final Pattern DATED = Pattern.compile("(\\d{4}-\\d{1,2}-\\d{1,2})-(.+)");

    @TestFactory
    Stream<DynamicTest> ofJekyll() throws IOException {
        return of("jekyll");
    }

    @TestFactory
    Stream<DynamicTest> ofHugo() throws IOException {
        return of("hugo");
    }

    private static Stream<DynamicTest> of(String generator) throws IOException {
        Blog blog = Blog.of(resource(generator + ".blog"));
        Map<String, Map<String, String>> recorded = recorded(resource(generator + ".urls"));
        assertThat(recorded.keySet())
                .containsExactlyElementsOf(blog.configurations.keySet().stream()
                        .map(name -> name.split(" ")[0])
                        .toList());
        return blog.configurations.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(),
                        () -> check(
                                blog,
                                each.getKey(),
                                each.getValue(),
                                Objects.requireNonNull(
                                        recorded.get(each.getKey().split(" ")[0])))));
    }

    private static void check(Blog blog, String name, String text, Map<String, String> recorded) {
        String file = name.contains(" ") ? name.substring(name.indexOf(' ') + 1) : "_config.yml";
        GeneratorFile.Readable read =
                (GeneratorFile.Readable) GeneratorFile.read(file, text.getBytes(StandardCharsets.UTF_8), LIMITS);
        Permalinks permalinks = read.permalinks().orElseThrow();
        Map<String, String> urls = new LinkedHashMap<>();
        recorded.forEach((path, url) -> {
            if (!path.endsWith("/_index.md")) {
                String full = blog.files.containsKey(path) ? path : "news/" + path;
                Source source = blog.source(full, read.timeZone().orElse(ZoneOffset.UTC), permalinks.dialect());
                Optional<String> own = blog.value(full, "permalink").map(DataNode.Scalar::text);
                Optional<UrlPath> at = own.isPresent()
                        ? permalinks.url(
                                ((Permalink.Taken) Permalink.read(Dialect.JEKYLL, own.get())).permalink(), source)
                        : permalinks.url(source);
                urls.put(path, at.map(UrlPath::value).orElse("nowhere"));
            }
        });
        Map<String, String> expected = new LinkedHashMap<>();
        urls.keySet().forEach(path -> expected.put(path, ours(recorded.get(path))));
        assertThat(urls).containsExactlyEntriesOf(expected).hasSizeGreaterThan(4);
    }

    /** Both forms answer, and this is the one that is written. */
    private static String ours(String url) {
        String composed = Normalizer.normalize(url, Normalizer.Form.NFC);
        return composed.length() > 1 && composed.endsWith("/")
                ? composed.substring(0, composed.length() - 1)
                : composed;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(MovesInTest.class.getResourceAsStream("/movesin/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** By configuration and file. */
    private static Map<String, Map<String, String>> recorded(String text) {
        Map<String, Map<String, String>> recorded = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] fields = line.split("\t");
            recorded.computeIfAbsent(fields[0], n -> new LinkedHashMap<>()).put(fields[1], fields[2]);
        });
        return recorded;
    }

    private record Blog(Map<String, String> configurations, Map<String, String> files) {
        static Blog of(String text) {
            Blog blog = new Blog(new LinkedHashMap<>(), new LinkedHashMap<>());
            Matcher head = HEAD.matcher(text);
            for (boolean found = head.find(); found; ) {
                String kind = head.group(1);
                String name = Pattern.compile("\\\\u([0-9a-f]{4})")
                        .matcher(head.group(2))
                        .replaceAll(m -> Character.toString(Integer.parseInt(m.group(1), 16)));
                int start = head.end();
                found = head.find();
                String content = text.substring(start, found ? head.start() : text.length());
                (kind.equals("config") ? blog.configurations : blog.files).put(name, content);
            }
            return blog;
        }

        Optional<DataNode.Scalar> value(String path, String key) {
            return node(path, key).filter(DataNode.Scalar.class::isInstance).map(DataNode.Scalar.class::cast);
        }

        private Optional<DataNode> node(String path, String key) {
            String yaml = Objects.requireNonNull(files.get(path)).split("---\n")[1];
            DataOutcome.Read read = (DataOutcome.Read) BoundedYaml.read(yaml, LIMITS);
            return ((DataNode.Mapping) read.root().orElseThrow()).get(key);
        }

        Source source(String path, ZoneId zone, Dialect dialect) {
            boolean hugo = dialect == Dialect.HUGO;
            String file = path.substring(path.lastIndexOf('/') + 1);
            String fileStem = file.substring(0, file.lastIndexOf('.'));
            String[] parts = path.split("/");
            String stem = hugo && fileStem.equals("index") ? parts[parts.length - 2] : fileStem;
            Matcher dated = DATED.matcher(stem);
            boolean isDated = dated.matches();
            return new Source(
                    path.contains("posts/") ? Kind.POST : Kind.PAGE,
                    new ContentPath(path),
                    path.substring(hugo ? "content/".length() : 0),
                    stem,
                    isDated ? dated.group(2) : stem,
                    isDated
                            ? Optional.of(LocalDate.parse(dated.group(1), DateTimeFormatter.ofPattern("yyyy-M-d")))
                            : Optional.empty(),
                    value(path, "date").map(scalar -> date(scalar, hugo)),
                    zone,
                    value(path, "slug").map(DataNode.Scalar::text),
                    value(path, "title").map(DataNode.Scalar::text),
                    categories(path),
                    sections(path));
        }

        private static Source.Date date(DataNode.Scalar scalar, boolean hugo) {
            String text = scalar.text().replace(' ', 'T').replaceFirst("T([-+])", "$1");
            if (text.length() <= 10) {
                return new Source.Date(LocalDate.parse(text).atStartOfDay(), Optional.empty());
            }
            if (text.matches(".*[-+]\\d\\d:?\\d\\d$")) {
                OffsetDateTime time = OffsetDateTime.parse(text.replaceFirst("(\\d\\d):?(\\d\\d)$", "$1:$2"));
                return new Source.Date(time.toLocalDateTime(), Optional.of(time.getOffset()));
            }
            boolean utc = !hugo && !scalar.quoted() && text.matches(".*:\\d\\d:\\d\\d");
            return new Source.Date(LocalDateTime.parse(text), utc ? Optional.of(ZoneOffset.UTC) : Optional.empty());
        }

        private List<String> categories(String path) {
            List<String> categories = new ArrayList<>();
            node(path, "categories").ifPresent(written -> {
                for (DataNode each : written instanceof DataNode.Sequence list ? list.items() : List.of(written)) {
                    String text = ((DataNode.Scalar) each).text();
                    categories.addAll(each.equals(written) ? List.of(text.split(" ")) : List.of(text));
                }
            });
            value(path, "category").ifPresent(scalar -> categories.add(scalar.text()));
            return categories;
        }

        private List<String> sections(String path) {
            List<String> folders = Arrays.asList(path.split("/"));
            List<String> sections = new ArrayList<>();
            for (int i = 1; i < folders.size() - 1; i++) {
                String index = String.join("/", folders.subList(0, i + 1)) + "/_index.md";
                if (i == 1 || files.containsKey(index)) {
                    sections.add(folders.get(i));
                }
            }
            return sections;
        }
    }
}
