package org.broadsheet.ingest.frontmatter;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.broadsheet.common.config.BaseUrl;
import org.broadsheet.common.config.Nearest;
import org.broadsheet.common.data.BoundedYaml;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Finding;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.permalink.FormerGuids;
import org.broadsheet.ingest.permalink.Permalinks;
import org.broadsheet.ingest.permalink.SiteUrls;

/** A version of {@code site.yml} read: what the author says of the site; nothing in it is a default. */
public sealed interface SiteFile {
    /**
     * @param baseUrl without a slash at its end
     * @param plainCode whether code is left without colours
     * @param withoutMarkdown whether posts and pages are HTML only
     */
    record Readable(
            Optional<String> title,
            Optional<String> tagline,
            Optional<Written<String>> baseUrl,
            Optional<String> language,
            Optional<ZoneId> timeZone,
            SortedMap<String, Content.AuthorSettings> authors,
            List<Content.NavigationEntry> navigation,
            Optional<Content.Html> html,
            boolean plainCode,
            boolean contents,
            boolean withoutMarkdown,
            Optional<SiteUrls> permalinks,
            Optional<Written<Former>> formerGuids,
            List<Layout.Folder> content)
            implements SiteFile {
        /** Of a repository without the file. */
        public static final Readable NONE = new Readable(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                List.of(),
                Optional.empty(),
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** @param kind as written: whose feed the site had, or of what its ids were made */
    record Former(String kind, LocalDate before) {
        /** Empty where it is not known where the site was, and that has to be. */
        public Optional<FormerGuids> at(Optional<String> baseUrl) {
            FormerGuids.Style style = FormerGuids.style(kind);
            return style == FormerGuids.Style.PATTERN
                    ? Optional.of(new FormerGuids(style, kind, before))
                    : baseUrl.map(base -> new FormerGuids(style, base, before));
        }
    }

    /** The settings stay as they were. */
    record Broken(List<Finding> problems) implements SiteFile {}

    static SiteFile read(byte[] bytes, DataLimits limits) {
        if (bytes.length > limits.size()) {
            return new Broken(List.of(Finding.problem(
                    "the file has " + bytes.length + " bytes, at most " + limits.size() + " are allowed",
                    "keep settings only in it")));
        }
        try {
            Optional<DataNode> yaml = Values.of(BoundedYaml.read(SourceFile.decode(bytes), limits));
            return yaml.isEmpty() ? Readable.NONE : new Reader().read(yaml.get());
        } catch (Malformed e) {
            return new Broken(List.of(e.why()));
        }
    }

    /** Gathers what is wrong, so that the author learns all at once. */
    final class Reader {
        private static final List<String> KEYS = List.of(
                "title",
                "tagline",
                "baseUrl",
                "language",
                "timeZone",
                "authors",
                "navigation",
                "html",
                "highlight",
                "toc",
                "markdown",
                "permalinks",
                "formerGuids",
                "content");

        private final List<Finding> problems = new ArrayList<>();

        private SiteFile read(DataNode yaml) {
            if (yaml instanceof DataNode.Scalar scalar && scalar.isNull()) {
                return Readable.NONE;
            }
            if (!(yaml instanceof DataNode.Mapping mapping)) {
                wrong("site.yml", yaml, "write key: value, such as title: My site");
                return new Broken(problems);
            }
            unknown(mapping, KEYS);
            Readable readable = new Readable(
                    text(mapping, "title", "My site"),
                    text(mapping, "tagline", "Notes on work"),
                    baseUrl(mapping),
                    language(mapping),
                    timeZone(mapping),
                    authors(mapping),
                    navigation(mapping),
                    html(mapping),
                    !yesOrNo(mapping, "highlight", true),
                    yesOrNo(mapping, "toc", false),
                    !yesOrNo(mapping, "markdown", true),
                    value(mapping, "permalinks").flatMap(v -> SiteUrls.read(v, problems::add)),
                    formerGuids(mapping),
                    content(mapping));
            return problems.isEmpty() ? readable : new Broken(List.copyOf(problems));
        }

        private void wrong(String key, DataNode value, String hint) {
            problems.add(value.problem(Quoted.name(key) + ": found " + Values.kind(value), hint));
        }

        private void unknown(DataNode.Mapping mapping, List<String> known) {
            for (DataNode.Entry entry : mapping.entries()) {
                String key = entry.key().text();
                if (!known.contains(key)) {
                    Optional<String> near = Nearest.of(key, known);
                    problems.add(entry.key()
                            .problem(
                                    Quoted.name(key) + ": no such key",
                                    near.map(n -> "did you mean " + n + "?")
                                            .orElse("the keys are " + String.join(", ", known))));
                }
            }
        }

        private static Optional<DataNode> value(DataNode.Mapping mapping, String key) {
            return mapping.get(key).filter(v -> !(v instanceof DataNode.Scalar scalar && scalar.isNull()));
        }

        private Optional<String> text(DataNode.Mapping mapping, String key, String example) {
            return value(mapping, key).flatMap(v -> {
                if (v instanceof DataNode.Scalar scalar) {
                    return Optional.of(scalar.text().strip()).filter(t -> !t.isEmpty());
                }
                wrong(key, v, "write " + key + ": " + example);
                return Optional.empty();
            });
        }

        private Optional<Written<String>> baseUrl(DataNode.Mapping mapping) {
            return text(mapping, "baseUrl", "https://example.org").flatMap(url -> {
                DataNode value = value(mapping, "baseUrl").orElseThrow();
                Optional<URI> parsed = BaseUrl.parse(url);
                if (parsed.isPresent()) {
                    return parsed.map(u -> new Written<>(u.toString(), value.line(), value.column()));
                }
                wrong("baseUrl", value, "write baseUrl: https://example.org");
                return Optional.empty();
            });
        }

        private Optional<String> language(DataNode.Mapping mapping) {
            return text(mapping, "language", "en").flatMap(tag -> {
                try {
                    return Optional.of(
                            new Locale.Builder().setLanguageTag(tag).build().toLanguageTag());
                } catch (IllformedLocaleException e) {
                    wrong("language", value(mapping, "language").orElseThrow(), "write language: en, or pt-BR");
                    return Optional.empty();
                }
            });
        }

        private Optional<ZoneId> timeZone(DataNode.Mapping mapping) {
            return text(mapping, "timeZone", "Europe/Berlin").flatMap(zone -> {
                try {
                    return Optional.of(ZoneId.of(zone));
                } catch (DateTimeException e) {
                    wrong("timeZone", value(mapping, "timeZone").orElseThrow(), "write timeZone: Europe/Berlin");
                    return Optional.empty();
                }
            });
        }

        private SortedMap<String, Content.AuthorSettings> authors(DataNode.Mapping mapping) {
            TreeMap<String, Content.AuthorSettings> authors = new TreeMap<>();
            value(mapping, "authors").ifPresent(v -> {
                if (!(v instanceof DataNode.Mapping byName)) {
                    wrong("authors", v, "write authors: and below it, indented, Ada: with picture: and url:");
                    return;
                }
                for (DataNode.Entry entry : byName.entries()) {
                    switch (entry.value()) {
                        case DataNode.Mapping author -> {
                            unknown(author, List.of("picture", "url"));
                            authors.put(
                                    entry.key().text(),
                                    new Content.AuthorSettings(
                                            text(author, "picture", "/assets/ada.png"), link(author)));
                        }
                        case DataNode.Scalar scalar -> {
                            if (scalar.isNull()) {
                                authors.put(
                                        entry.key().text(),
                                        new Content.AuthorSettings(Optional.empty(), Optional.empty()));
                            } else {
                                wrong(entry.key().text(), scalar, "write picture: or url: below it, indented");
                            }
                        }
                        case DataNode.Sequence sequence ->
                            wrong(entry.key().text(), sequence, "write picture: or url: below it, indented");
                    }
                }
            });
            return authors;
        }

        /** A path of ours or an http(s) URL: it becomes a link. */
        private Optional<String> link(DataNode.Mapping mapping) {
            return text(mapping, "url", "https://example.org").filter(url -> {
                boolean good = (url.startsWith("/") && !url.startsWith("//"))
                        || url.startsWith("https://")
                        || url.startsWith("http://");
                if (!good) {
                    wrong("url", value(mapping, "url").orElseThrow(), "write url: /about, or https://example.org");
                }
                return good;
            });
        }

        private List<Content.NavigationEntry> navigation(DataNode.Mapping mapping) {
            List<Content.NavigationEntry> navigation = new ArrayList<>();
            value(mapping, "navigation").ifPresent(v -> {
                String hint = "write navigation: and below it, a line each, - title: About, url: /about";
                if (!(v instanceof DataNode.Sequence entries)) {
                    wrong("navigation", v, hint);
                    return;
                }
                for (DataNode entry : entries.items()) {
                    if (!(entry instanceof DataNode.Mapping link)) {
                        wrong("navigation", entry, hint);
                        continue;
                    }
                    unknown(link, List.of("title", "url"));
                    Optional<String> title = text(link, "title", "About");
                    Optional<String> url = link(link);
                    if (title.isPresent() && url.isPresent()) {
                        navigation.add(new Content.NavigationEntry(title.get(), url.get()));
                    } else if (problems.isEmpty()) {
                        problems.add(link.problem("navigation: an entry without title or url", hint));
                    }
                }
            });
            return navigation;
        }

        private List<Layout.Folder> content(DataNode.Mapping mapping) {
            List<Layout.Folder> folders = new ArrayList<>();
            value(mapping, "content").ifPresent(v -> {
                String hint =
                        "write content: {src/articles: posts, img: files}; a folder is posts, pages, files or ignore";
                if (!(v instanceof DataNode.Mapping byFolder)) {
                    wrong("content", v, hint);
                    return;
                }
                for (DataNode.Entry entry : byFolder.entries()) {
                    String folder = Permalinks.folder(
                            Normalizer.normalize(entry.key().text().strip(), Normalizer.Form.NFC));
                    Optional<Layout.Use> use = entry.value() instanceof DataNode.Scalar scalar
                            ? Layout.Use.written(scalar.text().strip())
                            : Optional.empty();
                    if (use.isEmpty()) {
                        wrong("content: " + entry.key().text(), entry.value(), hint);
                    } else if (folder.equals("..") || folder.startsWith("../") || folder.contains("/../")) {
                        problems.add(entry.key()
                                .problem(
                                        "content: " + Quoted.name(entry.key().text())
                                                + " is no folder of the repository",
                                        hint));
                    } else {
                        folders.add(new Layout.Folder(folder, use.get()));
                    }
                }
            });
            return folders;
        }

        private Optional<Written<Former>> formerGuids(DataNode.Mapping mapping) {
            return value(mapping, "formerGuids").flatMap(v -> {
                String hint =
                        "write formerGuids: {kind: jekyll, before: 2026-11-23}, or kind: hugo, or a pattern such as"
                                + " https://example.org/:year/:slug";
                if (!(v instanceof DataNode.Mapping guids)) {
                    wrong("formerGuids", v, hint);
                    return Optional.empty();
                }
                unknown(guids, List.of("kind", "before"));
                Optional<String> kind = text(guids, "kind", "jekyll");
                Optional<String> before = text(guids, "before", "2026-11-23");
                if (kind.isEmpty() || before.isEmpty()) {
                    if (problems.isEmpty()) {
                        problems.add(v.problem("formerGuids: without kind or before", hint));
                    }
                    return Optional.empty();
                }
                Optional<String> refusal = FormerGuids.refusal(kind.get());
                if (refusal.isPresent()) {
                    problems.add(value(guids, "kind").orElseThrow().problem("kind: " + refusal.get(), hint));
                    return Optional.empty();
                }
                if (AuthoredDate.parse(before.get()).orElse(null) instanceof AuthoredDate.Day day) {
                    return Optional.of(new Written<>(new Former(kind.get(), day.day()), v.line(), v.column()));
                }
                wrong(
                        "before",
                        value(guids, "before").orElseThrow(),
                        "write before: 2026-11-23, the day on which the site moved");
                return Optional.empty();
            });
        }

        private boolean yesOrNo(DataNode.Mapping mapping, String key, boolean otherwise) {
            return value(mapping, key)
                    .map(value -> {
                        JsonNode said = Values.json(value);
                        if (!said.isBoolean()) {
                            wrong(key, value, "write " + key + ": true or " + key + ": false");
                        }
                        return said.asBoolean(otherwise);
                    })
                    .orElse(otherwise);
        }

        private Optional<Content.Html> html(DataNode.Mapping mapping) {
            return text(mapping, "html", "trusted").flatMap(html -> switch (html) {
                case "trusted" -> Optional.of(Content.Html.TRUSTED);
                case "sanitized" -> Optional.of(Content.Html.SANITIZED);
                case "escaped" -> Optional.of(Content.Html.ESCAPED);
                default -> {
                    wrong("html", value(mapping, "html").orElseThrow(), "write html: trusted, sanitized or escaped");
                    yield Optional.empty();
                }
            });
        }
    }
}
