package org.broadsheet.ingest.generator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.permalink.Dialect;
import org.broadsheet.ingest.permalink.JekyllUrls;
import org.broadsheet.ingest.permalink.Permalink;
import org.broadsheet.ingest.permalink.Permalinks;

/** What stands in Jekyll's {@code _config.yml}. */
final class JekyllConfiguration {
    private static final String STYLE = "permalink";
    private static final String DEFAULT_STYLE = "date";
    private static final String POSTS = "posts";
    /** No folder has a longer one, and each file is held against it. */
    private static final int LONGEST_PATH = 500;

    private static final List<String> CHANGING_KEYS =
            List.of("source", "limit_posts", "show_drafts", "unpublished", "future");
    private static final List<String> PLUGIN_KEYS = List.of("jekyll-archives", "pagination", "autopages", "polyglot");
    /** Those that publish what is no file, or under another URL. */
    private static final Set<String> CHANGING_PLUGINS = Set.of(
            "jekyll-archives",
            "jekyll-paginate-v2",
            "jekyll-polyglot",
            "jekyll-multiple-languages-plugin",
            "jekyll-optional-front-matter",
            "jekyll-readme-index",
            "jekyll-category-pages",
            "jekyll-tagging",
            "jekyll-auto-authors",
            "jekyll-data",
            "jekyll-datapage-generator");

    private static final Set<String> USUAL_ENDINGS = Set.of("markdown", "mkdown", "mkdn", "mkd", "md");
    private static final Set<String> CHANGING_VALUES = Set.of("published", "date", "slug", "category", "draft");
    /** Whatever {@code exclude:} says. */
    private static final Set<String> ALWAYS_EXCLUDED = Set.of(
            ".sass-cache",
            ".jekyll-cache",
            "gemfiles",
            "Gemfile",
            "Gemfile.lock",
            "node_modules",
            "vendor/bundle/",
            "vendor/cache/",
            "vendor/gems/",
            "vendor/ruby/");

    private final Settings settings;

    private final int mostDefaults;

    JekyllConfiguration(Settings settings, int mostDefaults) {
        this.settings = settings;
        this.mostDefaults = mostDefaults;
    }

    GeneratorFile.Readable read() {
        Optional<String> folder =
                settings.text("baseurl").map(Permalinks::folder).filter(text -> !text.isEmpty());
        if (folder.isPresent() && settings.scalar("url").isEmpty()) {
            settings.hint(
                    "baseurl",
                    settings.value("baseurl").orElseThrow(),
                    "found a folder, and no url: of the site",
                    "write url: https://example.org");
        }
        JekyllUrls urls = urls();
        rest();
        return new GeneratorFile.Readable(
                Content.Generator.JEKYLL,
                settings.text("title").or(() -> settings.text("name")),
                settings.text("tagline").or(() -> settings.text("subtitle")).or(() -> settings.text("description")),
                settings.baseUrl("url", folder.map(f -> "/" + f).orElse("")),
                settings.language("lang").or(() -> settings.language("locale")).or(() -> settings.language("language")),
                settings.timeZone("timezone"),
                Settings.authors(List.of(settings.value("author"), settings.value("authors"))),
                Optional.of(urls),
                settings.hints());
    }

    private JekyllUrls urls() {
        Optional<String> written = settings.value(STYLE).flatMap(v -> style(STYLE, v));
        String style = written.orElse(DEFAULT_STYLE);
        String dir = settings.text("collections_dir")
                .map(Permalinks::folder)
                .filter(text -> !text.isEmpty())
                .map(text -> text + "/")
                .orElse("");
        List<JekyllUrls.Collection> collections = new ArrayList<>();
        Optional<Permalink> posts = Optional.empty();
        Settings byLabel = settings.below("collections");
        for (String label : byLabel.all().keySet()) {
            Settings collection = byLabel.below(label);
            Optional<Permalink> own =
                    collection.value(STYLE).flatMap(v -> permalink("collections: " + label + ": permalink", v));
            if (label.equals(POSTS)) {
                posts = own;
            } else if (collection.isTrue("output")) {
                collections.add(new JekyllUrls.Collection(
                        label, own.orElseGet(() -> taken("/:collection/:path" + JekyllUrls.ending(style)))));
            }
        }
        Set<String> included = new HashSet<>();
        settings.list("include").forEach(each -> included.add(Permalinks.folder(each.text())));
        Set<String> excluded = new HashSet<>(ALWAYS_EXCLUDED);
        settings.list("exclude")
                .forEach(each -> excluded.add(each.text().strip().replaceFirst("^[./]*/", "")));
        excluded.removeAll(included);
        excluded.remove("");
        return new JekyllUrls(
                dir,
                posts.orElseGet(() -> taken(style)),
                JekyllUrls.ending(style),
                collections,
                included,
                excluded,
                defaults(dir));
    }

