package org.broadsheet.ingest.layout;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;

/** Where a post or page is, or would be, read. */
public sealed interface Address {
    /** @param exact whether all of the file's name went into the slug */
    record At(Slug slug, UrlPath url, boolean exact) implements Address {}

    /** It cannot have a URL. */
    record Nowhere(String message, String hint) implements Address {}

    /** @param slug the front matter's, cleaned */
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
        if (named.startsWith(".broadsheet") || named.getBytes(StandardCharsets.UTF_8).length > 200) {
            return new Nowhere("the slug \"" + named + "\" is reserved", "write slug: first-post");
        }
        UrlPath url = url(place, slug, false);
        boolean exact = slug.isPresent() || Slug.isWhole(place.name());
        return ReservedPaths.ofDocument(url)
                .<Address>map(reason -> new Nowhere(reason, "write slug: another-name, or move the file"))
                .orElseGet(() -> new At(new Slug(named), url, exact));
    }

    /** The URL of what is {@link At} one. */
    static UrlPath url(Place.Document place, Optional<String> slug, boolean dated) {
        if (isRoot(place, slug)) {
            return UrlPath.ROOT;
        }
        String day = dated && mayBeDated(place, slug) ? place.date().orElseThrow() + "-" : "";
        return new UrlPath(place.folder() + day + named(place, slug));
    }

    static boolean mayBeDated(Place.Document place, Optional<String> slug) {
        return slug.isEmpty() && place.date().isPresent();
    }

    private static boolean isRoot(Place.Document place, Optional<String> slug) {
        return place.name().isEmpty() && slug.isEmpty();
    }

    private static String named(Place.Document place, Optional<String> slug) {
        return slug.orElseGet(() -> Slug.clean(place.name()));
    }
}
