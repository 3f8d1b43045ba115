package org.broadsheet.ingest.frontmatter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.broadsheet.common.config.EditDistance;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.yaml.YamlNode;

/** Reads the keys of front matter and their synonyms. What is wrong is gathered, so that the author learns all at once. */
final class AuthoredReader {
    private static final List<String> TITLE = List.of("title");
    private static final List<String> EXCERPT = List.of("excerpt", "description", "summary");
    private static final List<String> TOPICS = List.of("topic", "topics", "tags", "categories", "category");
    private static final List<String> DATE = List.of("date", "published", "pubDate");
    private static final List<String> UPDATED = List.of("updated", "lastmod", "last_modified_at");
    private static final List<String> AUTHORS = List.of("author", "authors");
    private static final List<String> COVER = List.of("coverImage", "cover", "image", "ogImage");
    private static final List<String> SLUG = List.of("slug");
    private static final List<String> DRAFT = List.of("draft", "published");
    private static final List<String> LANGUAGE = List.of("lang");
    private static final List<String> ID = List.of("id");
    private static final List<String> GUID = List.of("guid");
    private static final List<String> CANONICAL = List.of("canonical");
    private static final List<List<String>> ALL =
            List.of(TITLE, EXCERPT, TOPICS, DATE, UPDATED, AUTHORS, COVER, SLUG, DRAFT, LANGUAGE, ID, GUID, CANONICAL);
    private static final String DATE_HINT = "2026-11-23";

    private final List<Complaint> complaints = new ArrayList<>();
    private final Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    List<Complaint> complaints() {
        return List.copyOf(complaints);
    }

    Authored none() {
        return new Authored(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>());
    }

    Authored read(YamlNode value) {
        if (!(value instanceof YamlNode.Mapping mapping)) {
            if (value instanceof YamlNode.Scalar scalar && scalar.isNull()) {
                return none();
            }
            complaints.add(Complaint.problem(
                    value.line(),
                    value.column(),
                    "found " + Values.kind(value) + " where keys have to be",
                    "write key: value, such as title: First post"));
            return none();
        }
        mapping.entries().forEach(e -> entries.put(e.key().text(), e));
        Optional<Boolean> draft = flag("draft");
        Optional<Boolean> published = publishedFlag();
        Optional<String> title = text(TITLE, "First post");
        Optional<String> excerpt = text(EXCERPT, "What it is about");
        Optional<Written<AuthoredDate>> date = date(DATE);
        Optional<AuthoredDate> updated = date(UPDATED).map(Written::value);
        Optional<Written<String>> slug = written(SLUG, "first-post").flatMap(this::slug);
        Optional<Written<PostId>> id = written(ID, UUID_HINT).flatMap(this::id);
        Optional<String> language = written(LANGUAGE, "en").flatMap(this::language);
        Optional<String> canonical =
                written(CANONICAL, "https://example.org/first").flatMap(this::url);
        Optional<String> guid = text(GUID, "urn:uuid:" + UUID_HINT);
        List<String> topics = topics();
        List<Authored.Author> authors = authors();
        Optional<Written<String>> cover = cover();
        TreeMap<String, JsonNode> extra = new TreeMap<>();
        for (YamlNode.Entry entry : entries.values()) {
            if (!used.contains(entry.key().text())) {
                extra.put(entry.key().text(), Values.json(entry.value()));
                nearMiss(entry.key());
            }
        }
        return new Authored(
                title,
                excerpt,
                topics,
                date,
                updated,
                authors,
                cover,
                slug,
                draft.orElse(false) || !published.orElse(true),
                language,
                id,
                guid,
                canonical,
                extra);
    }

    private static final String UUID_HINT = "2f1c5c1e-9d0b-4c8e-8f43-6a8f2d1b7e90";

