package org.broadsheet.ingest.link;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.link.Destination;
import org.broadsheet.common.link.Target;
import org.broadsheet.common.record.Problem;
import org.broadsheet.ingest.frontmatter.Complaint;

/** Resolves the destinations of one document, in their order. One thread. */
public final class Links {
    private static final Pattern FILE = Pattern.compile(".\\.[A-Za-z][A-Za-z0-9]{1,8}$");

    private final ContentPath from;
    private final UrlPath url;
    private final Targets targets;
    private final TreeMap<String, String> resolved = new TreeMap<>();
    private final TreeSet<String> unresolved = new TreeSet<>();
    private final List<Missing> missing = new ArrayList<>();

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
        missing.add(missing(destination.get(), line, column));
        return written;
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

    /**
     * A destination that leads nowhere.
     *
     * @param slug of the post that it seems to mean
     */
    public record Missing(int line, int column, String message, Optional<String> slug) {
        /** @param nearest the slug that there is and that is most like one */
        public Complaint warning(Function<String, Optional<String>> nearest) {
            return new Complaint(
                    Problem.Severity.WARNING,
                    line,
                    column,
                    message,
                    slug.flatMap(nearest).map(near -> "did you mean " + near + "?"));
        }
    }

    public SortedMap<String, String> resolved() {
        return resolved;
    }

    public SortedSet<String> unresolved() {
        return unresolved;
    }

    /** In order. */
    public List<Missing> missing() {
        return missing;
    }
}
