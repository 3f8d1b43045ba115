package org.broadsheet.ingest.layout;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.permalink.HugoUrls;
import org.broadsheet.ingest.permalink.JekyllUrls;
import org.broadsheet.ingest.permalink.Permalinks;

/**
 * The table of what a file is by where it lies. What is not in it is not published.
 *
 * @param generator by whose table files are posts and pages where ours says nothing: Jekyll's or Hugo's rules; empty for none
 * @param folders what {@code content:} in {@code site.yml} says of some, the deepest first
 */
public record Layout(Optional<Permalinks> generator, List<Folder> folders) {
    public static final Layout PLAIN = new Layout(Optional.empty(), List.of());

    /** What the files of a folder are. */
    public enum Use {
        POSTS,
        PAGES,
        /** Of the web root, at their paths in the repository. */
        FILES,
        IGNORE,
        DRAFTS;

        /** As people write it. */
        public static Optional<Use> written(String name) {
            return Arrays.stream(values())
                    .filter(use -> use.name().equalsIgnoreCase(name))
                    .findFirst();
        }
    }

    /** @param path of the repository, without slashes at its ends; empty for the root */
    public record Folder(String path, Use use) {
        /** What of a file's path lies below it; empty if it does not. */
        private Optional<String> below(String file) {
            int from = path.length() + 1;
            return path.isEmpty()
                    ? Optional.of(file)
                    : file.length() > from && file.charAt(from - 1) == '/' && file.startsWith(path)
                            ? Optional.of(file.substring(from))
                            : Optional.empty();
        }
    }

    /**
     * @param below the part of a file's path that lies below the folder of its kind
     * @param asked whether the generator's configuration asks for it whatever its folders are named
     */
    private record Home(Use use, String below, boolean asked) {
        Home(Use use, String below) {
            this(use, below, false);
        }

        boolean isNeverPublished() {
            return Layout.isNeverPublished(asked ? below.replaceAll("(^|/)_+", "$1") : below);
        }
    }

    public Layout {
        folders = folders.stream()
                .sorted(Comparator.comparing((Folder folder) -> folder.path.length())
                        .reversed()
                        .thenComparing(Folder::path))
                .toList();
    }

    public static final String SETTINGS = "site.yml";
    static final String POSTS = "/posts/";
    public static final String PACKAGE = "package.json";

    /** Names that a generator's configuration has in the root, the one that counts first. */
    public static final List<String> CONFIGURATIONS = List.of(
            "_config.yml",
            "_config.yaml",
            "_config.toml",
            "hugo.toml",
            "hugo.yaml",
            "hugo.yml",
            "hugo.json",
            "config.toml",
            "config.yaml",
            "config.yml",
            "config.json",
            PACKAGE);

    /** Where Hugo looks besides, for several files, each of one name with several endings. */
    private static final Pattern PART = Pattern.compile("config/_default/[^/]+\\.(toml|yaml|yml|json)");

    private static final Pattern MAIN_PART = Pattern.compile(".*/(hugo|config)\\.[a-z]+");

    private static final List<String> POST_ROOTS =
            List.of("_posts/", "posts/", "content/posts/", "content/post/", "content/blog/");
    private static final List<String> PAGE_ROOTS = List.of("pages/", "_pages/", "content/");
    private static final List<String> DRAFT_ROOTS = List.of("_drafts/", "drafts/");
    private static final List<String> WEB_ROOTS = List.of("public/", "static/");
    private static final List<String> JEKYLL_WEB_ROOTS = List.of("assets/", "images/");
    private static final Set<String> LISTINGS = Set.of("/", "/archive", "/topics");
    private static final Set<String> ROOTS = Set.of(
            "_posts", "posts", "content", "pages", "_pages", "_drafts", "drafts", "public", "static", "assets",
            "images");
    private static final String CONTENT = "content/";
    /** So the name begins of what Hugo takes for the text of a folder that holds others. */
    public static final String BRANCH = "_index.";

