package org.broadsheet.ingest.link;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;

/**
 * The name by which documents wait for their targets: a URL's last segment, a file's name without {@code .md}, the folder's for
 * an index file and, as it reads in its listing's URL, for an introduction. Targets of one name are told apart when the links are resolved again; by the name alone an index of all links
 * of a site stays small.
 */
public final class LinkName {
    private LinkName() {}

    public static String of(Target target) {
        return switch (target) {
            case Target.AtUrl at -> of(at.url());
            case Target.OfFile file -> of(file.path());
        };
    }

    public static String of(UrlPath url) {
        return last(url.value());
    }

    public static String of(ContentPath path) {
        String name = path.name();
        if (name.endsWith(".md") || name.endsWith(".markdown")) {
            name = name.substring(0, name.lastIndexOf('.'));
            String folder = path.folder();
            if ((name.equals("index") || name.equals("_index")) && !folder.isEmpty()) {
                String last = last(folder.substring(0, folder.length() - 1));
                return name.equals("index") ? last : Slug.clean(last);
            }
        }
        return name;
    }

    /** Of all that a destination may mean; none when it leads to another site. */
    public static Set<String> of(String destination, ContentPath from, UrlPath url) {
        Optional<Destination> taken = Destination.of(destination);
        if (taken.isEmpty()) {
            return Set.of();
        }
        String last = last(taken.get().path());
        if (isItsOwnName(last)) {
            return Set.of(last);
        }
        Set<String> names = new LinkedHashSet<>();
        taken.get().targets(from, url).forEach(target -> names.add(of(target)));
        return names;
    }

    /**
     * Whether all that a destination with this last segment may mean has that for its name: so it is with nearly all links, of which
     * a start takes in every one of a site.
     */
    private static boolean isItsOwnName(String last) {
        return switch (last) {
            case "", ".", "..", "index", "_index" -> false;
            default -> !last.endsWith(".md") && !last.endsWith(".markdown");
        };
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
