package org.broadsheet.ingest.link;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.link.Destination;
import org.broadsheet.common.link.Target;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;

/**
 * By what documents wait for their targets: a URL, or a file's path without {@code .md}, the folder's for an index file, and for an
 * introduction the URL of its listing. All files that one destination may mean have one key, so that an index of all links of a
 * site stays small; two files of one name have two, so that who links to one is not looked at for the other.
 */
public final class LinkKey {
    private LinkKey() {}

    public static String of(Target target) {
        return switch (target) {
            case Target.AtUrl at -> of(at.url());
            case Target.OfFile file -> of(file.path());
        };
    }

    public static String of(UrlPath url) {
        return url.value();
    }

    public static String of(ContentPath path) {
        String name = path.name();
        if (name.equals("_index.md") && Layout.PLAIN.place(path.value()) instanceof Place.Introduction introduction) {
            return of(introduction.listing());
        }
        if (!name.endsWith(".md") && !name.endsWith(".markdown")) {
            return path.value();
        }
        String folder = path.folder();
        String bare = name.substring(0, name.lastIndexOf('.'));
        return bare.equals("index") && !folder.isEmpty() ? folder.substring(0, folder.length() - 1) : folder + bare;
    }

    /** Of all that a destination may mean; none when it leads to another site. */
    public static Set<String> of(String destination, ContentPath from, UrlPath url) {
        Optional<Destination> taken = Destination.of(destination);
        if (taken.isEmpty()) {
            return Set.of();
        }
        Set<String> keys = new LinkedHashSet<>();
        if (isKeyItself(taken.get().path())) {
            taken.get().places(from, url).forEach(keys::add);
        } else {
            taken.get().targets(from, url).forEach(target -> keys.add(of(target)));
        }
        return keys;
    }

    /** Whether a file's path without an ending is its key: so it is with nearly all links, of which a start takes in every one. */
    private static boolean isKeyItself(String path) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "", ".", "..", "index", "_index" -> false;
            case String last -> !last.endsWith(".md") && !last.endsWith(".markdown");
        };
    }
}
