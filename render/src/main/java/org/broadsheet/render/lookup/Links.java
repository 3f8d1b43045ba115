package org.broadsheet.render.lookup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Link;
import org.broadsheet.common.record.Severity;

/**
 * Where the destinations of one text lead.
 *
 * @param resolved how each that leads to something of ours reads on the site: a path, with query and fragment, without the base
 *     URL's path
 * @param unresolved the destinations that may, but do not: once they do, the text shows it
 * @param missing those, in their order, with their places in the file
 * @param noRoom why not, of those of which it is known
 */
public record Links(
        SortedMap<String, String> resolved,
        SortedSet<String> unresolved,
        List<Link> missing,
        Map<String, Finding> noRoom) {
    /**
     * @param from the file they stand in
     * @param url where that is read
     * @param links in their order, with their places in the file
     */
    public static Links of(ContentPath from, UrlPath url, Iterable<Link> links, Targets targets) {
        TreeMap<String, String> resolved = new TreeMap<>();
        TreeSet<String> unresolved = new TreeSet<>();
        List<Link> missing = new ArrayList<>();
        Map<String, Finding> noRoom = new HashMap<>();
        for (Link link : links) {
            String written = link.destination();
            Optional<Destination> destination =
                    resolved.containsKey(written) ? Optional.empty() : Destination.of(written);
            if (destination.isPresent()) {
                List<Target> meant = destination.get().targets(from, url);
                Optional<UrlPath> there = find(meant, targets);
                if (there.isPresent()) {
                    resolved.put(
                            written, there.get().encoded() + destination.get().rest());
                } else {
                    unresolved.add(written);
                    missing.add(link);
                    meant.stream()
                            .flatMap(target -> targets.noRoom(target).stream())
                            .findFirst()
                            .ifPresent(why -> noRoom.put(written, why));
                }
            }
        }
        return new Links(resolved, unresolved, missing, noRoom);
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

    /**
     * What the author is told of those that lead nowhere.
     *
     * @param nearest the slug that is there and most like one that is not
     */
    List<Finding> findings(Function<String, Optional<String>> nearest) {
        return missing.stream().map(link -> finding(link, nearest)).toList();
    }

    private Finding finding(Link link, Function<String, Optional<String>> nearest) {
        Finding why = noRoom.get(link.destination());
        if (why != null) {
            return new Finding(Severity.WARNING, link.line(), link.column(), why.message(), why.hint());
        }
        Destination destination = Destination.of(link.destination()).orElseThrow();
        Optional<String> slug = destination.slug();
        String what = slug.isPresent() ? "post" : destination.isFile() ? "file" : "page";
        return new Finding(
                Severity.WARNING,
                link.line(),
                link.column(),
                "no " + what + " " + slug.orElse(destination.path()),
                slug.flatMap(nearest).map(near -> "did you mean " + near + "?"));
    }
}
