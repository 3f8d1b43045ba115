package org.broadsheet.ingest.generator;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.broadsheet.common.config.BaseUrl;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Finding;
import org.broadsheet.ingest.frontmatter.Authored;
import org.broadsheet.ingest.frontmatter.Authors;
import org.broadsheet.ingest.frontmatter.Languages;
import org.broadsheet.ingest.frontmatter.Quoted;
import org.broadsheet.ingest.frontmatter.Values;
import org.broadsheet.ingest.frontmatter.Written;

/** The keys of a configuration, of which one that stands there again counts as it stands there last, and what is told of them. */
final class Settings {
    /** What a new site's configuration comes with. */
    private static final Set<String> EXAMPLES = Set.of("example.org", "example.com", "yourdomain.com");

    private final UnaryOperator<String> spelling;
    private final Map<String, DataNode> values = new LinkedHashMap<>();
    private final List<Told> hints;
    private final Set<String> told;

    record Told(DataNode at, Finding finding) {}

    private Settings(DataNode.Mapping mapping, UnaryOperator<String> spelling, List<Told> hints, Set<String> told) {
        this.spelling = spelling;
        this.hints = hints;
        this.told = told;
        for (DataNode.Entry entry : mapping.entries()) {
            values.put(spelling.apply(entry.key().text()), entry.value());
        }
    }

    static Settings exact(DataNode.Mapping mapping) {
        return new Settings(mapping, UnaryOperator.identity(), new ArrayList<>(), new HashSet<>());
    }

    /** Of keys whose letters may be capitals or not. */
    static Settings anyCase(DataNode.Mapping mapping) {
        return new Settings(mapping, key -> key.toLowerCase(Locale.ROOT), new ArrayList<>(), new HashSet<>());
    }

    /** The keys below {@code key}; none where it is no mapping. */
    Settings below(String key) {
        return below(value(key).orElse(new DataNode.Mapping(List.of(), 1, 1)));
    }

    /** The same of a value that stands in a list. */
    Settings below(DataNode value) {
        return new Settings(
                value instanceof DataNode.Mapping mapping ? mapping : new DataNode.Mapping(List.of(), 1, 1),
                spelling,
                hints,
                told);
    }

    Map<String, DataNode> all() {
        return values;
    }

    List<Finding> hints() {
        return hints.stream().map(Told::finding).toList();
    }

    /** The same, with what they are about. */
    List<Told> told() {
        return hints;
    }

    /** Empty for {@code null}, too. */
    Optional<DataNode> value(String key) {
        return Optional.ofNullable(values.get(spelling.apply(key)))
                .filter(v -> !(v instanceof DataNode.Scalar scalar && scalar.isNull()));
    }

    Optional<DataNode.Scalar> scalar(String key) {
        return value(key)
                .filter(DataNode.Scalar.class::isInstance)
                .map(DataNode.Scalar.class::cast)
                .filter(scalar -> !scalar.text().isBlank());
    }

    /** On one line. */
    Optional<String> text(String key) {
        return scalar(key).map(scalar -> scalar.text().strip().replaceAll("\\s+", " "));
    }

    /** A list, or one value as a list of it. */
    List<DataNode.Scalar> list(String key) {
        List<DataNode.Scalar> scalars = new ArrayList<>();
        value(key).ifPresent(v -> {
            for (DataNode each : v instanceof DataNode.Sequence sequence ? sequence.items() : List.of(v)) {
                if (each instanceof DataNode.Scalar scalar && !scalar.isNull()) {
                    scalars.add(scalar);
                }
            }
        });
        return scalars;
    }

    boolean isTrue(String key) {
        return scalar(key).flatMap(DataNode.Scalar::bool).orElse(false);
    }

    /** Once for all that a configuration says under one key. */
    void hint(String key, DataNode at, String message, String hint) {
        if (told.add(key)) {
            hints.add(new Told(at, at.warning(Quoted.name(key) + ": " + message, hint)));
        }
    }

    /** Of a key that asks for what there is not. */
    void notUnderstood(String key, DataNode at) {
        hint(
                key,
                at,
                "not understood, though it changes what is published or where",
                "nothing need be done if that is no loss");
    }

    Optional<Written<String>> baseUrl(String key, String below) {
        return scalar(key).flatMap(scalar -> {
            String url = scalar.text().strip().replaceAll("(?<!/)/+$", "") + below;
            Optional<Written<String>> parsed =
                    BaseUrl.parse(url).map(u -> new Written<>(u.toString(), scalar.line(), scalar.column()));
            if (EXAMPLES.contains(url.replaceFirst("^https?://", ""))) {
                hint(key, scalar, "found that of the example", "write where readers find the site");
                return Optional.empty();
            }
            if (parsed.isEmpty() && !url.isEmpty()) {
                hint(key, scalar, Quoted.of(url) + " is not a whole URL", "write " + key + ": https://example.org");
            }
            return parsed;
        });
    }

    Optional<String> language(String key) {
        return scalar(key).flatMap(scalar -> {
            Optional<String> tag = Languages.tag(scalar.text().strip()).filter(t -> !t.equals("und"));
            if (tag.isEmpty()) {
                hint(key, scalar, Quoted.of(scalar.text()) + " is not a language tag", "write " + key + ": en");
            }
            return tag;
        });
    }

    Optional<ZoneId> timeZone(String key) {
        return scalar(key).flatMap(scalar -> {
            try {
                return Optional.of(ZoneId.of(scalar.text().strip()));
            } catch (DateTimeException e) {
                hint(key, scalar, Quoted.of(scalar.text()) + " is not a time zone", "write " + key + ": Europe/Berlin");
                return Optional.empty();
            }
        });
    }

    /** Of the first of these places that has any. */
    static SortedMap<String, Content.AuthorSettings> authors(List<Optional<DataNode>> places) {
        TreeMap<String, Content.AuthorSettings> all = new TreeMap<>();
        for (Optional<DataNode> place : places) {
            if (all.isEmpty() && place.isPresent()) {
                // What is said of an author in another way is a theme's.
                Authors authors = new Authors(finding -> {});
                authors.add("author", place.get());
                for (Authored.Author author : authors.all()) {
                    all.putIfAbsent(
                            author.name(),
                            new Content.AuthorSettings(
                                    author.picture().map(Written::value).filter(Settings::isAddress),
                                    Optional.empty()));
                }
            }
        }
        return all;
    }

    private static boolean isAddress(String picture) {
        return picture.startsWith("https://")
                || picture.startsWith("http://")
                || (picture.startsWith("/") && !picture.startsWith("//"));
    }

    /** For people. */
    static String kind(DataNode value) {
        return Values.kind(value);
    }
}