    private static final List<String> TEXTS = List.of(".md", ".markdown", ".html");
    /** Wherever they lie. */
    private static final List<Folder> JEKYLLS =
            List.of(new Folder("_drafts", Use.DRAFTS), new Folder("_posts", Use.POSTS));

    private static final List<String> META_FILES = List.of("README", "LICENSE", "CHANGELOG", "CONTRIBUTING", "AGENTS");
    private static final Pattern DATED =
            Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:-(.+)|[_ ].*)?", Pattern.DOTALL);
    /** Markdown by another name: a post in the making, which nobody asked to be handed out as it is, front matter and all. */
    private static final Pattern SOURCE = Pattern.compile(
            ".*\\.(md|markdown|mdx|mdown|mkdn?|mkdown|mdwn|rmd|qmd|org|adoc|asciidoc|rst|textile)(~|\\.(bak|orig|old|swp|tmp))?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Of {@code 2026-11-23-}. */
    private static final int DATE_LENGTH = 11;

    private static final int MAX_SEGMENT_BYTES = 200;

    /** Whether a name in the root matters: of a folder with content, of the settings, or of a generator's configuration. */
    public boolean matters(String firstSegment) {
        if (firstSegment.equals(SETTINGS)
                || firstSegment.equals("config")
                || CONFIGURATIONS.contains(firstSegment)
                || ROOTS.contains(firstSegment)) {
            return true;
        }
        boolean ofContent =
                hugo().map(hugo -> firstSegment.equals(first(hugo.content()))).orElse(false);
        if (ofContent) {
            return true;
        }
        boolean anywhere = generator.filter(JekyllUrls.class::isInstance).isPresent()
                || folders.stream().anyMatch(folder -> folder.path.isEmpty());
        return (anywhere && !firstSegment.startsWith(".") && !firstSegment.equals("node_modules"))
                || folders.stream()
                        .anyMatch(folder ->
                                folder.path.equals(firstSegment) || folder.path.startsWith(firstSegment + "/"));
    }

    private static String first(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    /** Whether a file may be one that is {@link Place#isRead} in any layout. */
    public static boolean mayBeRead(String path) {
        return path.equals(SETTINGS) || CONFIGURATIONS.contains(path) || isPart(path) || isText(path) || isHtml(path);
    }

    /** Whether a file may say a part of what a configuration of Hugo's says. */
    public static boolean isPart(String path) {
        return PART.matcher(path).matches();
    }

    /** Whether it is the one of which the others say more. */
    public static boolean isMainPart(String path) {
        return isPart(path) && MAIN_PART.matcher(path).matches();
    }

    /** Whether a file is HTML by its name: a post or page by its place is one then only if front matter begins it. */
    public static boolean isHtml(String path) {
        return path.endsWith(".html");
    }

    private static boolean isText(String path) {
        return path.endsWith(".md") || path.endsWith(".markdown");
    }

    /** The part of the path of a post, or of what lies among posts, below its folder of posts; empty for files elsewhere. */
    public Optional<String> belowPosts(String path) {
        return home(path).filter(home -> home.use == Use.POSTS).map(Home::below);
    }

    /** The name of a post or page, without ending and language: of an index file its folder's. */
    public String stemOf(String path) {
        String below = home(path).map(Home::below).orElse(path);
        String name = withoutLanguage(stem(name(below)));
        String folder = folder(below);
        return !name.equals("index") || folder.isEmpty() ? name : name(folder.substring(0, folder.length() - 1));
    }

    public Place place(String path) {
        if (path.equals(SETTINGS)) {
            return new Place.Settings();
        }
        if (CONFIGURATIONS.contains(path) || isPart(path)) {
            return new Place.Configuration(path);
        }
        Optional<Home> home = home(path);
        if (home.isEmpty() || home.get().use == Use.IGNORE || home.get().isNeverPublished()) {
            return new Place.NotPublished();
        }
        Optional<Place> refused = refused(path);
        if (refused.isPresent()) {
            return refused.get();
        }
        String below = home.get().below;
        if (home.get().use == Use.FILES) {
            return webRoot(below);
        }
        boolean page = home.get().use == Use.PAGES;
        boolean inSection = page && isInSection(path);
        Place other =
                SOURCE.matcher(path).matches() ? new Place.NotPublished() : new Place.Neighbour(!page || inSection);
        if (!isText(path) && !isHtml(path)) {
            return other;
        }
        if (language(path).isPresent()) {
            return isText(path) ? new Place.NotPublished() : other;
        }
        Place text = page ? page(below, inSection) : post(below, home.get().use == Use.DRAFTS);
        return isText(path) || text instanceof Place.Document ? text : other;
    }

    /** The language of a text that is not the site's, after its name or the folder of content in which it lies. */
    public Optional<String> language(String path) {
        return hugo().flatMap(hugo -> hugo.languageOfFolder(path).or(() -> hugo.otherLanguage(stem(name(path)))));
    }

    /** What of a path lies below the folder of a generator's content. */
    public Optional<String> belowContent(String path) {
        return hugo().map(hugo -> hugo.belowContent(path)).orElseGet(() -> below(List.of(CONTENT), path));
    }

    /** Whether a file lies in a folder of a generator's content, in whatever language. */
    public boolean isOfContent(String path) {
        return belowContent(path).isPresent()
                || hugo().flatMap(hugo -> hugo.languageOfFolder(path)).isPresent();
    }

    /** As if Hugo's content lay in {@code content}; empty where it does not lie there, and where that of another language lies. */
    private Optional<String> asContent(String path) {
        Optional<String> below = hugo().flatMap(hugo -> hugo.belowContent(path));
        boolean elsewhere = below.isEmpty()
                && hugo().filter(hugo -> path.startsWith(CONTENT)
                                || hugo.languageOfFolder(path).isPresent())
                        .isPresent();
        return elsewhere ? Optional.empty() : below.map(rest -> CONTENT + rest).or(() -> Optional.of(path));
    }

    private String withoutLanguage(String stem) {
        return hugo().map(hugo -> hugo.withoutLanguage(stem)).orElse(stem);
    }

    private Optional<HugoUrls> hugo() {
        return generator.filter(HugoUrls.class::isInstance).map(HugoUrls.class::cast);
    }

    /** The folders below that of Hugo's content in which a file lies, the deepest last; none where the site says itself what it is. */
    public List<String> hugosFolders(String path) {
        Optional<String> below =
                folders.stream().anyMatch(folder -> folder.below(path).isPresent())
                        ? Optional.empty()
                        : hugo().flatMap(hugo -> hugo.belowContent(path));
        List<String> all = new ArrayList<>();
        if (below.isPresent()) {
            int root = path.length() - below.get().length();
            for (int slash = path.indexOf('/', root); slash > 0; slash = path.indexOf('/', slash + 1)) {
                all.add(path.substring(0, slash));
            }
        }
        return all;
    }

    /** Where the text may lie of which all below its folder is a part, as Hugo has it. */
    public List<String> leaves(String folder) {
        return hugo().map(hugo -> Stream.of("index", "index." + hugo.own())
                        .flatMap(stem -> TEXTS.stream().map(ending -> folder + "/" + stem + ending))
                        .toList())
                .orElse(List.of());
    }

    /** Whether by itself it makes a folder one with all that lies there, or one that holds others, to Hugo. */
    public boolean isOfFolder(String path) {
        String name = name(path);
        return name.startsWith(BRANCH) || withoutLanguage(stem(name)).equals("index");
    }

    /** Whether URLs hang on which folders hold a text of their own. */
    public boolean asksForSections() {
        return hugo().filter(HugoUrls::asksForSections).isPresent();
    }

    /** Where Hugo lists what it finds. */
    private boolean isInSection(String path) {
        Optional<String> below = hugo().flatMap(hugo -> hugo.belowContent(path));
        if (below.isEmpty()) {
            return false;
        }
        String folder = folder(below.get());
        boolean bundle = withoutLanguage(stem(name(path))).equals("index");
        return bundle ? folder.indexOf('/') < folder.length() - 1 : !folder.isEmpty();
    }

    private Optional<Home> home(String path) {
        for (Folder folder : folders) {
            Optional<String> below = folder.path.isEmpty() ? Optional.empty() : folder.below(path);
            if (below.isPresent()) {
                return below.map(inside -> new Home(folder.use, folder.use == Use.FILES ? path : inside));
            }
        }
        if (generator.orElse(null) instanceof JekyllUrls jekyll && jekyll.excludes(path)) {
            return Optional.empty();
        }
        return asContent(path)
                .flatMap(Layout::byTable)
                .or(() -> generator
                        .filter(JekyllUrls.class::isInstance)
                        .flatMap(jekyll -> jekylls((JekyllUrls) jekyll, path)))
                .or(() -> folders.stream()
                        .filter(folder -> folder.path.isEmpty())
                        .findFirst()
                        .map(root -> new Home(root.use, path)));
    }

    private static Optional<Home> byTable(String path) {
        return below(POST_ROOTS, path)
                .map(below -> new Home(Use.POSTS, below))
                .or(() -> below(DRAFT_ROOTS, path).map(below -> new Home(Use.DRAFTS, below)))
                .or(() -> below(PAGE_ROOTS, path).map(below -> new Home(Use.PAGES, below)))
                .or(() -> below(WEB_ROOTS, path).map(below -> new Home(Use.FILES, below)));
    }

    private static Optional<Home> jekylls(JekyllUrls jekyll, String path) {
        for (Folder inside : JEKYLLS) {
            int at = path.indexOf("/" + inside.path + "/");
            int below = at + inside.path.length() + 2;
            if (at > 0 && below < path.length()) {
                return Optional.of(new Home(inside.use, path.substring(below)));
            }
        }
        if (below(JEKYLL_WEB_ROOTS, path).isPresent()) {
            return Optional.of(new Home(Use.FILES, path));
        }
        // What is shown where nothing is has no URL of its own.
        boolean mayBePage = (isText(path) || isHtml(path)) && !stem(name(path)).equals("404");
        return mayBePage ? jekyll.page(path).map(below -> new Home(Use.PAGES, below, true)) : Optional.empty();
    }

    /** The first of a page's folders of whose name not all stands in its URL. */
    public Optional<String> cutFolder(String path) {
        String folder = home(path)
                .filter(home -> home.use == Use.PAGES)
                .map(home -> folder(home.below))
                .orElse("");
        String[] segments = folder.isEmpty() ? new String[0] : folder.split("/");
        boolean bundle = withoutLanguage(stem(name(path))).equals("index");
        return Arrays.stream(segments, 0, segments.length - (bundle && segments.length > 0 ? 1 : 0))
                .filter(segment -> !Slug.isWhole(segment))
                .findFirst();
    }

    /** Whether files in a folder are published. */
    public boolean publishes(String folder) {
        return !(place(folder + "/x") instanceof Place.NotPublished);
    }

    private static Optional<String> below(List<String> roots, String path) {
        for (String root : roots) {
            if (path.startsWith(root) && path.length() > root.length()) {
                return Optional.of(path.substring(root.length()));
            }
        }
        return Optional.empty();
    }

    private static boolean isNeverPublished(String below) {
        String[] segments = below.split("/", -1);
        String name = segments[segments.length - 1];
        boolean introduction = name.equals("_index.md");
        return Arrays.stream(segments, 0, segments.length - (introduction ? 1 : 0))
                        .anyMatch(s -> s.startsWith(".") || s.startsWith("_") || s.equals("node_modules"))
                || META_FILES.stream().anyMatch(name::startsWith);
    }

    private static Optional<Place> refused(String path) {
        if (path.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
            return Optional.of(new Place.Refused(
                    "the file's name holds a line break or another control character", "rename the file"));
        }
        if (path.indexOf('\uFFFD') >= 0) {
            return Optional.of(
                    new Place.Refused("the file's name is not UTF-8", "rename the file, its name in UTF-8 or ASCII"));
        }
        return Optional.empty();
    }

    private static Place webRoot(String below) {
        String url = "/" + Normalizer.normalize(below, Normalizer.Form.NFC);
        for (String segment : below.split("/", -1)) {
            if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
                return new Place.Refused(
                        "a name in the file's path has more than " + MAX_SEGMENT_BYTES + " bytes", "shorten the name");
            }
        }
        UrlPath path = new UrlPath(url);
        return ReservedPaths.ofAsset(path)
                .<Place>map(reason -> new Place.Refused(reason, "move the file to another folder or name"))
                .orElseGet(() -> new Place.WebRoot(path));
    }

    private Place post(String below, boolean draft) {
        String name = name(below);
        String folder = folder(below);
        if (name.equals("_index.md")) {
            return folder.isEmpty() && !draft
                    ? new Place.Introduction(new UrlPath("/archive"))
                    : new Place.PassedOver(
                            "passed over: an introduction belongs into the folder of all posts, for this one has no listing",
                            "give it the name of a post, move it to _posts/_index.md, or leave it as it is");
        }
        String stem = withoutLanguage(stem(name));
        boolean bundle = stem.equals("index");
        if (bundle && folder.isEmpty()) {
            return new Place.Refused(
                    "an index file here would be a post without a name",
                    "name the file after the post, or call it _index.md to introduce the list of posts");
        }
        String title = bundle ? name(folder.substring(0, folder.length() - 1)) : stem;
        Matcher dated = DATED.matcher(title);
        if (!dated.matches()) {
            return new Place.Document(Kind.POST, draft, title, Optional.empty(), POSTS, bundle, false);
        }
        String rest = dated.group(4) == null ? title : dated.group(4);
        try {
            LocalDate date = LocalDate.of(
                    Integer.parseInt(dated.group(1)),
                    Integer.parseInt(dated.group(2)),
                    Integer.parseInt(dated.group(3)));
            return new Place.Document(Kind.POST, draft, rest, Optional.of(date), POSTS, bundle, false);
        } catch (DateTimeException e) {
            return dated.start(4) == DATE_LENGTH
                    ? new Place.Refused(
                            "the file's name begins with " + title.substring(0, DATE_LENGTH - 1)
                                    + ", which is no date of the calendar",
                            "rename the file, such as 2026-11-23-" + rest + ".md")
                    : new Place.Document(Kind.POST, draft, title, Optional.empty(), POSTS, bundle, false);
        }
    }

    private Place page(String below, boolean section) {
        String name = name(below);
        String folder = folder(below);
        StringBuilder url = new StringBuilder("/");
        String stem = withoutLanguage(stem(name));
        boolean bundle = stem.equals("index");
        String[] segments = folder.isEmpty() ? new String[0] : folder.split("/");
        boolean introduction = name.equals("_index.md");
        int folders = segments.length - (bundle && segments.length > 0 ? 1 : 0);
        for (int i = 0; i < folders; i++) {
            String segment = Slug.clean(segments[i]);
            if (segment.isEmpty()) {
                return new Place.Refused(
                        "nothing of the folder name \"" + segments[i] + "\" can stand in a URL",
                        "rename the folder; letters, digits and -_.~ can");
            }
            url.append(segment).append('/');
        }
        if (introduction) {
            String listing = url.length() == 1 ? "/" : url.substring(0, url.length() - 1);
            return LISTINGS.contains(listing) || listing.startsWith("/topics/") || listing.startsWith("/authors/")
                    ? new Place.Introduction(new UrlPath(listing))
                    : new Place.PassedOver(
                            "passed over: there is no listing at " + listing + " that this could introduce",
                            listing.equals("/authors")
                                    ? "move it to the folder of one author, such as authors/ada"
                                    : "call it index.md to make it the page " + listing);
        }
        String title = !bundle ? stem : segments.length == 0 ? "" : segments[segments.length - 1];
        return new Place.Document(Kind.PAGE, false, title, Optional.empty(), url.toString(), bundle, section);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