    /** The first of the names that holds something. */
    private Optional<YamlNode.Entry> first(List<String> names) {
        for (String name : names) {
            YamlNode.Entry entry = entries.get(name);
            if (entry != null && !used.contains(name)) {
                used.add(name);
                if (!(entry.value() instanceof YamlNode.Scalar scalar && scalar.isNull())) {
                    return Optional.of(entry);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Written<String>> written(List<String> names, String example) {
        return first(names).flatMap(entry -> scalar(entry, example));
    }

    private Optional<String> text(List<String> names, String example) {
        return written(names, example).map(Written::value).filter(t -> !t.isBlank());
    }

    private Optional<Written<String>> scalar(YamlNode.Entry entry, String example) {
        if (entry.value() instanceof YamlNode.Scalar scalar) {
            return Optional.of(new Written<>(scalar.text().strip(), scalar.line(), scalar.column()));
        }
        wrong(entry.key().text(), entry.value(), example);
        return Optional.empty();
    }

    private void wrong(String key, YamlNode value, String example) {
        complaints.add(Complaint.problem(
                value.line(), value.column(), key + ": found " + Values.kind(value), "write " + key + ": " + example));
    }

    private Optional<Boolean> flag(String name) {
        return first(List.of(name)).flatMap(entry -> {
            if (entry.value() instanceof YamlNode.Scalar scalar) {
                Optional<Boolean> bool = scalar.bool();
                // "true" in quotes can mean nothing else.
                if (bool.isEmpty() && scalar.quoted()) {
                    bool = new YamlNode.Scalar(scalar.text(), false, 1, 1).bool();
                }
                if (bool.isPresent()) {
                    return bool;
                }
            }
            wrong(name, entry.value(), "true");
            return Optional.empty();
        });
    }

    /** {@code published} is a flag or a date. */
    private Optional<Boolean> publishedFlag() {
        YamlNode.Entry entry = entries.get("published");
        return entry != null
                        && entry.value() instanceof YamlNode.Scalar scalar
                        && scalar.bool().isPresent()
                ? flag("published")
                : Optional.empty();
    }

    private Optional<Written<AuthoredDate>> date(List<String> names) {
        Optional<YamlNode.Entry> entry = first(names);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        String key = entry.get().key().text();
        YamlNode value = entry.get().value();
        if (value instanceof YamlNode.Scalar scalar) {
            Optional<AuthoredDate> date = AuthoredDate.parse(scalar.text());
            if (date.isPresent()) {
                return date.map(d -> new Written<>(d, value.line(), value.column()));
            }
            boolean shaped = AuthoredDate.FORM.matcher(scalar.text().strip()).matches();
            complaints.add(Complaint.problem(
                    value.line(),
                    value.column(),
                    key + ": " + Values.kind(scalar) + (shaped ? " is not in the calendar" : " is not a date"),
                    "write " + key + ": " + DATE_HINT));
            return Optional.empty();
        }
        wrong(key, value, DATE_HINT);
        return Optional.empty();
    }

    private Optional<Written<String>> slug(Written<String> written) {
        String slug = Slug.clean(written.value());
        if (slug.isEmpty()) {
            if (!written.value().isEmpty()) {
                complaints.add(Complaint.problem(
                        written.line(),
                        written.column(),
                        "slug: nothing of " + Quoted.of(written.value()) + " can stand in a URL",
                        "write slug: first-post; letters, digits and -_.~ can"));
            }
            return Optional.empty();
        }
        if (!slug.equals(written.value().replace(' ', '-'))) {
            complaints.add(Complaint.warning(
                    written.line(),
                    written.column(),
                    "slug: not all of " + Quoted.of(written.value()) + " can stand in a URL",
                    "it is " + slug + "; write that to be rid of this line"));
        }
        return Optional.of(new Written<>(slug, written.line(), written.column()));
    }

    private Optional<Written<PostId>> id(Written<String> written) {
        String text = written.value().toLowerCase(Locale.ROOT);
        text = text.startsWith("urn:uuid:") ? text.substring("urn:uuid:".length()) : text;
        if (text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            return Optional.of(new Written<>(new PostId(UUID.fromString(text)), written.line(), written.column()));
        }
        complaints.add(Complaint.problem(
                written.line(),
                written.column(),
                "id: " + Quoted.of(written.value()) + " is not a UUID",
                "write id: " + UUID_HINT + ", or take the key away and the post has one of its own"));
        return Optional.empty();
    }

    private Optional<String> language(Written<String> written) {
        try {
            String tag = new Locale.Builder()
                    .setLanguageTag(written.value().replace('_', '-'))
                    .build()
                    .toLanguageTag();
            return Optional.of(tag).filter(t -> !t.equals("und"));
        } catch (IllformedLocaleException e) {
            complaints.add(Complaint.problem(
                    written.line(),
                    written.column(),
                    "lang: " + Quoted.of(written.value()) + " is not a language tag",
                    "write lang: en, or lang: pt-BR"));
            return Optional.empty();
        }
    }

    private Optional<String> url(Written<String> written) {
        String url = written.value();
        if (url.startsWith("https://") || url.startsWith("http://")) {
            return Optional.of(url);
        }
        complaints.add(Complaint.problem(
                written.line(),
                written.column(),
                "canonical: " + Quoted.of(url) + " is not a whole URL",
                "write canonical: https://example.org/first"));
        return Optional.empty();
    }

    /** All names together, without repeats; what has one URL is one topic. */
    private List<String> topics() {
        Map<Slug, String> topics = new LinkedHashMap<>();
        for (String name : TOPICS) {
            first(List.of(name)).ifPresent(entry -> {
                for (String topic : names(entry, "[" + "engineering, teams]")) {
                    topics.putIfAbsent(Slug.ofName(topic), topic);
                }
            });
        }
        return List.copyOf(topics.values());
    }

    private List<String> names(YamlNode.Entry entry, String example) {
        List<String> names = new ArrayList<>();
        switch (entry.value()) {
            case YamlNode.Scalar scalar ->
                Arrays.stream(scalar.text().split(",")).map(String::strip).forEach(names::add);
            case YamlNode.Sequence sequence -> {
                for (YamlNode item : sequence.items()) {
                    if (item instanceof YamlNode.Scalar scalar) {
                        names.add(scalar.isNull() ? "" : scalar.text().strip());
                    } else {
                        wrong(entry.key().text(), item, example);
                    }
                }
            }
            case YamlNode.Mapping mapping -> wrong(entry.key().text(), mapping, example);
        }
        names.removeIf(String::isBlank);
        return names;
    }

    private List<Authored.Author> authors() {
        LinkedHashSet<Authored.Author> authors = new LinkedHashSet<>();
        for (String name : AUTHORS) {
            first(List.of(name)).ifPresent(entry -> {
                List<YamlNode> values =
                        entry.value() instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(entry.value());
                values.forEach(value -> author(entry.key().text(), value).ifPresent(authors::add));
            });
        }
        return List.copyOf(authors);
    }

    private Optional<Authored.Author> author(String key, YamlNode value) {
        switch (value) {
            case YamlNode.Scalar scalar -> {
                return scalar.isNull() || scalar.text().isBlank()
                        ? Optional.empty()
                        : Optional.of(new Authored.Author(scalar.text().strip(), Optional.empty()));
            }
            case YamlNode.Mapping mapping -> {
                Optional<Written<String>> name = Values.entry(mapping, "name").flatMap(e -> scalar(e, "Ada"));
                Optional<Written<String>> picture = Values.entry(mapping, "picture")
                        .filter(e -> !(e.value() instanceof YamlNode.Scalar s && s.isNull()))
                        .flatMap(e -> scalar(e, "/assets/ada.png"))
                        .filter(p -> !p.value().isEmpty());
                if (name.isEmpty() || name.get().value().isBlank()) {
                    complaints.add(Complaint.problem(
                            mapping.line(),
                            mapping.column(),
                            key + ": found no name",
                            "write " + key + ": Ada, or name: Ada below it"));
                    return Optional.empty();
                }
                return Optional.of(new Authored.Author(name.get().value(), picture));
            }
            case YamlNode.Sequence sequence -> {
                wrong(key, sequence, "Ada");
                return Optional.empty();
            }
        }
    }

    private Optional<Written<String>> cover() {
        Optional<YamlNode.Entry> entry = first(COVER);
        if (entry.isPresent() && entry.get().value() instanceof YamlNode.Mapping mapping) {
            Function<String, Optional<Written<String>>> at =
                    key -> Values.entry(mapping, key).flatMap(e -> scalar(e, "/assets/cover.png"));
            Optional<Written<String>> url = at.apply("url").or(() -> at.apply("src"));
            if (url.isEmpty()) {
                wrong(entry.get().key().text(), mapping, "/assets/cover.png");
            }
            return url.filter(u -> !u.value().isEmpty());
        }
        return entry.flatMap(e -> scalar(e, "/assets/cover.png"))
                .filter(u -> !u.value().isEmpty());
    }

    private void nearMiss(YamlNode.Scalar key) {
        for (List<String> names : ALL) {
            if (names.stream().anyMatch(entries::containsKey)) {
                continue;
            }
            for (String name : names) {
                if (key.text().length() > 2 && EditDistance.isOne(key.text(), name)) {
                    complaints.add(Complaint.warning(
                            key.line(),
                            key.column(),
                            key.text() + " is no key that means anything here",
                            "did you mean " + name + "?"));
                    return;
                }
            }
        }
    }
}
