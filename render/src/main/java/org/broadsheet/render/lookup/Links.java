package org.broadsheet.render.lookup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
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
 * @param told what there is to say of those that lead somewhere
 */
public record Links(
        SortedMap<String, String> resolved,
        SortedSet<String> unresolved,
        List<Link> missing,
        Map<String, Finding> noRoom,
        List<Finding> told) {
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
        Map<String, Lead> leads = new HashMap<>();
        List<Finding> told = new ArrayList<>();
        for (Link link : links) {
            String written = link.destination();
            Optional<Destination> destination = Destination.of(written);
            if (destination.isEmpty()) {
                continue;
            }
            List<Target> meant =
                    leads.containsKey(written) ? List.of() : destination.get().targets(from, url);
            Optional<Lead> there = Optional.ofNullable(leads.get(written)).or(() -> find(meant, targets));
            if (there.isPresent()) {
                leads.put(written, there.get());
                resolved.put(
                        written, there.get().to.encoded() + destination.get().rest());
                there.get().told(link, targets).ifPresent(told::add);
            } else {
                unresolved.add(written);
                missing.add(link);
                meant.stream()
                        .flatMap(target -> targets.noRoom(target).stream())
                        .findFirst()
                        .ifPresent(why -> noRoom.put(written, why));
            }
        }
        return new Links(resolved, unresolved, missing, noRoom, told);
    }

    /** What a destination leads to, and as what it means that. */
    private record Lead(Target by, UrlPath to) {
        /** What there is to say of a link to it. */
        Optional<Finding> told(Link link, Targets targets) {
            if (by instanceof Target.AtUrl at && !at.url().equals(to) && targets.isFormer(at.url())) {
                return Optional.of(Finding.warning(
                        link.line(), link.column(), at.url() + " has moved to " + to, "write " + to.encoded()));
            }
            return Destination.fragment(link.destination()).isEmpty()
                    ? Optional.empty()
                    : targets.anchors(to).flatMap(anchors -> Anchors.missing(link, anchors, true));
        }
    }

    private static Optional<Lead> find(List<Target> meant, Targets targets) {
        for (Target target : meant) {
            Optional<UrlPath> there = targets.find(target);
            if (there.isPresent()) {
                return Optional.of(new Lead(target, there.get()));
            }
        }
        // Last, so that what posts serve follows from what they refer to and not from one another.
        for (Target target : meant) {
            if (target instanceof Target.AtUrl at && targets.isServedByPost(at.url())) {
                return Optional.of(new Lead(target, at.url()));
            }
        }
        return Optional.empty();
    }

    /** What is there and most like what is not. */
    interface Near {
        Optional<String> slug(String slug);

        /** The last part of what a destination may mean. */
        Optional<String> name(Destination destination);
    }

    /** What the author is told. */
    List<Finding> findings(Near near) {
        return Stream.concat(told.stream(), missing.stream().map(link -> finding(link, near)))
                .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                .toList();
    }

    private Finding finding(Link link, Near near) {
        Finding why = noRoom.get(link.destination());
        if (why != null) {
            return new Finding(Severity.WARNING, link.line(), link.column(), why.message(), why.hint());
        }
        Destination destination = Destination.of(link.destination()).orElseThrow();
        Optional<String> slug = destination.slug();
        String what = slug.isPresent() ? "post" : destination.isFile() ? "file" : "page";
        String path = destination.path();
        String folder = path.substring(0, path.length() - destination.last().length());
        return new Finding(
                Severity.WARNING,
                link.line(),
                link.column(),
                "no " + what + " " + slug.orElse(path),
                (slug.isPresent()
                                ? slug.flatMap(near::slug)
                                : near.name(destination).map(name -> folder + name))
                        .map(name -> "did you mean " + name + "?"));
    }
}
