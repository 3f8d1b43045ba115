package org.broadsheet.render.lookup;

import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;

/**
 * By what texts wait for their targets: a URL, or a file's path without {@code .md}, the folder's for an index file. All files that one destination may mean have one key, so that an index of all links of a
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
        if (!name.endsWith(".md") && !name.endsWith(".markdown")) {
            return path.value();
        }
        String folder = path.folder();
        String bare = name.substring(0, name.lastIndexOf('.'));
        return bare.equals("index") && !folder.isEmpty() ? folder.substring(0, folder.length() - 1) : folder + bare;
    }

    /** Of all that a destination may mean; none when it leads to another site. */
    public static List<String> of(String destination, ContentPath from, UrlPath url) {
        Optional<Destination> taken = Destination.of(destination);
        if (taken.isEmpty()) {
            return List.of();
        }
        return isKeyItself(taken.get().path())
                ? taken.get().places(from, url)
                : taken.get().targets(from, url).stream()
                        .map(LinkKey::of)
                        .distinct()
                        .toList();
    }

    /** Whether a file's path without an ending is its key: so it is with nearly all links, of which a start takes in every one. */
    private static boolean isKeyItself(String path) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "", ".", "..", "index" -> false;
            case String last -> !last.endsWith(".md") && !last.endsWith(".markdown");
        };
    }
}
