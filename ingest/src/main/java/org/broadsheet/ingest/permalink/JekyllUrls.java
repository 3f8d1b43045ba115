package org.broadsheet.ingest.permalink;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.GeneratorNames;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;

/**
 * Jekyll's, as Jekyll 4 makes them: what lies in a {@code _posts} folder is a post, in {@code _<label>} one of a collection, all else a
 * page. Names of folders and files in a path are as they are, of titles only what lies between slashes.
 *
 * @param collectionsDir the folder in which collections lie, with a slash behind it; mostly empty
 * @param ending what the style of the site puts behind a page's name: {@code :output_ext}, {@code /}, or nothing
 * @param collections those that are published, posts apart
 * @param included folders of pages though their names begin with an underscore, such as {@code _pages}
 * @param excluded what the beginnings of paths are that Jekyll leaves out, or patterns of whole ones
 * @param defaults in their order
 */
public record JekyllUrls(
        String collectionsDir,
        Permalink posts,
        String ending,
        List<Collection> collections,
        Set<String> included,
        Set<String> excluded,
        List<Default> defaults)
        implements Permalinks {
    private static final Pattern DOTS = Pattern.compile("\\.+$");
    private static final String POSTS = "posts";
    private static final String ENDING = ":output_ext";
    private static final Map<String, String> STYLES = Map.of(
            "date", "/:categories/:year/:month/:day/:title:output_ext",
            "pretty", "/:categories/:year/:month/:day/:title/",
            "ordinal", "/:categories/:year/:y_day/:title:output_ext",
            "weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext",
            "none", "/:categories/:title:output_ext");
    private static final Map<String, DateTimeFormatter> DATES = Map.ofEntries(
            date("year", "yyyy"),
            date("month", "MM"),
            date("day", "dd"),
            date("hour", "HH"),
            date("minute", "mm"),
            date("second", "ss"),
            date("i_day", "d"),
            date("i_month", "M"),
            date("short_month", "MMM"),
            date("long_month", "MMMM"),
            date("short_year", "yy"),
            date("w_year", "YYYY"),
            date("week", "ww"),
            date("w_day", "e"),
            date("short_day", "EEE"),
            date("long_day", "EEEE"),
            date("y_day", "DDD"));

    /** @param label such as {@code recipes} of {@code _recipes} */
    public record Collection(String label, Permalink permalink) {}

    /**
     * One of {@code defaults:}.
     *
     * @param path what paths begin with, perhaps with {@code *}; empty for all
     * @param type {@code posts}, {@code pages} or a collection's label; empty for all
     */
    public record Default(
            String path, Optional<String> type, Optional<Permalink> permalink, Optional<List<String>> categories) {
        public Default {
            categories = categories.map(List::copyOf);
        }

        boolean applies(String file, String ofType) {
            return (type.isEmpty() || type.get().equals(ofType))
                    && (path.indexOf('*') < 0 ? file.startsWith(path) : Glob.covers(path, file));
        }

        boolean beats(Default other) {
            return path.length() != other.path.length()
                    ? path.length() > other.path.length()
                    : type.isPresent() || other.type.isEmpty();
        }
    }

    public JekyllUrls {
        collections = List.copyOf(collections);
        included = Set.copyOf(included);
        excluded = Set.copyOf(excluded);
        defaults = List.copyOf(defaults);
    }

    private static Map.Entry<String, DateTimeFormatter> date(String name, String pattern) {
        // Of this region weeks are those of ISO 8601.
        return Map.entry(name, DateTimeFormatter.ofPattern(pattern, Locale.UK));
    }

    /** Of a style of the site: {@code pretty}, or a pattern. */
    public static Permalink.Reading style(String written) {
        return Permalink.read(Dialect.JEKYLL, STYLES.getOrDefault(written, written));
    }

    /** What a site of that style has behind its pages' names. */
    public static String ending(String style) {
        return switch (style) {
            case "pretty" -> "/";
            case "date", "ordinal", "none" -> ENDING;
            default -> style.endsWith("/") ? "/" : style.endsWith(ENDING) ? ENDING : "";
        };
    }

    @Override
    public Dialect dialect() {
        return Dialect.JEKYLL;
    }

    @Override
    public Optional<UrlPath> url(Source source) {
        String path = relative(source);
        Optional<String> label = label(path);
        if (label.isEmpty()) {
            return isPage(path) ? page(path, pagesDefault(path)) : Optional.empty();
        }
        Optional<Permalink> ofKind = label.get().equals(POSTS)
                ? Optional.of(posts)
                : collections.stream()
                        .filter(c -> c.label.equals(label.get()))
                        .map(Collection::permalink)
                        .findFirst();
        return ofKind.flatMap(
                own -> document(merged(path, label.get(), Default::permalink).orElse(own), source, path, label.get()));
    }

    @Override
    public Optional<UrlPath> url(Permalink permalink, Source source) {
        String path = relative(source);
        return label(path)
                .map(label -> document(permalink, source, path, label))
                .orElseGet(() -> page(path, Optional.of(permalink)));
    }

    /** The path of what is a page to Jekyll, or in a collection that it publishes, as if that were a folder of pages; empty for else. */
    public Optional<String> page(String file) {
        String path = relative(file);
        Optional<String> label = label(path);
        return label.isPresent()
                ? label.filter(l -> !l.equals(POSTS)).map(l -> path.substring(1))
                : Optional.of(path).filter(this::isPage);
    }

    /** Whether Jekyll leaves a file out: by its path or that of a folder it lies in, unless just that is included. */
    public boolean excludes(String file) {
        for (int end = file.indexOf('/'); ; end = file.indexOf('/', end + 1)) {
            String part = end < 0 ? file : file.substring(0, end);
            if (isExcluded(part, end >= 0) && !isIncluded(part)) {
                return true;
            }
            if (end < 0) {
                return false;
            }
        }
    }

    private boolean isExcluded(String path, boolean folder) {
        return excluded.stream()
                .anyMatch(each ->
                        path.startsWith(each) || (folder && each.equals(path + "/")) || Glob.matches(each, path));
    }

    private boolean isIncluded(String path) {
        return included.contains(path) || included.contains(path.substring(path.lastIndexOf('/') + 1));
    }

    private String relative(Source source) {
        return relative(source.path().value());
    }

    private String relative(String path) {
        return path.startsWith(collectionsDir) ? path.substring(collectionsDir.length()) : path;
    }

    /** Of posts {@code posts}; empty for pages. */
    private Optional<String> label(String path) {
        String inside = "/" + path;
        if (inside.contains("/_posts/") || inside.contains("/_drafts/")) {
            return Optional.of(POSTS);
        }
        return collections.stream()
                .map(Collection::label)
                .filter(label -> path.startsWith("_" + label + "/"))
                .findFirst();
    }

    private boolean isPage(String path) {
        for (int end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
            String part = end < 0 ? path : path.substring(0, end);
            String name = part.substring(part.lastIndexOf('/') + 1);
            if ("_.#~".indexOf(name.charAt(0)) >= 0 && !isIncluded(part)) {
                return false;
            }
            if (end < 0) {
                return true;
            }
        }
    }

    /** To documents one that does not take precedence gives what none before it has given. */
    private <T> Optional<T> merged(String path, String type, Function<Default, Optional<T>> value) {
        Optional<T> merged = Optional.empty();
        Optional<Default> former = Optional.empty();
        for (Default each : defaults) {
            if (each.applies(path, type)) {
                boolean beats = former.isEmpty() || each.beats(former.get());
                Optional<T> given = value.apply(each);
                if (given.isPresent() && (beats || merged.isEmpty())) {
                    merged = given;
                }
                former = beats ? Optional.of(each) : former;
            }
        }
        return merged;
    }

    /** To pages only those count that give a permalink. */
    private Optional<Permalink> pagesDefault(String path) {
        Optional<Default> best = Optional.empty();
        for (Default each : defaults) {
            if (each.permalink.isPresent()
                    && each.applies(path, "pages")
                    && (best.isEmpty() || each.beats(best.get()))) {
                best = Optional.of(each);
            }
        }
        return best.flatMap(Default::permalink);
    }

    private Optional<UrlPath> page(String path, Optional<Permalink> permalink) {
        String folder = "/" + path.substring(0, path.lastIndexOf('/') + 1);
        String basename = withoutDots(ContentPath.withoutExtension(path.substring(path.lastIndexOf('/') + 1)));
        if (permalink.isEmpty()) {
            String behind = ending.equals(ENDING) ? ".html" : ending;
            return url(basename.equals("index") ? folder : folder + basename + behind);
        }
        return permalink
                .get()
                .fill(
                        Slug::decoded,
                        name -> Optional.of(
                                switch (name) {
                                    case "path" -> folder;
                                    case "basename" -> basename;
                                    case "output_ext" -> ".html";
                                    default -> ":" + name;
                                }))
                .flatMap(JekyllUrls::url);
    }

    private Optional<UrlPath> document(Permalink permalink, Source source, String path, String label) {
        return permalink
                .fill(Slug::decoded, name -> value(name, source, path, label))
                .flatMap(JekyllUrls::url);
    }

    private Optional<String> value(String name, Source source, String path, String label) {
        DateTimeFormatter date = DATES.get(name);
        if (date != null) {
            Optional<LocalDateTime> time = source.time();
            return time.map(date::format);
        }
        String file = path.substring(path.lastIndexOf('/') + 1);
        String basename = ContentPath.withoutExtension(file);
        String slug = source.slug().orElseGet(() -> withoutDots(source.name()));
        return Optional.of(
                switch (name) {
                    case "title" -> GeneratorNames.jekyllsPretty(slug);
                    case "slug" -> GeneratorNames.jekylls(slug).toLowerCase(Locale.ROOT);
                    case "name" -> GeneratorNames.jekylls(basename).toLowerCase(Locale.ROOT);
                    case "basename" -> basename;
                    case "categories" ->
                        categories(source, path, label)
                                .map(category -> category.toLowerCase(Locale.ROOT))
                                .distinct()
                                .collect(Collectors.joining("/"));
                    case "slugified_categories" ->
                        categories(source, path, label)
                                .map(category ->
                                        GeneratorNames.jekylls(category).toLowerCase(Locale.ROOT))
                                .distinct()
                                .collect(Collectors.joining("/"));
                    case "path" ->
                        withoutDots(ContentPath.withoutExtension(path).replaceFirst("_" + Pattern.quote(label), ""));
                    case "collection" -> label;
                    case "output_ext" -> ".html";
                    default -> "";
                });
    }

    /** Of the folders above {@code _posts}, of the defaults, and its own. */
    private Stream<String> categories(Source source, String path, String label) {
        Set<String> categories = new LinkedHashSet<>();
        int posts = ("/" + path).indexOf(label.equals(POSTS) ? "/_posts/" : "/_" + label + "/");
        if (posts > 0) {
            categories.addAll(List.of(path.substring(0, posts - 1).split("/")));
        }
        merged(path, label, Default::categories).ifPresent(categories::addAll);
        categories.addAll(source.categories());
        return categories.stream();
    }

    private static String withoutDots(String name) {
        return DOTS.matcher(name).replaceFirst("");
    }

    private static Optional<UrlPath> url(String path) {
        return Permalinks.path(("/" + path).replace("..", "/").replace("./", ""));
    }

    @Override
    public void write(BinaryWriter out) throws IOException {
        out.constant(dialect());
        out.string(collectionsDir);
        out.string(posts.text());
        out.string(ending);
        out.all(collections, c -> {
            out.string(c.label);
            out.string(c.permalink.text());
        });
        out.all(included.stream().sorted().toList(), out::string);
        out.all(excluded.stream().sorted().toList(), out::string);
        out.all(defaults, d -> {
            out.string(d.path);
            out.optional(d.type, out::string);
            out.optional(d.permalink, p -> out.string(p.text()));
            out.optional(d.categories, c -> out.all(c, out::string));
        });
    }

    static JekyllUrls read(BinaryReader in) throws IOException {
        return new JekyllUrls(
                in.string(),
                permalink(in),
                in.string(),
                in.all(() -> new Collection(in.string(), permalink(in))),
                Set.copyOf(in.all(in::string)),
                Set.copyOf(in.all(in::string)),
                in.all(() -> new Default(
                        in.string(),
                        in.optional(in::string),
                        in.optional(() -> permalink(in)),
                        in.optional(() -> in.all(in::string)))));
    }

    private static Permalink permalink(BinaryReader in) {
        return new Permalink(Dialect.JEKYLL, in.string());
    }
}
