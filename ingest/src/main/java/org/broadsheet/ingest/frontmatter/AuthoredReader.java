package org.broadsheet.ingest.frontmatter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.config.EditDistance;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.record.Finding;

/** Reads the keys of front matter and their synonyms. What is wrong is gathered, so that the author learns all at once. */
final class AuthoredReader {
    private static final List<String> TITLE = List.of("title");
    private static final List<String> EXCERPT = List.of("excerpt", "description", "summary");
    private static final List<String> TOPICS = List.of("topic", "topics", "tags", "categories", "category");
    private static final List<String> DATE = List.of(Authored.DATE, "published", "publish", "pubDate", "publishDate");
    /** Other generators', and people's: nothing is read before them, and nothing else follows from them. */
    private static final List<String> DUE = List.of(
            "publishedAt",
            "publishedOn",
            "publishedDate",
            "datePublished",
            "publishAt",
            "publishOn",
            "pubDatetime",
            "publicationDate",
            "postDate",
            "scheduled",
            "scheduledAt",
            "scheduledFor",
            "embargo",
            "embargoUntil");

    private static final List<String> UPDATED = List.of("updated", "lastmod", "last_modified_at");
    private static final List<String> AUTHORS = List.of("author", "authors");
    private static final List<String> COVER = List.of("coverImage", "cover", "image", "ogImage");
    private static final List<String> SLUG = List.of("slug");
    private static final List<String> LANGUAGE = List.of("lang");
    private static final List<String> ID = List.of("id");
    private static final List<String> GUID = List.of("guid");
    private static final List<String> CANONICAL = List.of("canonical");
    private static final List<List<String>> ALL = Stream.concat(
                    Stream.of(
                            TITLE, EXCERPT, TOPICS, DATE, UPDATED, AUTHORS, COVER, SLUG, LANGUAGE, ID, GUID, CANONICAL),
                    HidingKey.ours().map(List::of))
            .toList();
    /** Each of our names as {@link Keys#folded}, which is too dear for each file. */
    private static final Map<String, String> FOLDED = Stream.of(
                    ALL.stream().flatMap(List::stream),
                    DUE.stream(),
                    Arrays.stream(HidingKey.values()).flatMap(HidingKey::keys))
            .flatMap(names -> names)
            .distinct()
            .collect(Collectors.toUnmodifiableMap(name -> name, Keys::folded));

    private static final Set<String> KNOWN = Set.copyOf(FOLDED.values());
    /** By the folded one. */
    private static final Map<String, String> DAY = Stream.concat(DATE.stream(), DUE.stream())
            .collect(Collectors.toUnmodifiableMap(AuthoredReader::folded, name -> name));

    private static final Set<String> EXPIRES = folded(HidingKey.EXPIRES.keys());
    private static final Set<String> SHOWN = folded(HidingKey.SHOWN.keys());
    private static final String DATE_HINT = "2026-11-23";

    private final List<Finding> findings = new ArrayList<>();
    private final Set<Finding> mayHide = new HashSet<>();
    /** By the {@link Keys#folded} key: one may stand there in several spellings. */
    private final Map<String, List<DataNode.Entry>> entries = new LinkedHashMap<>();

    private final Set<DataNode.Entry> used = Collections.newSetFromMap(new IdentityHashMap<>());

    private static Set<String> folded(Stream<String> names) {
        return names.map(AuthoredReader::folded).collect(Collectors.toUnmodifiableSet());
    }

