package org.broadsheet.ingest.frontmatter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.record.Finding;

/** Authors as authors write them: a name, keys of which one holds it, either of these by the names of keys, or a list of all that. */
public final class Authors {
    private static final List<String> NAME = List.of(
            "name",
            "display_name",
            "full_name",
            "author",
            "title",
            "label",
            "nickname",
            "nick",
            "login",
            "username",
            "handle");
    private static final List<String> PICTURE =
            List.of("picture", "avatar", "image", "photo", "image_url", "avatar_url", "img", "thumbnail", "headshot");

    private final Consumer<Finding> findings;
    private final Pictures pictures;
    private final Set<Authored.Author> authors = new LinkedHashSet<>();

    public Authors(Consumer<Finding> findings) {
        this.findings = findings;
        pictures = new Pictures(findings);
    }

    public List<Authored.Author> all() {
        return List.copyOf(authors);
    }

    public void add(String key, DataNode value) {
        switch (value) {
            case DataNode.Scalar scalar -> {
                if (!Values.isNothing(scalar)) {
                    authors.add(new Authored.Author(scalar.text().strip(), Optional.empty()));
                }
            }
            case DataNode.Sequence sequence -> sequence.items().forEach(item -> add(key, item));
            case DataNode.Mapping mapping -> add(key, mapping);
        }
    }

    private void add(String key, DataNode.Mapping mapping) {
        if (mapping.entries().stream().allMatch(entry -> isNothing(entry.value()))) {
            return;
        }
        Optional<String> name = name(mapping);
        if (name.isPresent()) {
            Optional<Written<String>> picture = PICTURE.stream()
                    .flatMap(each -> Values.entry(mapping, each).stream())
                    .filter(entry -> !isNothing(entry.value()))
                    .findFirst()
                    .flatMap(entry ->
                            pictures.picture(Quoted.name(entry.key().text()), entry.value(), "/assets/ada.png"));
            authors.add(new Authored.Author(name.get(), picture));
            return;
        }
        List<DataNode> below = new ArrayList<>();
        for (DataNode.Entry entry : mapping.entries()) {
            if (entry.value() instanceof DataNode.Mapping || entry.value() instanceof DataNode.Sequence) {
                below.add(entry.value());
            }
        }
        if (below.isEmpty()) {
            findings.accept(mapping.warning(key + ": found no name", "write " + key + ": Ada, or name: Ada below it"));
        }
        below.forEach(value -> add(key, value));
    }

    private static Optional<String> name(DataNode.Mapping mapping) {
        Optional<String> whole =
                NAME.stream().flatMap(key -> text(mapping, key).stream()).findFirst();
        return whole.or(() -> text(mapping, "first_name")
                .map(first -> (first + " " + text(mapping, "last_name").orElse("")).strip()));
    }

    private static Optional<String> text(DataNode.Mapping mapping, String key) {
        return Values.entry(mapping, key)
                .map(DataNode.Entry::value)
                .filter(value -> value instanceof DataNode.Scalar scalar && !Values.isNothing(scalar))
                .map(value -> ((DataNode.Scalar) value).text().strip());
    }

    private static boolean isNothing(DataNode value) {
        return value instanceof DataNode.Scalar scalar && Values.isNothing(scalar);
    }
}
