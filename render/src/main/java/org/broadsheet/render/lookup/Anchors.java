package org.broadsheet.render.lookup;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.broadsheet.common.config.Nearest;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Link;
import org.broadsheet.common.record.Severity;

/** What there is to lead to within a page. */
public final class Anchors {
    /** What the footnotes of Markdown are called: who links to one has looked it up. */
    private static final Pattern FOOTNOTE = Pattern.compile("fn(ref)?-\\d+(-\\d+)?");

    private Anchors() {}

    /**
     * What the author of a link is told whose page is there, but not what it names in it.
     *
     * @param anchors of that page
     * @param suggests whether to look for what may be meant
     */
    public static Optional<Finding> missing(Link link, Set<String> anchors, boolean suggests) {
        return Destination.fragment(link.destination())
                .filter(id -> !anchors.contains(id) && !FOOTNOTE.matcher(id).matches())
                .map(id -> new Finding(
                        Severity.WARNING,
                        link.line(),
                        link.column(),
                        "no heading #" + id,
                        Optional.of(id)
                                .filter(i -> suggests)
                                .flatMap(i -> Nearest.of(i, anchors))
                                .map(near -> "did you mean #" + near + "?")));
    }
}
