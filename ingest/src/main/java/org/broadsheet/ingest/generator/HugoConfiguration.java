package org.broadsheet.ingest.generator;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.frontmatter.Quoted;
import org.broadsheet.ingest.permalink.Dialect;
import org.broadsheet.ingest.permalink.HugoUrls;
import org.broadsheet.ingest.permalink.Permalink;
import org.broadsheet.ingest.permalink.Permalinks;

/** What stands in Hugo's configuration, be it {@code hugo.*} or {@code config.*}. */
final class HugoConfiguration {
    private static final String PERMALINKS = "permalinks";
    private static final String UGLY = "uglyURLs";
    private static final String LANGUAGE = "defaultContentLanguage";
    private static final String CONTENT = "contentDir";
    private static final Set<String> NO_NAMES = Set.of("", ".", "..");
    private static final List<String> CHANGING = List.of(
            "ignoreFiles",
            "cascade",
            "outputFormats",
            "buildDrafts",
            "buildFuture",
            "buildExpired",
            "ignoreLogs",
            "segments");
    /** Lists of posts, which are elsewhere here. */
    private static final Set<String> LISTS = Set.of("section", "taxonomy", "term", "tags", "categories", "home");

    private static final Set<String> KNOWN_DATES =
            Set.of(":filename", ":default", "date", "publishdate", "pubdate", "published", "lastmod", "modified");

    private final Settings settings;
    /** Of the language that is the site's. */
    private final Settings own;

    HugoConfiguration(Settings settings) {
        this.settings = settings;
        Settings languages = settings.below("languages");
        own = languages.below(settings.text(LANGUAGE).orElse("en"));
    }

    GeneratorFile.Readable read() {
        Settings params = settings.below("params");
        Settings ownParams = own.below("params");
        HugoUrls urls = urls();
        rest();
        return new GeneratorFile.Readable(
                Content.Generator.HUGO,
                first(s -> s.text("title")),
                Stream.of("subtitle", "tagline", "description")
                        .flatMap(key -> ownParams.text(key).or(() -> params.text(key)).stream())
                        .findFirst(),
                own.baseUrl("baseURL", "").or(() -> settings.baseUrl("baseURL", "")),
                first(s -> s.language("locale"))
                        .or(() -> first(s -> s.language("languageCode")))
                        .or(() -> settings.language(LANGUAGE)),
                first(s -> s.timeZone("timeZone")),
                Settings.authors(List.of(
                        own.value("author"),
                        settings.value("author"),
                        ownParams.value("author"),
                        params.value("author"),
                        params.value("authors"))),
                Optional.of(urls),
                settings.hints());
    }

    /** What says it. */
    Optional<DataNode.Scalar> baseUrl() {
        return own.scalar("baseURL").or(() -> settings.scalar("baseURL"));
    }

    private <T> Optional<T> first(Function<Settings, Optional<T>> value) {
        return value.apply(own).or(() -> value.apply(settings));
    }

    private HugoUrls urls() {
        Map<String, DataNode> languages = settings.below("languages").all();
        String language = settings.text(LANGUAGE).orElse("en").toLowerCase(Locale.ROOT);
        boolean folder = languages.size() > 1 && settings.isTrue("defaultContentLanguageInSubdir");
        Optional<String> ofAll = content(settings);
        String content = content(own).or(() -> ofAll).orElse(HugoUrls.CONTENT);
        return new HugoUrls(
                permalinks(),
                first(s -> s.value(UGLY)).flatMap(this::ugly),
                !first(s -> s.scalar("disablePathToLower"))
                        .flatMap(DataNode.Scalar::bool)
                        .orElse(false),
                first(s -> s.scalar("removePathAccents"))
                        .flatMap(DataNode.Scalar::bool)
                        .orElse(false),
                dates().anyMatch(":filename"::equals),
                folder ? language : "",
                language,
                languages.keySet().stream()
                        .map(other -> other.toLowerCase(Locale.ROOT))
                        .filter(other -> !other.equals(language))
                        .collect(Collectors.toSet()),
                content,
                otherContent(content, language));
    }

    private static Optional<String> content(Settings of) {
        return of.scalar(CONTENT).flatMap(dir -> {
            String folder = Permalinks.folder(dir.text().strip());
            boolean isOne = Stream.of(folder.split("/", -1)).noneMatch(NO_NAMES::contains);
            if (!isOne) {
                of.hint(
                        CONTENT,
                        dir,
                        Quoted.of(dir.text()) + " is no folder of this repository",
                        "write contentDir: content");
            }
            return Optional.of(folder).filter(known -> isOne);
        });
    }

