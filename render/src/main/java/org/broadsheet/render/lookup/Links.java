package org.broadsheet.render.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Link;

/**
 * Where the destinations of one text lead.
 *
 * @param resolved how each that leads to something of ours reads on the site: a path, with query and fragment, without the base
 *     URL's path
 * @param unresolved the destinations that may, but do not: once they do, the text shows it
 * @param missing those, as their author is told of them, in their order
 */
public record Links(SortedMap<String, String> resolved, SortedSet<String> unresolved, List<Missing> missing) {
    private static final Pattern FILE = Pattern.compile(".\\.[A-Za-z][A-Za-z0-9]{1,8}$");

    /**
     * A destination that leads nowhere.
     *
     * @param slug of the post that it seems to mean
     */
    public record Missing(int line, int column, String message, Optional<String> slug) {}

    /**
     * @param from the file they stand in
     * @param url where that is read
     * @param links in their order, with their places in the file
     */
    public static Links of(ContentPath from, UrlPath url, Iterable<Link> links, Targets targets) {
        TreeMap<String, String> resolved = new TreeMap<>();
        TreeSet<String> unresolved = new TreeSet<>();
        List<Missing> missing = new ArrayList<>();
        for (Link link : links) {
            String written = link.destination();
            Optional<Destination> destination =
                    resolved.containsKey(written) ? Optional.empty() : Destination.of(written);
            if (destination.isPresent()) {
                Optional<UrlPath> there = find(destination.get().targets(from, url), targets);
                if (there.isPresent()) {
                    resolved.put(
                            written, there.get().encoded() + destination.get().rest());
                } else {
                    unresolved.add(written);
                    missing.add(missing(destination.get(), link.line(), link.column()));
                }
            }
        }
        return new Links(resolved, unresolved, missing);
    }

    private static Optional<UrlPath> find(List<Target> meant, Targets targets) {
        for (Target target : meant) {
            Optional<UrlPath> there = targets.find(target);
            if (there.isPresent()) {
                return there;
            }
        }
        // Last, so that what posts serve follows from what they refer to and not from one another.
        for (Target target : meant) {
            if (target instanceof Target.AtUrl at && targets.isServedByPost(at.url())) {
                return Optional.of(at.url());
            }
        }
        return Optional.empty();
    }

    private static Missing missing(Destination destination, int line, int column) {
        String path = destination.path();
        String last = path.substring(path.lastIndexOf('/', path.length() - 2) + 1);
        boolean post = !path.startsWith("/") ? path.indexOf('/') < 0 : path.startsWith("/posts/");
        boolean file = FILE.matcher(last).find();
        boolean slug = post && !file;
        String what = file ? "file" : post ? "post" : "page";
        return new Missing(
                line, column, "no " + what + " " + (slug ? last : path), slug ? Optional.of(last) : Optional.empty());
    }
}
