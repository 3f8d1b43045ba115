package org.broadsheet.ingest.generator;

import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.broadsheet.common.data.BoundedJson;
import org.broadsheet.common.data.BoundedToml;
import org.broadsheet.common.data.BoundedYaml;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.data.DataOutcome;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Finding;
import org.broadsheet.ingest.frontmatter.Malformed;
import org.broadsheet.ingest.frontmatter.SourceFile;
import org.broadsheet.ingest.frontmatter.Values;
import org.broadsheet.ingest.frontmatter.Written;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.permalink.Permalinks;
import org.broadsheet.ingest.permalink.SiteUrls;

/** A version of a generator's configuration read: what it says of the site and of its URLs; nothing in it is a default. */
public sealed interface GeneratorFile {
    /**
     * @param baseUrl without a slash at its end
     * @param permalinks empty where the generator's rules are not known
     * @param hints what in it is not understood, though it changes URLs or what is published: warnings, one a key; settings of themes
     *     are none
     */
    record Readable(
            Content.Generator generator,
            Optional<String> title,
            Optional<String> tagline,
            Optional<Written<String>> baseUrl,
            Optional<String> language,
            Optional<ZoneId> timeZone,
            SortedMap<String, Content.AuthorSettings> authors,
            Optional<Permalinks> permalinks,
            List<Finding> hints)
            implements GeneratorFile {
        public Readable {
            authors = Collections.unmodifiableSortedMap(new TreeMap<>(authors));
            hints = List.copyOf(hints);
        }
    }

    /** A file of such a name that is something else. */
    record Other() implements GeneratorFile {}

    /** One of several of Hugo's, which say together what a configuration says: see {@link HugoFiles}. */
    record Part() implements GeneratorFile {}

    /** What it said before still counts. */
    record Broken(List<Finding> problems) implements GeneratorFile {
        public Broken {
            problems = List.copyOf(problems);
        }
    }

    /**
     * @param name one of {@link Layout#CONFIGURATIONS}, or the path of a {@link Layout#isPart}
     * @param mostDefaults that count of Jekyll's
     */
    static GeneratorFile read(String name, byte[] bytes, DataLimits limits, int mostDefaults) {
        try {
            return of(name, mapping(name, bytes, limits), mostDefaults);
        } catch (Malformed e) {
            return new Broken(List.of(e.why()));
        }
    }

    /** @throws Malformed unless it holds keys, or nothing */
    static DataNode.Mapping mapping(String name, byte[] bytes, DataLimits limits) throws Malformed {
        if (bytes.length > limits.size()) {
            throw new Malformed(Finding.problem(
                    "the file has " + bytes.length + " bytes, at most " + limits.size() + " are allowed",
                    "keep settings only in it"));
        }
        String text = SourceFile.decode(bytes);
        DataOutcome outcome = switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "toml" -> BoundedToml.read(text, limits, 0);
            case "json" -> BoundedJson.read(text, limits, 0);
            default -> BoundedYaml.readAll(text, limits, 0);
        };
        return switch (outcome) {
            case DataOutcome.Refused refused -> throw new Malformed(refused.problem());
            case DataOutcome.Read read -> mapping(name, read.root());
        };
    }

    private static DataNode.Mapping mapping(String name, Optional<DataNode> root) throws Malformed {
        if (root.isEmpty() || (root.get() instanceof DataNode.Scalar scalar && scalar.isNull())) {
            return new DataNode.Mapping(List.of(), 1, 1);
        }
        if (root.get() instanceof DataNode.Mapping mapping) {
            return mapping;
        }
        throw new Malformed(root.get()
                .problem(name + ": found " + Values.kind(root.get()), "write key: value, such as title: My site"));
    }

    private static GeneratorFile of(String name, DataNode.Mapping mapping, int mostDefaults) {
        if (Layout.isPart(name)) {
            return new Part();
        }
        if (name.startsWith("_config.")) {
            return new JekyllConfiguration(Settings.exact(mapping), mostDefaults).read();
        }
        if (name.equals(Layout.PACKAGE)) {
            return isNext(mapping) ? next() : new Other();
        }
        Settings settings = Settings.anyCase(mapping);
        if (name.startsWith("config.")
                && settings.value("base_url").isEmpty()
                && settings.value("baseURL").isEmpty()) {
            return new Other();
        }
        return settings.value("base_url").isPresent()
                ? new ZolaConfiguration(settings).read()
                : new HugoConfiguration(settings).read();
    }

    /** Whose configuration a file is by its name alone, and where it puts posts if it says nothing; empty if others have such a name. */
    static Optional<Readable> named(String name) {
        return name.startsWith("_config.") || name.startsWith("hugo.")
                ? Optional.of((Readable) of(name, new DataNode.Mapping(List.of(), 1, 1), 0))
                : Optional.empty();
    }

    private static boolean isNext(DataNode.Mapping mapping) {
        return Stream.of("dependencies", "devDependencies")
                .anyMatch(key -> mapping.get(key)
                        .filter(value -> value instanceof DataNode.Mapping named
                                && named.get("next").isPresent())
                        .isPresent());
    }

    private static Readable next() {
        return new Readable(
                Content.Generator.NEXT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                Optional.of(SiteUrls.NEXT),
                List.of());
    }
}