    private static String folded(String ofOurs) {
        return Objects.requireNonNull(FOLDED.get(ofOurs));
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Those of them that may have been meant to hide the file. */
    Set<Finding> mayHide() {
        return Set.copyOf(mayHide);
    }

    private void mayHide(Finding problem) {
        findings.add(problem);
        mayHide.add(problem);
    }

    /** @param due before none of which it may be read, though nothing else is known of it */
    Authored none(List<Authored.Dated> due) {
        return new Authored(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                due,
                List.of(),
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

    Authored read(DataNode value) {
        if (!(value instanceof DataNode.Mapping mapping)) {
            if (value instanceof DataNode.Scalar scalar && scalar.isNull()) {
                return none(List.of());
            }
            findings.add(value.problem(
                    "found " + Values.kind(value) + " where keys have to be",
                    "write key: value, such as title: First post"));
            return none(List.of());
        }
        for (DataNode.Entry entry : mapping.entries()) {
            entries.computeIfAbsent(Keys.folded(entry.key().text()), k -> new ArrayList<>(1))
                    .add(entry);
        }
        ALL.stream().flatMap(List::stream).distinct().forEach(this::warnOfSpellings);
        boolean hidden = hidden(mapping);
        Optional<String> title = text(TITLE, "First post");
        Optional<String> excerpt = text(EXCERPT, "What it is about");
        List<Authored.Dated> dates = dates();
        List<Authored.Dated> until = until();
        Optional<AuthoredDate> updated = first(UPDATED).flatMap(this::date).map(Written::value);
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
        for (DataNode.Entry entry : mapping.entries()) {
            if (!used.contains(entry)) {
                extra.put(entry.key().text(), Values.json(entry.value()));
                nearMiss(entry);
            }
        }
        if (hidden) {
            // Nothing of it is published: what else is wrong is no reason to keep the version that shows.
            findings.replaceAll(Finding::asWarning);
            mayHide.clear();
        }
        return new Authored(
                title, excerpt, topics, dates, until, updated, authors, cover, slug, hidden, language, id, guid,
                canonical, extra);
    }

    private static final String UUID_HINT = "2f1c5c1e-9d0b-4c8e-8f43-6a8f2d1b7e90";

    private List<DataNode.Entry> all(String name) {
        return entries.getOrDefault(folded(name), List.of());
    }

    /** What is spelled as we do counts, else the first. */
    private Optional<DataNode.Entry> entry(String name) {
        List<DataNode.Entry> all = all(name);
        return all.stream()
                .filter(e -> e.key().text().equals(name))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private void warnOfSpellings(String name) {
        if (all(name).size() > 1) {
            DataNode.Scalar counts = entry(name).orElseThrow().key();
            all(name).stream()
                    .map(DataNode.Entry::key)
                    .filter(key -> !key.equals(counts))
                    .forEach(key -> findings.add(key.warning(
                            Quoted.name(key.text()) + " stands here again",
                            "keep one: " + Quoted.name(counts.text()) + " stands in line " + counts.line())));
        }
    }

    private static boolean isNull(DataNode value) {
        return value instanceof DataNode.Scalar scalar && scalar.isNull();
    }

    /** The first of the names that holds something. */
    private Optional<DataNode.Entry> first(List<String> names) {
        for (String name : names) {
            Optional<DataNode.Entry> entry = entry(name).filter(e -> !used.contains(e));
            if (entry.isPresent()) {
                used.addAll(all(name));
                if (!isNull(entry.get().value())) {
                    return entry;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether any key hides, in any spelling; of those that disagree the one that does. */
    private boolean hidden(DataNode.Mapping mapping) {
        boolean hidden = false;
        for (DataNode.Entry entry : mapping.entries()) {
            Optional<HidingKey> hiding = HidingKey.of(entry.key().text());
            if (hiding.isEmpty()) {
                continue;
            }
            if (hiding.get().isOurs()) {
                used.add(entry);
            }
            switch (hiding.get().asks(entry.value())) {
                case HIDE -> hidden = true;
                case SHOW, DATE -> {}
                case HIDE_ELSEWHERE -> hidesNothing(entry);
                case UNKNOWN -> notUnderstood(hiding.get(), entry);
            }
        }
        return hidden;
    }

    private void hidesNothing(DataNode.Entry entry) {
        DataNode value = entry.value();
        findings.add(value.warning(
                Quoted.name(entry.key().text()) + ": " + Values.kind(value) + " hides nothing here",
                "write draft: true if the file is to be hidden"));
    }

    private void notUnderstood(HidingKey hiding, DataNode.Entry entry) {
        DataNode value = entry.value();
        String key = Quoted.name(entry.key().text());
        mayHide(value.problem(
                key + ": found " + hiding.found(value), "write " + hiding.hint(key) + ", or take the key away"));
    }

    private Optional<Written<String>> written(List<String> names, String example) {
        return first(names).flatMap(entry -> scalar(entry, example));
    }

    private Optional<String> text(List<String> names, String example) {
        return written(names, example).map(Written::value).filter(t -> !t.isBlank());
    }

    private Optional<Written<String>> scalar(DataNode.Entry entry, String example) {
        if (entry.value() instanceof DataNode.Scalar scalar) {
            return Optional.of(new Written<>(scalar.text().strip(), scalar.line(), scalar.column()));
        }
        wrong(entry.key().text(), entry.value(), example);
        return Optional.empty();
    }

    private void wrong(String key, DataNode value, String example) {
        findings.add(value.problem(key + ": found " + Values.kind(value), "write " + key + ": " + example));
    }

    /** Each counts for when the file may be read, so that none is passed over because another stands above it. */
    private List<Authored.Dated> dates() {
        List<Authored.Dated> dates = new ArrayList<>();
        for (String name : DATE) {
            for (DataNode.Entry entry : all(name)) {
                Optional<Written<AuthoredDate>> date = parsed(entry.value());
                if (date.isEmpty() && dates.isEmpty() && !used.contains(entry) && !isNull(entry.value())) {
                    date = date(entry);
                    used.add(entry);
                }
                if (date.isPresent() || isNull(entry.value())) {
                    used.add(entry);
                }
                date.ifPresent(d -> dates.add(new Authored.Dated(name, d, true)));
            }
        }
        for (String name : DUE) {
            all(name)
                    .forEach(entry -> parsed(entry.value())
                            .ifPresent(d ->
                                    dates.add(new Authored.Dated(entry.key().text(), d, false))));
        }
        // One letter is all that is between this file and the day from which on it is to be read.
        entries.forEach((key, same) -> {
            if (isOneOff(key, DAY.keySet())) {
                same.forEach(entry -> parsed(entry.value())
                        .ifPresent(d -> dates.add(
                                new Authored.Dated(Quoted.name(entry.key().text()), d, false))));
            }
        });
        return List.copyOf(dates);
    }

    private List<Authored.Dated> until() {
        return entries.entrySet().stream()
                .filter(same -> EXPIRES.contains(same.getKey()) || isOneOff(same.getKey(), EXPIRES))
                .flatMap(same -> same.getValue().stream())
                .flatMap(entry ->
                        parsed(entry.value())
                                .map(date -> new Authored.Dated(
                                        Quoted.name(entry.key().text()), date, false))
                                .stream())
                .toList();
    }

    /** Our name of a key that says when a file may be read. */
    static Optional<String> day(String key) {
        return Optional.ofNullable(DAY.get(Keys.folded(key)));
    }

    private static Optional<Written<AuthoredDate>> parsed(DataNode value) {
        return value instanceof DataNode.Scalar scalar
                ? AuthoredDate.parse(scalar.text()).map(d -> new Written<>(d, value.line(), value.column()))
                : Optional.empty();
    }

    private Optional<Written<AuthoredDate>> date(DataNode.Entry entry) {
        String key = entry.key().text();
        DataNode value = entry.value();
        Optional<Written<AuthoredDate>> date = parsed(value);
        if (date.isEmpty() && value instanceof DataNode.Scalar scalar) {
            boolean shaped = AuthoredDate.FORM.matcher(scalar.text().strip()).matches();
            findings.add(value.problem(
                    key + ": " + Values.kind(scalar) + (shaped ? " is not in the calendar" : " is not a date"),
                    "write " + key + ": " + DATE_HINT));
        } else if (date.isEmpty()) {
            wrong(key, value, DATE_HINT);
        }
        return date;
    }

    private Optional<Written<String>> slug(Written<String> written) {
        String slug = Slug.clean(written.value());
        if (slug.isEmpty()) {
            if (!written.value().isEmpty()) {
                findings.add(written.problem(
                        "slug: nothing of " + Quoted.of(written.value()) + " can stand in a URL",
                        "write slug: first-post; letters, digits and -_.~ can"));
            }
            return Optional.empty();
        }
        if (!slug.equals(written.value().replace(' ', '-'))) {
            findings.add(written.warning(
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
        findings.add(written.problem(
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
            findings.add(written.problem(
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
        findings.add(written.problem(
                "canonical: " + Quoted.of(url) + " is not a whole URL", "write canonical: https://example.org/first"));
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

    private List<String> names(DataNode.Entry entry, String example) {
        List<String> names = new ArrayList<>();
        switch (entry.value()) {
            case DataNode.Scalar scalar ->
                Arrays.stream(scalar.text().split(",")).map(String::strip).forEach(names::add);
            case DataNode.Sequence sequence -> {
                for (DataNode item : sequence.items()) {
                    if (item instanceof DataNode.Scalar scalar) {
                        names.add(scalar.isNull() ? "" : scalar.text().strip());
                    } else {
                        wrong(entry.key().text(), item, example);
                    }
                }
            }
            case DataNode.Mapping mapping -> wrong(entry.key().text(), mapping, example);
        }
        names.removeIf(String::isBlank);
        return names;
    }

    private List<Authored.Author> authors() {
        LinkedHashSet<Authored.Author> authors = new LinkedHashSet<>();
        for (String name : AUTHORS) {
            first(List.of(name)).ifPresent(entry -> {
                List<DataNode> values =
                        entry.value() instanceof DataNode.Sequence sequence ? sequence.items() : List.of(entry.value());
                values.forEach(value -> author(entry.key().text(), value).ifPresent(authors::add));
            });
        }
        return List.copyOf(authors);
    }

    private Optional<Authored.Author> author(String key, DataNode value) {
        switch (value) {
            case DataNode.Scalar scalar -> {
                return scalar.isNull() || scalar.text().isBlank()
                        ? Optional.empty()
                        : Optional.of(new Authored.Author(scalar.text().strip(), Optional.empty()));
            }
            case DataNode.Mapping mapping -> {
                Optional<Written<String>> name = Values.entry(mapping, "name").flatMap(e -> scalar(e, "Ada"));
                Optional<Written<String>> picture = Values.entry(mapping, "picture")
                        .filter(e -> !(e.value() instanceof DataNode.Scalar s && s.isNull()))
                        .flatMap(e -> scalar(e, "/assets/ada.png"))
                        .filter(p -> !p.value().isEmpty());
                if (name.isEmpty() || name.get().value().isBlank()) {
                    findings.add(
                            mapping.problem(key + ": found no name", "write " + key + ": Ada, or name: Ada below it"));
                    return Optional.empty();
                }
                return Optional.of(new Authored.Author(name.get().value(), picture));
            }
            case DataNode.Sequence sequence -> {
                wrong(key, sequence, "Ada");
                return Optional.empty();
            }
        }
    }

    private Optional<Written<String>> cover() {
        Optional<DataNode.Entry> entry = first(COVER);
        if (entry.isPresent() && entry.get().value() instanceof DataNode.Mapping mapping) {
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

    /** Whether a key that means nothing is one letter off these. */
    private static boolean isOneOff(String folded, Set<String> names) {
        return folded.length() > 3
                && !KNOWN.contains(folded)
                && names.stream().anyMatch(name -> EditDistance.isOne(folded, name));
    }

    private void nearMiss(DataNode.Entry entry) {
        DataNode.Scalar key = entry.key();
        String folded = Keys.folded(key.text());
        if (HidingKey.of(key.text()).isPresent()) {
            return;
        }
        for (List<String> names : ALL) {
            if (folded.length() <= 2
                    || names.stream().anyMatch(name -> !all(name).isEmpty())) {
                continue;
            }
            for (String name : names) {
                if (EditDistance.isOne(folded, folded(name))) {
                    String message = Quoted.name(key.text()) + " is no key that means anything here";
                    String hint = "did you mean " + name + "?";
                    // One letter is all that is between this file and what its author meant to hide.
                    boolean hides = HidingKey.of(name)
                            .map(hiding -> hiding.asks(entry.value()))
                            .equals(Optional.of(HidingKey.Asks.HIDE));
                    if (hides) {
                        mayHide(key.problem(message, hint));
                    } else {
                        findings.add(key.warning(message, hint));
                    }
                    return;
                }
            }
        }
        // Of keys of templates nobody is told that they mean nothing, but where they would hide.
        if (HidingKey.SHOWN.asks(entry.value()) == HidingKey.Asks.HIDE && isOneOff(folded, SHOWN)) {
            mayHide(key.problem(
                    Quoted.name(key.text()) + " is no key that means anything here",
                    "write draft: true if the file is to be hidden, or give the key another name"));
        }
    }
}
