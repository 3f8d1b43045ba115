package org.broadsheet.ingest.frontmatter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.config.EditDistance;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.record.Finding;
import org.broadsheet.ingest.permalink.Source;

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
    private static final List<String> COVER = List.of(
            "coverImage",
            "cover",
            "image",
            "ogImage",
            "images",
            "featuredImage",
            "featureImage",
            "heroImage",
            "thumbnail");
    private static final List<String> COVER_ALT = List.of(
            "coverImageAlt",
            "coverAlt",
            "imageAlt",
            "ogImageAlt",
            "featuredImageAlt",
            "featureImageAlt",
            "heroImageAlt",
            "thumbnailAlt");
    private static final List<String> SLUG = List.of("slug");
    private static final List<String> PERMALINK = List.of("permalink", "url");
    private static final String PATH = "path";
    private static final List<String> ALIASES = List.of("aliases", "alias", "redirect_from");
    private static final List<String> LANGUAGE = List.of("lang", "language", "locale");
    private static final List<String> ID = List.of("id");
    private static final List<String> GUID = List.of("guid");
    private static final List<String> CANONICAL = List.of("canonical", "canonicalUrl");
    private static final String TAXONOMIES = "taxonomies";
    private static final List<List<String>> ALL = Stream.concat(
                    Stream.of(
                            TITLE, EXCERPT, TOPICS, DATE, UPDATED, AUTHORS, COVER, COVER_ALT, SLUG, PERMALINK, ALIASES,
                            LANGUAGE, ID, GUID, CANONICAL),
                    HidingKey.ours().map(List::of))
            .toList();
    /** Each of our names as {@link Keys#folded}, which is too dear for each file. */
    private static final Map<String, String> FOLDED = Stream.of(
                    ALL.stream().flatMap(List::stream),
                    DUE.stream(),
                    Stream.of(TAXONOMIES, PATH),
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
    /** Of these Jekyll takes each word of a text for one. */
    private static final Set<String> JEKYLLS_WORDS = Set.of("tags", "categories");

    private static final Pattern WITH_SECONDS = Pattern.compile(":\\d\\d:\\d\\d");
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
                Topics.NONE,
                due,
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                AuthoredUrl.NONE,
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
        Optional<String> title = written(TITLE, "First post").map(Written::value);
        Optional<String> excerpt = some(EXCERPT, "What it is about").map(Written::value);
        List<Authored.Dated> dates = dates();
        List<Authored.Dated> until = until();
        Optional<AuthoredDate> updated = updated();
        Optional<Written<String>> writtenSlug = written(SLUG, "first-post");
        Optional<Written<String>> slug = writtenSlug.flatMap(this::slug);
        AuthoredUrl url = url(title, writtenSlug.map(Written::value), dates);
        Optional<Written<String>> id = written(ID, UUID_HINT);
        Optional<String> language = some(LANGUAGE, "en").flatMap(this::language);
        Optional<String> canonical =
                some(CANONICAL, "https://example.org/first").flatMap(this::url);
        Optional<Written<String>> guid = some(GUID, "urn:uuid:" + UUID_HINT);
        Topics topics = topics();
        List<Authored.Author> authors = authors();
        Optional<Cover> cover = cover();
        Optional<String> besideCover = some(COVER_ALT, "A red door").map(Written::value);
        TreeMap<String, JsonNode> extra = new TreeMap<>();
        for (DataNode.Entry entry : mapping.entries()) {
            if (!used.contains(entry)) {
                extra.put(entry.key().text(), Values.json(entry.value()));
                forTemplates(entry);
                nearMiss(entry);
            }
        }
        if (hidden) {
            // Nothing of it is published: what else is wrong is no reason to keep the version that shows.
            findings.replaceAll(Finding::asWarning);
            mayHide.clear();
        }
        return new Authored(
                title,
                excerpt,
                topics,
                dates,
                until,
                updated,
                authors,
                cover.map(Cover::picture),
                cover.flatMap(Cover::alt).or(() -> besideCover),
                slug,
                url,
                hidden,
                language,
                id,
                guid,
                canonical,
                extra);
    }

    private static final Set<String> FOR_TEMPLATES = Set.of("extra", "params");

    private static final String UUID_HINT = "2f1c5c1e-9d0b-4c8e-8f43-6a8f2d1b7e90";

    private List<DataNode.Entry> all(String name) {
        return entries.getOrDefault(folded(name), List.of());
    }

    private Optional<DataNode.Entry> entry(String name) {
        return Values.last(all(name), name);
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
        return first(names, AuthoredReader::isNull);
    }

    private Optional<DataNode.Entry> first(List<String> names, Predicate<DataNode> isNothing) {
        for (String name : names) {
            Optional<DataNode.Entry> entry = entry(name).filter(e -> !used.contains(e));
            if (entry.isPresent()) {
                used.addAll(all(name));
                if (!isNothing.test(entry.get().value())) {
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

    /** What stands below Zola's {@code extra} and Hugo's {@code params} is for templates, and hides nothing there either. */
    private void forTemplates(DataNode.Entry entry) {
        String key = Keys.folded(entry.key().text());
        if (!FOR_TEMPLATES.contains(key) || !(entry.value() instanceof DataNode.Mapping mapping)) {
            return;
        }
        for (DataNode.Entry below : mapping.entries()) {
            HidingKey.Asks asks = HidingKey.of(below.key().text())
                    .filter(HidingKey::isOurs)
                    .map(hiding -> hiding.asks(below.value()))
                    .orElse(HidingKey.Asks.SHOW);
            if (asks == HidingKey.Asks.HIDE || asks == HidingKey.Asks.DATE) {
                findings.add(below.value()
                        .warning(
                                Quoted.name(below.key().text()) + ": " + Values.kind(below.value())
                                        + " says nothing below "
                                        + Quoted.name(entry.key().text()),
                                "write it above, as a key of its own, if it is to count"));
            }
        }
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

    /** Whatever else is written there is one. */
    private Optional<Written<String>> written(List<String> names, String example) {
        return first(names)
                .flatMap(entry -> scalar(entry, example))
                .filter(written -> !written.value().isEmpty());
    }

    /** Where {@code false} says that there is none. */
    private Optional<Written<String>> some(List<String> names, String example) {
        return first(names, AuthoredReader::isNothing)
                .flatMap(entry -> scalar(entry, example))
                .filter(written -> !written.value().isEmpty());
    }

    private static boolean isNothing(DataNode value) {
        return value instanceof DataNode.Scalar scalar && Values.isNothing(scalar);
    }

    private Optional<Written<String>> scalar(DataNode.Entry entry, String example) {
        if (entry.value() instanceof DataNode.Scalar scalar) {
            return Optional.of(new Written<>(scalar.text().strip(), scalar.line(), scalar.column()));
        }
        wrong(entry.key().text(), entry.value(), example);
        return Optional.empty();
    }

    private void wrong(String key, DataNode value, String example) {
        String name = Quoted.name(key);
        findings.add(value.warning(name + ": found " + Values.kind(value), "write " + name + ": " + example));
    }

    /** Each counts for when the file may be read, so that none is passed over because another stands above it. */
    private List<Authored.Dated> dates() {
        List<Authored.Dated> dates = new ArrayList<>();
        for (String name : DATE) {
            for (DataNode.Entry entry : spelledLast(name)) {
                DateForms.Reading reading = reading(entry.value());
                boolean known = used.contains(entry);
                switch (reading) {
                    case DateForms.Taken taken -> {
                        used.add(entry);
                        dates.add(new Authored.Dated(name, at(entry, taken.date()), true));
                    }
                    case DateForms.Ambiguous either -> {
                        if (!known) {
                            used.add(entry);
                            findings.add(ambiguous(entry, either));
                        }
                        // Whichever was meant, nobody is to read it earlier than that.
                        dates.add(new Authored.Dated(name, at(entry, either.later()), false));
                    }
                    case DateForms.Unreadable unreadable -> {
                        if (unreadable == DateForms.Unreadable.NONE) {
                            used.add(entry);
                        } else if (!known && dates.isEmpty()) {
                            used.add(entry);
                            findings.add(unreadable(entry, unreadable));
                        }
                    }
                }
            }
        }
        for (String name : DUE) {
            all(name).forEach(entry -> due(entry, entry.key().text()).ifPresent(dates::add));
        }
        // One letter is all that is between this file and the day from which on it is to be read.
        entries.forEach((key, same) -> {
            if (isOneOff(key, DAY.keySet())) {
                same.forEach(
                        entry -> due(entry, Quoted.name(entry.key().text())).ifPresent(dates::add));
            }
        });
        return List.copyOf(dates);
    }

    /** The one first that counts. */
    private List<DataNode.Entry> spelledLast(String name) {
        List<DataNode.Entry> all = all(name);
        if (all.size() < 2) {
            return all;
        }
        List<DataNode.Entry> sorted = new ArrayList<>(all);
        entry(name).ifPresent(counts -> sorted.sort(Comparator.comparing(each -> !each.equals(counts))));
        return sorted;
    }

    private static Optional<Authored.Dated> due(DataNode.Entry entry, String key) {
        return reading(entry.value()).latest().map(date -> new Authored.Dated(key, at(entry, date), false));
    }

    private static Written<AuthoredDate> at(DataNode.Entry entry, AuthoredDate date) {
        return new Written<>(date, entry.value().line(), entry.value().column());
    }

    private static DateForms.Reading reading(DataNode value) {
        return switch (value) {
            case DataNode.Scalar scalar -> scalar.isNull() ? DateForms.Unreadable.NONE : DateForms.read(scalar.text());
            case DataNode.Sequence sequence -> DateForms.Unreadable.NO_DATE;
            case DataNode.Mapping mapping -> DateForms.Unreadable.NO_DATE;
        };
    }

    private static Finding ambiguous(DataNode.Entry entry, DateForms.Ambiguous either) {
        String key = Quoted.name(entry.key().text());
        return entry.value()
                .warning(
                        key + ": " + Values.kind(entry.value()) + " is "
                                + either.earlier().iso() + " to some and "
                                + either.later().iso() + " to others",
                        "write the year first, such as " + key + ": "
                                + either.earlier().iso());
    }

    private static Finding unreadable(DataNode.Entry entry, DateForms.Unreadable unreadable) {
        String key = Quoted.name(entry.key().text());
        String found = entry.value() instanceof DataNode.Scalar scalar
                ? Values.kind(scalar)
                        + (unreadable == DateForms.Unreadable.OFF_CALENDAR
                                ? " is not in the calendar"
                                : " is not a date")
                : "found " + Values.kind(entry.value());
        return entry.value().warning(key + ": " + found, "write " + key + ": " + DATE_HINT);
    }

    private Optional<AuthoredDate> updated() {
        Optional<DataNode.Entry> entry = first(UPDATED);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        return switch (reading(entry.get().value())) {
            case DateForms.Taken taken -> Optional.of(taken.date());
            case DateForms.Ambiguous either -> {
                findings.add(ambiguous(entry.get(), either));
                yield Optional.empty();
            }
            case DateForms.Unreadable unreadable -> {
                if (unreadable != DateForms.Unreadable.NONE) {
                    findings.add(unreadable(entry.get(), unreadable));
                }
                yield Optional.empty();
            }
        };
    }

    private List<Authored.Dated> until() {
        return entries.entrySet().stream()
                .filter(same -> EXPIRES.contains(same.getKey()) || isOneOff(same.getKey(), EXPIRES))
                .flatMap(same -> same.getValue().stream())
                .flatMap(entry -> due(entry, Quoted.name(entry.key().text())).stream())
                .toList();
    }

    /** Our name of a key that says when a file may be read. */
    static Optional<String> day(String key) {
        return Optional.ofNullable(DAY.get(Keys.folded(key)));
    }

    private Optional<Written<String>> slug(Written<String> written) {
        String slug = SlugPath.of(written.value());
        if (slug.isEmpty()) {
            findings.add(written.warning(
                    "slug: nothing of " + Quoted.of(written.value()) + " can stand in a URL",
                    "write slug: first-post; letters, digits and -_.~ can"));
            return Optional.empty();
        }
        if (!SlugPath.isExact(written.value(), slug)) {
            findings.add(written.warning(
                    "slug: not all of " + Quoted.of(written.value()) + " can stand in a URL",
                    "it is " + slug + "; write that to be rid of this line"));
        }
        return Optional.of(new Written<>(slug, written.line(), written.column()));
    }

    private AuthoredUrl url(Optional<String> title, Optional<String> slug, List<Authored.Dated> dates) {
        Optional<Written<String>> permalink = some(PERMALINK, "/first-post");
        Optional<Written<String>> path = entry(PATH)
                .filter(entry -> entry.value() instanceof DataNode.Scalar scalar && !scalar.isNull())
                .flatMap(entry -> scalar(entry, "/first-post"))
                .filter(written -> !written.value().isEmpty());
        Optional<Authored.Dated> date =
                dates.stream().filter(Authored.Dated::shown).findFirst();
        return new AuthoredUrl(
                permalink,
                path,
                aliases(),
                slug,
                title,
                categories(),
                date.map(dated -> date(dated.date().value())),
                date.filter(this::isUtc).isPresent());
    }

    private static Source.Date date(AuthoredDate written) {
        return switch (written) {
            case AuthoredDate.Day day -> new Source.Date(day.day().atStartOfDay(), Optional.empty());
            case AuthoredDate.Local local -> new Source.Date(local.time(), Optional.empty());
            case AuthoredDate.Zoned zoned ->
                new Source.Date(
                        zoned.time().toLocalDateTime(), Optional.of(zoned.time().getOffset()));
        };
    }

    private boolean isUtc(Authored.Dated date) {
        return date.date().value() instanceof AuthoredDate.Local
                && all(date.key()).stream()
                        .map(DataNode.Entry::value)
                        .anyMatch(value -> value instanceof DataNode.Scalar scalar
                                && !scalar.quoted()
                                && scalar.line() == date.date().line()
                                && WITH_SECONDS.matcher(scalar.text()).find());
    }

    private List<Written<String>> aliases() {
        List<Written<String>> aliases = new ArrayList<>();
        for (String name : ALIASES) {
            first(List.of(name), AuthoredReader::isNothing).ifPresent(entry -> {
                List<DataNode> items =
                        entry.value() instanceof DataNode.Sequence list ? list.items() : List.of(entry.value());
                for (DataNode item : items) {
                    if (!(item instanceof DataNode.Scalar scalar)) {
                        wrong(entry.key().text(), item, "[" + "/old-post]");
                    } else if (!scalar.isNull() && !scalar.text().isBlank()) {
                        aliases.add(new Written<>(scalar.text().strip(), scalar.line(), scalar.column()));
                    }
                }
            });
        }
        return aliases;
    }

    /** As Jekyll reads them: of a text each word. */
    private List<String> categories() {
        List<String> categories = new ArrayList<>();
        entry("categories").ifPresent(entry -> {
            switch (entry.value()) {
                case DataNode.Scalar scalar -> {
                    if (!scalar.isNull()) {
                        categories.addAll(List.of(scalar.text().strip().split("\\s+")));
                    }
                }
                case DataNode.Sequence list ->
                    list.items().stream()
                            .filter(DataNode.Scalar.class::isInstance)
                            .map(item -> ((DataNode.Scalar) item).text())
                            .forEach(categories::add);
                case DataNode.Mapping mapping -> {}
            }
        });
        entry("category")
                .map(DataNode.Entry::value)
                .filter(value -> value instanceof DataNode.Scalar scalar && !scalar.isNull())
                .map(value -> ((DataNode.Scalar) value).text())
                .ifPresent(categories::add);
        categories.removeIf(String::isBlank);
        return categories;
    }

    private Optional<String> language(Written<String> written) {
        Optional<String> tag = Languages.tag(written.value());
        if (tag.isEmpty()) {
            findings.add(written.warning(
                    "lang: " + Quoted.of(written.value()) + " is not a language tag",
                    "write lang: en, or lang: pt-BR"));
        }
        return tag.filter(t -> !t.equals("und"));
    }

    private Optional<String> url(Written<String> written) {
        String url = written.value();
        if (url.startsWith("https://") || url.startsWith("http://")) {
            return Optional.of(url);
        }
        findings.add(written.warning(
                "canonical: " + Quoted.of(url) + " is not a whole URL", "write canonical: https://example.org/first"));
        return Optional.empty();
    }

    private Topics topics() {
        List<Topics.Topic> topics = new ArrayList<>();
        for (String name : TOPICS) {
            first(List.of(name)).ifPresent(entry -> topics.addAll(topics(entry, JEKYLLS_WORDS.contains(name))));
        }
        taxonomies(TOPICS).forEach(entry -> topics.addAll(topics(entry, false)));
        return new Topics(topics);
    }

    /** Zola's, which stay where they are for the templates. */
    private List<DataNode.Entry> taxonomies(List<String> names) {
        return all(TAXONOMIES).stream()
                .flatMap(entry -> entry.value() instanceof DataNode.Mapping mapping
                        ? names.stream().flatMap(name -> Values.entry(mapping, name).stream())
                        : Stream.empty())
                .toList();
    }

    private List<Topics.Topic> topics(DataNode.Entry entry, boolean words) {
        String example = "[" + "engineering, teams]";
        List<Topics.Topic> topics = new ArrayList<>();
        switch (entry.value()) {
            case DataNode.Scalar scalar -> {
                boolean several = scalar.text().indexOf(',') >= 0;
                for (String name :
                        scalar.isNull() ? new String[0] : scalar.text().split(",")) {
                    topics.add(topic(scalar, name, words && !several));
                }
            }
            case DataNode.Sequence sequence -> {
                for (DataNode item : sequence.items()) {
                    if (item instanceof DataNode.Scalar scalar) {
                        topics.add(topic(scalar, scalar.isNull() ? "" : scalar.text(), false));
                    } else {
                        wrong(entry.key().text(), item, example);
                    }
                }
            }
            case DataNode.Mapping mapping -> wrong(entry.key().text(), mapping, example);
        }
        topics.removeIf(topic -> topic.name().value().isBlank());
        return topics;
    }

    private static Topics.Topic topic(DataNode.Scalar at, String name, boolean words) {
        return new Topics.Topic(new Written<>(name.strip(), at.line(), at.column()), words);
    }

    private List<Authored.Author> authors() {
        Authors authors = new Authors(findings::add);
        for (String name : AUTHORS) {
            first(List.of(name))
                    .ifPresent(entry -> authors.add(Quoted.name(entry.key().text()), entry.value()));
        }
        taxonomies(AUTHORS).forEach(entry -> authors.add(Quoted.name(entry.key().text()), entry.value()));
        return authors.all();
    }

    /** @param alt where it is said beside the picture's path */
    private record Cover(Written<String> picture, Optional<String> alt) {}

    /** The first that is one. */
    private Optional<Cover> cover() {
        Pictures pictures = new Pictures(findings::add);
        for (String name : COVER) {
            Optional<Cover> cover = first(List.of(name))
                    .flatMap(entry -> pictures.picture(
                                    Quoted.name(entry.key().text()), entry.value(), "/assets/cover.png")
                            .map(picture -> new Cover(picture, Pictures.alt(entry.value()))));
            if (cover.isPresent()) {
                return cover;
            }
        }
        return Optional.empty();
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
