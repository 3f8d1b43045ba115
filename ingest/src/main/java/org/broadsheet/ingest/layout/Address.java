package org.broadsheet.ingest.layout;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;

/** Where a post or page is, or would be, read. */
public sealed interface Address {
    /**
     * @param slug the last part of the URL
     * @param exact whether all of the file's name went into the slug
     */
    record At(Slug slug, UrlPath url, boolean exact) implements Address {}

    /** It cannot have a URL. */
    record Nowhere(String message, String hint) implements Address {}

    /** @param slug the front matter's, cleaned: a name, or a path below the folder of the post or page */
    static Address of(Place.Document place, Optional<String> slug) {
        if (isRoot(place, slug)) {
            return new At(new Slug("index"), UrlPath.ROOT, true);
        }
        String named = named(place, slug);
        if (named.isEmpty()) {
            return new Nowhere(
                    "nothing of the name \"" + place.name() + "\" can stand in a URL",
                    "rename the file, or write slug: first-post; letters, digits and -_.~ can");
        }
        // One byte less than a file name holds, for ".410.html" and the like go behind it.
        String last = named.substring(named.lastIndexOf('/') + 1);
        if (named.startsWith(".broadsheet") || last.getBytes(StandardCharsets.UTF_8).length > Slug.MAX_BYTES) {
            return new Nowhere("the slug \"" + named + "\" is reserved", "write slug: first-post");
        }
        UrlPath url = url(place, slug, false);
        boolean exact = slug.isPresent() || isExact(place);
        return ReservedPaths.ofDocument(url)
                .<Address>map(reason -> new Nowhere(reason, "write slug: another-name, or move the file"))
                .orElseGet(() -> new At(new Slug(last), url, exact));
    }

    /** The URL of what is {@link At} one. */
    public static UrlPath url(Place.Document place, Optional<String> slug, boolean dated) {
        if (isRoot(place, slug)) {
            return UrlPath.ROOT;
        }
        String day = dated && mayBeDated(place, slug) ? place.date().orElseThrow() + "-" : "";
        return new UrlPath(place.folder() + day + named(place, slug));
    }

    public static boolean mayBeDated(Place.Document place, Optional<String> slug) {
        return slug.isEmpty() && place.date().isPresent();
    }

    private static boolean isRoot(Place.Document place, Optional<String> slug) {
        return place.name().isEmpty() && slug.isEmpty();
    }

    private static String named(Place.Document place, Optional<String> slug) {
        return slug.orElseGet(() -> cleaned(place.name()));
    }

    private static String cleaned(String name) {
        return Slug.clean(Slug.decoded(name));
    }

    /** Whether a file's name is all in the slug that is made of it, as that of {@code C.md} is, and that of {@code C#.md} is not. */
    public static boolean isExact(ContentPath path) {
        return Slug.isWhole(Slug.decoded(Layout.PLAIN.stemOf(path.value())));
    }

    private static boolean isExact(Place.Document place) {
        return Slug.isWhole(Slug.decoded(place.name()));
    }
}
