package org.broadsheet.render.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ObjectKey;

/**
 * By what texts wait for their targets: a URL, or a file's path without {@code .md}, the folder's for an index file. Nearly always all
 * files that one destination may mean have one key, so that an index of all links of a site stays small; two files of one name have
 * two, so that who links to one is not looked at for the other.
 */
public final class LinkKey {
    private static final String INDEX = "/index";

    private LinkKey() {}

    /** Of the one that stands for all of an object's: who links to {@code /a} is told of what comes to {@code /a.html}. */
    public static String of(UrlPath url) {
        return ObjectKey.object(url).value();
    }

    public static String of(ContentPath path) {
        return ofFile(path.value());
    }

    private static String ofFile(String path) {
        if (!path.endsWith(".md") && !path.endsWith(".markdown")) {
            return path;
        }
        String bare = path.substring(0, path.lastIndexOf('.'));
        return bare.endsWith(INDEX) ? bare.substring(0, bare.length() - INDEX.length()) : bare;
    }

    /** Of what there is to lead to within the document at a URL. */
    public static String within(UrlPath url) {
        return within(ObjectKey.object(url).encoded());
    }

    /** Of what an answer leads to within a document; empty if it names nothing there. */
    static Optional<String> ofAnswer(String answer) {
        if (Destination.fragment(answer).isEmpty()) {
            return Optional.empty();
        }
        int end = answer.indexOf('#');
        int query = answer.indexOf('?');
        return Destination.of(answer.substring(0, query < 0 ? end : Math.min(query, end)))
                .map(Destination::path)
                .filter(UrlPath::isValid)
                .map(path -> within(new UrlPath(path)));
    }

    private static String within(String encoded) {
        return "#" + encoded;
    }

    /** Of all that a destination may mean; none when it leads to another site. */
    public static List<String> of(String destination, ContentPath from, UrlPath url) {
        Optional<Destination> taken = Destination.of(destination);
        if (taken.isEmpty()) {
            return List.of();
        }
        List<String> keys = new ArrayList<>(4);
        for (String place : taken.get().places(from, url)) {
            if (place.startsWith("/")) {
                keys.add(of(new UrlPath(place)));
                continue;
            }
            keys.add(ofFile(place));
            // It may mean the folder's index file too, whose key is the folder's.
            if (place.endsWith(INDEX)) {
                keys.add(ofFile(place + ".md"));
            }
        }
        return keys;
    }
}