    private List<JekyllUrls.Default> defaults(String collectionsDir) {
        List<JekyllUrls.Default> defaults = new ArrayList<>();
        if (!(settings.value("defaults").orElse(null) instanceof DataNode.Sequence sets)) {
            return defaults;
        }
        if (sets.items().size() > mostDefaults) {
            settings.hint(
                    "defaults",
                    sets.items().get(mostDefaults),
                    "there are " + sets.items().size() + ", of which the first " + mostDefaults + " count",
                    "take those away that say nothing, or raise limits.jekyllDefaults");
        }
        for (DataNode each :
                sets.items().subList(0, Math.min(mostDefaults, sets.items().size()))) {
            Settings set = settings.below(each);
            if (!(set.value("values").orElse(null) instanceof DataNode.Mapping)) {
                continue;
            }
            Settings values = set.below("values");
            for (Map.Entry<String, DataNode> value : values.all().entrySet()) {
                if (CHANGING_VALUES.contains(value.getKey())) {
                    settings.notUnderstood("defaults: " + value.getKey(), value.getValue());
                }
            }
            Settings scope = set.below("scope");
            String path = scope.text("path").orElse("");
            if (path.length() > LONGEST_PATH) {
                settings.notUnderstood("defaults: path", each);
                continue;
            }
            defaults.add(new JekyllUrls.Default(
                    path.startsWith(collectionsDir) ? path.substring(collectionsDir.length()) : path,
                    scope.text("type").map(JekyllConfiguration::type),
                    values.value(STYLE).flatMap(v -> pattern("defaults: permalink", v)),
                    values.value("categories")
                            .map(v -> v instanceof DataNode.Scalar words
                                    ? Arrays.asList(words.text().strip().split("\\s+"))
                                    : values.list("categories").stream()
                                            .map(DataNode.Scalar::text)
                                            .toList())));
        }
        return defaults;
    }

    /** As they were called before Jekyll 2. */
    private static String type(String written) {
        return switch (written) {
            case "post" -> POSTS;
            case "page" -> "pages";
            case "draft" -> "drafts";
            default -> written;
        };
    }

    /** Of the site: a built-in one, or a pattern; empty for what is none, which is told. */
    private Optional<String> style(String key, DataNode value) {
        return permalink(key, value).map(p -> ((DataNode.Scalar) value).text().strip());
    }

    private Optional<Permalink> permalink(String key, DataNode value) {
        return value instanceof DataNode.Scalar scalar
                ? taken(key, value, JekyllUrls.style(scalar.text().strip()))
                : refused(key, value, "found " + Settings.kind(value), "write " + STYLE + ": pretty");
    }

    /** Below {@code defaults:} no style has a name. */
    private Optional<Permalink> pattern(String key, DataNode value) {
        return value instanceof DataNode.Scalar scalar
                ? taken(key, value, Permalink.read(Dialect.JEKYLL, scalar.text()))
                : refused(key, value, "found " + Settings.kind(value), "write permalink: /:year/:title/");
    }

    private Optional<Permalink> taken(String key, DataNode value, Permalink.Reading reading) {
        return switch (reading) {
            case Permalink.Taken taken -> Optional.of(taken.permalink());
            case Permalink.Refused refused -> refused(key, value, refused.message(), refused.hint());
        };
    }

    private Optional<Permalink> refused(String key, DataNode value, String message, String hint) {
        settings.hint(key, value, message, hint);
        return Optional.empty();
    }

    private static Permalink taken(String style) {
        return switch (JekyllUrls.style(style)) {
            case Permalink.Taken taken -> taken.permalink();
            case Permalink.Refused refused -> throw new IllegalArgumentException(style + ": " + refused.message());
        };
    }

    private void rest() {
        for (String key : CHANGING_KEYS) {
            settings.scalar(key)
                    .filter(v ->
                            !v.bool().equals(Optional.of(false)) && !v.text().equals("."))
                    .filter(v -> !v.text().equals("0"))
                    .ifPresent(v -> settings.notUnderstood(key, v));
        }
        PLUGIN_KEYS.forEach(key -> settings.value(key).ifPresent(v -> settings.notUnderstood(key, v)));
        settings.scalar("paginate_path")
                .filter(v -> !v.text().replaceAll("^/|/$", "").equals("page:num"))
                .ifPresent(v -> settings.notUnderstood("paginate_path", v));
        settings.scalar("markdown_ext")
                .filter(v -> !USUAL_ENDINGS.containsAll(
                        Arrays.asList(v.text().strip().split("[, ]+"))))
                .ifPresent(v -> settings.notUnderstood("markdown_ext", v));
        settings.below("feed").value("path").ifPresent(v -> settings.notUnderstood("feed: path", v));
        for (String key : List.of("plugins", "gems")) {
            for (DataNode.Scalar plugin : settings.list(key)) {
                if (CHANGING_PLUGINS.contains(plugin.text())) {
                    settings.notUnderstood("plugins: " + plugin.text(), plugin);
                }
            }
        }
    }
}
