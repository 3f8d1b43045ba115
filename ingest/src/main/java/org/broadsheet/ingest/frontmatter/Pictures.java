package org.broadsheet.ingest.frontmatter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.record.Finding;

/** Pictures as authors write them: a path, the first of a list, or keys of which one holds it. */
final class Pictures {
    /** Those of the generators and of their usual themes, the likelier first. */
    private static final List<String> KEYS = List.of(
            "url",
            "src",
            "path",
            "image",
            "feature",
            "featured",
            "cover",
            "file",
            "filename",
            "href",
            "image_url",
            "teaser",
            "thumbnail",
            "thumb",
            "large",
            "og",
            "og_image",
            "header",
            "background",
            "default");

    private static final List<String> ALTS = List.of("alt", "altText", "imageAlt", "image_description");

    private static final Set<String> SWITCHES = Set.of("true", "yes", "on", "no", "off");

    private final Consumer<Finding> findings;

    Pictures(Consumer<Finding> findings) {
        this.findings = findings;
    }

    /** Empty when there is none, or none that is understood, which is told. */
    Optional<Written<String>> picture(String key, DataNode value, String example) {
        if (isNone(value)) {
            return Optional.empty();
        }
        Optional<Written<String>> found = in(value);
        if (found.isEmpty() && value instanceof DataNode.Scalar) {
            findings.accept(value.warning(
                    key + ": " + Values.kind(value) + " names no picture",
                    "write the picture's path or URL, such as " + key + ": " + example + ", or take the key away"));
        } else if (found.isEmpty()) {
            findings.accept(value.warning(key + ": found " + Values.kind(value), "write " + key + ": " + example));
        }
        return found;
    }

    private static Optional<Written<String>> in(DataNode value) {
        return switch (value) {
            case DataNode.Scalar scalar ->
                Optional.of(new Written<>(scalar.text().strip(), scalar.line(), scalar.column()))
                        .filter(written -> !isNone(scalar) && !isSwitch(scalar));
            case DataNode.Sequence sequence ->
                sequence.items().stream().flatMap(item -> in(item).stream()).findFirst();
            case DataNode.Mapping mapping ->
                KEYS.stream()
                        .flatMap(key -> Values.entry(mapping, key).stream())
                        .flatMap(entry -> in(entry.value()).stream())
                        .findFirst();
        };
    }

    /** What a picture shows, where that is said beside its path. */
    static Optional<String> alt(DataNode value) {
        return switch (value) {
            case DataNode.Scalar scalar -> Optional.empty();
            case DataNode.Sequence sequence ->
                sequence.items().stream().findFirst().flatMap(Pictures::alt);
            case DataNode.Mapping mapping ->
                ALTS.stream()
                        .flatMap(key -> Values.entry(mapping, key).stream())
                        .flatMap(entry -> entry.value() instanceof DataNode.Scalar scalar && !isNone(scalar)
                                ? Stream.of(scalar.text().strip())
                                : Stream.empty())
                        .findFirst()
                        .or(() -> KEYS.stream()
                                .flatMap(key -> Values.entry(mapping, key).stream())
                                .flatMap(entry -> alt(entry.value()).stream())
                                .findFirst());
        };
    }

    /** Some themes show a picture, or find it, for a yes. */
    private static boolean isSwitch(DataNode.Scalar scalar) {
        return scalar.number().isPresent()
                || SWITCHES.contains(scalar.text().strip().toLowerCase(Locale.ROOT));
    }

    /** Themes come with the keys of a picture, and nothing behind them. */
    private static boolean isNone(DataNode value) {
        return switch (value) {
            case DataNode.Scalar scalar -> Values.isNothing(scalar);
            case DataNode.Sequence sequence -> sequence.items().stream().allMatch(Pictures::isNone);
            case DataNode.Mapping mapping ->
                mapping.entries().stream().map(DataNode.Entry::value).allMatch(Pictures::isNone);
        };
    }
}
