package org.broadsheet.render.markdown;

import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.broadsheet.common.article.Heading;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Link;
import org.jspecify.annotations.Nullable;

/**
 * A parsed source. For the thread and the time of the {@code use} it is given to ({@link MarkdownParser#parse}): what is kept of
 * it are the values that its methods answer.
 */
public final class MarkdownDocument {
    private final Document node;
    private final Lines lines;
    private final List<Finding> remarks;
    private final IdentityHashMap<Node, Map<String, String>> attributes;
    private final IdentityHashMap<Node, Heading> headingOf = new IdentityHashMap<>();
    private @Nullable List<Heading> headings;
    private int lineOfFirst;

    MarkdownDocument(Document node, Lines lines, List<Finding> remarks, AttributeLists.Settled settled) {
        this.node = node;
        this.lines = lines;
        this.attributes = settled.given();
        this.remarks = Stream.concat(
                        remarks.stream(),
                        settled.open().stream()
                                .map(open -> lines.problem(
                                                open,
                                                "{::comment} is not closed, so nothing below is shown",
                                                "write {:/comment}")
                                        .asWarning()))
                .toList();
    }

    /** The attributes that the author gave a node, whatever they are. */
    public Map<String, String> attributes(Node of) {
        Map<String, String> given = attributes.get(of);
        return given == null ? Map.of() : given;
    }

    /** What there is to say of its tags, in their order, with their places. */
    public List<Finding> remarks() {
        return remarks;
    }

    /** Whether only blank lines stand above the first heading. */
    public boolean beginsWithHeading() {
        headings();
        return node.getChars().subSequence(0, lineOfFirst).isBlank();
    }

    /** All text that a reader sees, code too, without pictures and markup; white space folded. */
    public String plainText() {
        return PlainText.of(node);
    }

    /**
     * Links and images in their order, those in raw HTML not counted. A definition that several links refer to is one link;
     * references without a definition are text, definitions without a reference nothing.
     */
    public List<Link> links() {
        return new LinkCollector(node, lines).links();
    }

    /** The headings in their order. */
    public List<Heading> headings() {
        if (headings == null) {
            headings = findHeadings();
        }
        return headings;
    }

    /** What the heading {@code node} of this document is. */
    public Heading heading(com.vladsch.flexmark.ast.Heading node) {
        headings();
        Heading found = headingOf.get(node);
        if (found == null) {
            throw new IllegalArgumentException("not a heading of this document: " + node.getChars());
        }
        return found;
    }

    /** The tree, for rendering with {@link Dialect#OPTIONS}. */
    public Document node() {
        return node;
    }

    private List<Heading> findHeadings() {
        HeadingIds ids = new HeadingIds();
        List<Heading> found = new ArrayList<>();
        for (Node each : node.getDescendants()) {
            if (each instanceof com.vladsch.flexmark.ast.Heading heading) {
                if (found.isEmpty()) {
                    lineOfFirst = lines.beginOfLine(heading.getStartOffset());
                }
                String text = PlainText.of(heading);
                int line = lines.at(heading.getStartOffset()).line();
                found.add(new Heading(heading.getLevel(), text, id(heading, text, ids), line));
                headingOf.put(heading, found.getLast());
            }
        }
        return List.copyOf(found);
    }

    private String id(Node heading, String text, HeadingIds ids) {
        return ids.next(attributes(heading).getOrDefault("id", text));
    }
}
