package org.broadsheet.ingest.layout;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ObjectKey;

/**
 * The URLs that an author's content cannot have, with the reason: those that are ours, and those at which the site store can hold
 * nothing, or nothing of its own.
 */
public final class ReservedPaths {
    private static final Set<String> OURS =
            Set.of("git", "api", "hooks", "health", "metrics", "console", "_preview", "hub");
    private static final Set<String> LISTINGS = Set.of("archive", "topics", "authors");
    private static final String LISTED = " is reserved: the site lists its posts under /";
    private static final Pattern OUR_FILES = Pattern.compile(
            "((?:feed|atom|sitemap[^/]*)\\.xml|feed\\.json|robots\\.txt|favicon\\.(?:ico|svg)|apple-touch-icon\\.png|site\\.webmanifest|assets/broadsheet-[^/]*\\.css)(/.*)?");
    private static final String INDEX = "/index.html";
    private static final Set<String> FEEDS = Set.of("feed.xml", "atom.xml", "feed.json");

    private ReservedPaths() {}

    /** Why a post or page cannot be at {@code url}; empty if it can. */
    public static Optional<String> ofDocument(UrlPath url) {
        if (url.equals(UrlPath.ROOT)) {
            return Optional.empty();
        }
        Optional<ObjectKey> key = ObjectKey.at(url);
        if (key.isPresent() && (!key.get().urls().contains(url) || url.value().endsWith(INDEX))) {
            return Optional.of(url + " would be the same file as " + key.get().url());
        }
        if (url.value().contains("/.")) {
            return Optional.of("a name in " + url + " begins with a dot, and web servers hide such files");
        }
        // Of files that we make it has none, whichever of its object's names is its own.
        Optional<String> reserved = ofObject(ObjectKey.object(url));
        if (reserved.isPresent()) {
            return reserved;
        }
        if (url.value().toLowerCase(Locale.ROOT).endsWith(".md")) {
            return Optional.of(url + " is reserved: what ends in .md is a page's Markdown");
        }
        String first = first(ObjectKey.object(url));
        if (LISTINGS.contains(first)) {
            return Optional.of(url + LISTED + first);
        }
        String object = ObjectKey.object(url).key().toLowerCase(Locale.ROOT);
        return switch (object) {
            case "robots.txt", "favicon.ico" -> Optional.of(url + " is reserved: it is no page");
            default ->
                OUR_FILES.matcher(object).matches()
                        ? Optional.of(url + " is reserved: a file of the site is there")
                        : Optional.empty();
        };
    }

    /**
     * Why a file of the author's cannot be at {@code url}; empty if it can. It may lie where we would make a page or file of our
     * own, such as {@code robots.txt}, {@code 404.html} or {@code index.html}, which it then beats; not at the feeds and maps.
     */
    public static Optional<String> ofAsset(UrlPath url) {
        return url.key().equalsIgnoreCase("assets")
                ? Optional.of(url + " is reserved: the site's style sheet is below it")
                : ofObject(url);
    }

    private static Optional<String> ofObject(UrlPath url) {
        Optional<ObjectKey> key = ObjectKey.at(url);
        if (key.isEmpty() && url.value().contains(ObjectKey.PAGE + "/")) {
            return Optional.of("a folder in " + url + " is named as files of pages are");
        }
        if (key.isEmpty()) {
            return Optional.of("the URL has " + url.key().getBytes(StandardCharsets.UTF_8).length
                    + " bytes, more than can be stored");
        }
        if (!key.get().urls().contains(url) || url.value().equals("/index")) {
            return Optional.of(url + " would be the same file as " + key.get().url());
        }
        String first = first(url);
        if (OURS.contains(first)) {
            return Optional.of(url + " is reserved: the server itself answers under /" + first);
        }
        if (first.startsWith(".broadsheet")) {
            return Optional.of(url + " is reserved: names that begin with .broadsheet are the store's own");
        }
        String whole = url.key().toLowerCase(Locale.ROOT);
        if (FEEDS.contains(whole)) {
            return Optional.of(url + " is reserved: the site's feed is there");
        }
        Matcher below = OUR_FILES.matcher(whole);
        if (below.matches() && below.group(2) != null) {
            return Optional.of(url + " is reserved: /" + below.group(1) + " is a file of the site, and no folder");
        }
        if (whole.startsWith("sitemap") && whole.endsWith(".xml") && whole.indexOf('/') < 0) {
            return Optional.of(url + " is reserved: the site's map is there");
        }
        if (LISTINGS.contains(whole)) {
            return Optional.of(url + LISTED + whole);
        }
        return switch (whole) {
            case "posts" -> Optional.of(url + " is reserved: the site's posts are below it");
            case "blog" -> Optional.of(url + " is reserved: the list of posts moves there when an index.md takes /");
            case "404" -> Optional.of(url + " is reserved: it is what is shown where nothing is");
            default -> Optional.empty();
        };
    }

    private static String first(UrlPath url) {
        String key = url.key().toLowerCase(Locale.ROOT);
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }
}
