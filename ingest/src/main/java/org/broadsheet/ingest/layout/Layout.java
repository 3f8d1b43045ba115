package org.broadsheet.ingest.layout;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.generator.GeneratorFile;

/**
 * The table of what a file is by where it lies. What is not in it is not published.
 *
 * @param jekyll whether the root holds a {@code _config.yml}: then {@code assets/} and {@code images/} are a web root too; posts,
 *     pages, introductions and settings are where they are either way
 */
public record Layout(boolean jekyll) {
    public static final Layout PLAIN = new Layout(false);
    public static final Layout JEKYLL = new Layout(true);

    public static final String SETTINGS = "site.yml";
    public static final String POSTS = "/posts/";

    private static final List<String> POST_ROOTS =
            List.of("_posts/", "posts/", "content/posts/", "content/post/", "content/blog/");
    private static final List<String> PAGE_ROOTS = List.of("pages/", "_pages/", "content/");
    private static final List<String> DRAFT_ROOTS = List.of("_drafts/", "drafts/");
    private static final List<String> WEB_ROOTS = List.of("public/", "static/");
    private static final List<String> JEKYLL_WEB_ROOTS = List.of("assets/", "images/");
    private static final Set<String> LISTINGS = Set.of("/", "/archive", "/topics");
    private static final List<String> META_FILES = List.of("README", "LICENSE", "CHANGELOG", "CONTRIBUTING", "AGENTS");
    private static final Pattern DATED =
            Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:-(.+)|[_ ].*)?", Pattern.DOTALL);
    /** Markdown by another name: a post in the making, which nobody asked to be handed out as it is, front matter and all. */
    private static final Pattern SOURCE = Pattern.compile(
            ".*\\.(md|markdown|mdx|mdown|mkdn?|mkdown|mdwn|rmd|qmd)(~|\\.(bak|orig|old|swp|tmp))?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Of {@code 2026-11-23-}. */
    private static final int DATE_LENGTH = 11;

    private static final int MAX_SEGMENT_BYTES = 200;

    /** The names in the root that matter: of folders with content, of the settings, and of generators' configurations. */
    public static boolean matters(String firstSegment) {
        if (GeneratorFile.NAMES.contains(firstSegment)) {
            return true;
        }
        return switch (firstSegment) {
            case "_posts",
                    "posts",
                    "content",
                    "pages",
                    "_pages",
                    "_drafts",
                    "drafts",
                    "public",
                    "static",
                    "assets",
                    "images",
                    SETTINGS -> true;
            default -> false;
        };
    }

    /** Whether the place of {@code path} is one of those that are {@link Place#isRead}. */
    public static boolean isText(String path) {
        return path.equals(SETTINGS) || GeneratorFile.NAMES.contains(path) || path.endsWith(".md") || path.endsWith(".markdown");
    }

    /** The path below its folder of posts; empty for files elsewhere. */
    public static Optional<String> belowPosts(String path) {
        return below(POST_ROOTS, path);
    }

    public Place place(String path) {
        if (path.equals(SETTINGS)) {
            return new Place.Settings();
        }
        if (path.indexOf('/') < 0 && GeneratorFile.NAMES.contains(path)) {
            return new Place.Configuration(path);
        }
        Optional<String> posts = below(POST_ROOTS, path);
        Optional<String> drafts = below(DRAFT_ROOTS, path);
        Optional<String> pages = posts.isPresent() ? Optional.empty() : below(PAGE_ROOTS, path);
        Optional<String> web = below(WEB_ROOTS, path)
                .or(() -> jekyll && !below(JEKYLL_WEB_ROOTS, path).isEmpty() ? Optional.of(path) : Optional.empty());
        Optional<String> rest = posts.or(() -> drafts).or(() -> pages).or(() -> web);
        if (rest.isEmpty() || isNeverPublished(rest.get())) {
            return new Place.NotPublished();
        }
        Optional<Place> refused = refused(path);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (web.isPresent()) {
            return webRoot(web.get());
        }
        boolean page = pages.isPresent();
        if (!isText(path)) {
            return SOURCE.matcher(path).matches() ? new Place.NotPublished() : new Place.Neighbour(!page);
        }
        String below = rest.get();
        return page ? page(below) : post(below, drafts.isPresent());
    }

    /** The first of a page's folders of whose name not all stands in its URL. */
    public static Optional<String> cutFolder(String path) {
        if (below(POST_ROOTS, path).isPresent()) {
            return Optional.empty();
        }
        String folder = below(PAGE_ROOTS, path).map(Layout::folder).orElse("");
        String[] segments = folder.isEmpty() ? new String[0] : folder.split("/");
        boolean bundle = stem(name(path)).equals("index");
        return Arrays.stream(segments, 0, segments.length - (bundle && segments.length > 0 ? 1 : 0))
                .filter(segment -> !Slug.isWhole(segment))
                .findFirst();
    }

    /** Whether files in a folder are published. */
    public boolean publishes(String folder) {
        return !(place(folder + "/x.md") instanceof Place.NotPublished);
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

    private static Place post(String below, boolean draft) {
        String name = name(below);
        String folder = folder(below);
        if (name.equals("_index.md")) {
            return folder.isEmpty() && !draft
                    ? new Place.Introduction(new UrlPath("/archive"))
                    : new Place.PassedOver(
                            "passed over: an introduction belongs into the folder of all posts, for this one has no listing",
                            "give it the name of a post, move it to _posts/_index.md, or leave it as it is");
        }
        boolean bundle = stem(name).equals("index");
        if (bundle && folder.isEmpty()) {
            return new Place.Refused(
                    "an index file here would be a post without a name",
                    "name the file after the post, or call it _index.md to introduce the list of posts");
        }
        String title = bundle ? name(folder.substring(0, folder.length() - 1)) : stem(name);
        Matcher dated = DATED.matcher(title);
        if (!dated.matches()) {
            return new Place.Document(Kind.POST, draft, title, Optional.empty(), POSTS, bundle);
        }
        String rest = dated.group(4) == null ? title : dated.group(4);
        try {
            LocalDate date = LocalDate.of(
                    Integer.parseInt(dated.group(1)),
                    Integer.parseInt(dated.group(2)),
                    Integer.parseInt(dated.group(3)));
            return new Place.Document(Kind.POST, draft, rest, Optional.of(date), POSTS, bundle);
        } catch (DateTimeException e) {
            return dated.start(4) == DATE_LENGTH
                    ? new Place.Refused(
                            "the file's name begins with " + title.substring(0, DATE_LENGTH - 1)
                                    + ", which is no date of the calendar",
                            "rename the file, such as 2026-11-23-" + rest + ".md")
                    : new Place.Document(Kind.POST, draft, title, Optional.empty(), POSTS, bundle);
        }
    }

    private static Place page(String below) {
        String name = name(below);
        String folder = folder(below);
        StringBuilder url = new StringBuilder("/");
        boolean bundle = stem(name).equals("index");
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
        String title = !bundle ? stem(name) : segments.length == 0 ? "" : segments[segments.length - 1];
        return new Place.Document(Kind.PAGE, false, title, Optional.empty(), url.toString(), bundle);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }
}