    /** The folders of content that other languages have for themselves. */
    private SortedMap<String, String> otherContent(String content, String own) {
        SortedMap<String, String> folders = new TreeMap<>();
        Settings languages = settings.below("languages");
        for (String language : languages.all().keySet()) {
            String other = language.toLowerCase(Locale.ROOT);
            content(languages.below(language))
                    .filter(folder -> !folder.equals(content) && !other.equals(own))
                    .ifPresent(folder -> folders.put(folder, other));
        }
        return folders;
    }

    private SortedMap<String, Permalink> permalinks() {
        SortedMap<String, Permalink> patterns = new TreeMap<>();
        for (Settings each : List.of(settings, own)) {
            each.value(PERMALINKS).ifPresent(value -> {
                if (!(value instanceof DataNode.Mapping)) {
                    settings.hint(
                            PERMALINKS,
                            value,
                            "found " + Settings.kind(value),
                            "write below it, indented, posts: /:year/:slug/");
                }
            });
            Settings permalinks = each.below(PERMALINKS);
            add(permalinks, patterns);
            // As Hugo has it from 0.115 on.
            add(permalinks.below("page"), patterns);
        }
        return patterns;
    }

    private void add(Settings permalinks, Map<String, Permalink> patterns) {
        permalinks.all().forEach((key, value) -> {
            String section = Permalinks.folder(key);
            String name = PERMALINKS + ": " + key;
            if (LISTS.contains(section)) {
                settings.notUnderstood(name, value);
            } else if (value instanceof DataNode.Scalar scalar) {
                if (!scalar.isNull()) {
                    switch (Permalink.read(Dialect.HUGO, scalar.text())) {
                        case Permalink.Taken taken -> patterns.put(section, taken.permalink());
                        case Permalink.Refused refused -> settings.hint(name, value, refused.message(), refused.hint());
                    }
                }
            } else if (!key.equals("page")) {
                settings.hint(name, value, "found " + Settings.kind(value), "write a pattern: /:year/:slug/");
            }
        });
    }

    /** All, or by section. */
    private Optional<HugoUrls.Ugly> ugly(DataNode value) {
        if (value instanceof DataNode.Scalar scalar) {
            return scalar.bool().orElse(false) ? Optional.of(new HugoUrls.Ugly(Set.of())) : Optional.empty();
        }
        Settings bySection = settings.below(value);
        Set<String> sections = new HashSet<>(bySection.all().keySet());
        sections.removeIf(section -> !bySection.isTrue(section));
        return sections.isEmpty() ? Optional.empty() : Optional.of(new HugoUrls.Ugly(sections));
    }

    private Stream<String> dates() {
        return settings.below("frontmatter").list("date").stream()
                .map(scalar -> scalar.text().toLowerCase(Locale.ROOT));
    }

    private void rest() {
        for (String key : CHANGING) {
            settings.value(key)
                    .filter(v -> !(v instanceof DataNode.Scalar scalar
                            && scalar.bool().equals(Optional.of(false))))
                    .ifPresent(v -> settings.notUnderstood(key, v));
        }
        settings.value("taxonomies")
                .filter(v ->
                        !settings.below("taxonomies").all().values().stream().allMatch(HugoConfiguration::isUsual))
                .ifPresent(v -> settings.notUnderstood("taxonomies", v));
        settings.value("languages")
                .filter(v -> settings.below("languages").all().size() > 1)
                .ifPresent(v -> settings.hint(
                        "languages",
                        v,
                        "a site has one language here, "
                                + settings.text(LANGUAGE).orElse("en"),
                        "publish each of the others as a site of its own"));
        settings.below("module").value("mounts").ifPresent(v -> settings.notUnderstood("module: mounts", v));
        settings.list("staticDir").stream()
                .filter(v -> !Permalinks.folder(v.text()).equals("static"))
                .forEach(v -> settings.notUnderstood("staticDir", v));
        settings.scalar("paginatePath")
                .filter(v -> !v.text().equals("page"))
                .ifPresent(v -> settings.notUnderstood("paginatePath", v));
        settings.below("pagination")
                .scalar("path")
                .filter(v -> !v.text().equals("page"))
                .ifPresent(v -> settings.notUnderstood("pagination: path", v));
        if (!dates().allMatch(KNOWN_DATES::contains)) {
            settings.below("frontmatter").value("date").ifPresent(v -> settings.notUnderstood("frontmatter: date", v));
        }
    }

    private static boolean isUsual(DataNode taxonomy) {
        return taxonomy instanceof DataNode.Scalar scalar
                && Set.of("tags", "categories").contains(scalar.text());
    }
}
