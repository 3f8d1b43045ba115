package org.broadsheet.ingest.link;

import java.io.IOException;
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
import org.broadsheet.ingest.frontmatter.Complaint;

/** Resolves the destinations of one document, in their order. One thread. */
public final class Links {
    private static final Pattern FILE = Pattern.compile(".\\.[A-Za-z][A-Za-z0-9]{1,8}$");

    private final ContentPath from;
    private final UrlPath url;
    private final Targets targets;
    private final TreeMap<String, String> resolved = new TreeMap<>();
    private final TreeSet<String> unresolved = new TreeSet<>();
    private final List<Complaint> warnings = new ArrayList<>();

    /**
     * @param from the file they stand in
     * @param url where that is read
     */
    public Links(ContentPath from, UrlPath url, Targets targets) {
        this.from = from;
        this.url = url;
        this.targets = targets;
    }

    /** How the destination reads on the site; as written if it leads elsewhere or nowhere. */
    public String resolve(String written, int line, int column) throws IOException {
        String known = resolved.get(written);
        if (known != null) {
            return known;
        }
        Optional<Destination> destination = Destination.of(written);
        if (destination.isEmpty()) {
            return written;
        }
        for (Target target : destination.get().targets(from, url)) {
            Optional<UrlPath> there = targets.find(target);
            if (there.isPresent()) {
                String path = there.get().encoded() + destination.get().rest();
                resolved.put(written, path);
                return path;
            }
        }
        unresolved.add(written);
        warnings.add(warning(destination.get(), line, column));
        return written;
    }

    private Complaint warning(Destination destination, int line, int column) {
        String path = destination.path();
        String last = path.substring(path.lastIndexOf('/', path.length() - 2) + 1);
        boolean post = !path.startsWith("/") ? path.indexOf('/') < 0 : path.startsWith("/posts/");
        boolean file = FILE.matcher(last).find();
        String what = file ? "file" : post ? "post" : "page";
        String name = post && !file ? last : path;
        Optional<String> near = post && !file ? targets.nearestSlug(last) : Optional.empty();
        return new Complaint(
                org.broadsheet.common.record.Problem.Severity.WARNING,
                line,
                column,
                "no " + what + " " + name,
                near.map(n -> "did you mean " + n + "?"));
    }

    public SortedMap<String, String> resolved() {
        return resolved;
    }

    public SortedSet<String> unresolved() {
        return unresolved;
    }

    public List<Complaint> warnings() {
        return warnings;
    }
}
