package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.ListBlock;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
    private final List<Span> unseen;
    private final IdentityHashMap<Node, Heading> headingOf = new IdentityHashMap<>();
    private @Nullable List<Heading> headings;
    private int lineOfFirst;
    private PlainText.@Nullable Of text;

    MarkdownDocument(Document node, Lines lines, List<Finding> remarks, AttributeLists.Settled settled) {
        this.node = node;
        this.lines = lines;
        this.attributes = settled.given();
        this.unseen = settled.unseen();
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

    /** Whether the headings are named in its place. */
    public boolean isContents(ListBlock list) {
        return attributes(list).containsKey("toc");
    }

    /** Where its author wrote what is no part of it any more: attributes, and comments that are not HTML. */
    public List<Span> unseen() {
        return unseen;
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

    /** All text that a reader sees, code too, without pictures, markup and footnotes; white space folded. */
    public String plainText() {
        return text().whole();
    }

    /** Of this the part above {@code <!--more-->}. */
    public Optional<String> beginning() {
        return text().beginning();
    }

    private PlainText.Of text() {
        if (text == null) {
            text = PlainText.document(node, this::isContents);
        }
        return text;
    }

    /**
     * Links and images of the Markdown in their order, those in raw HTML not counted. A definition that several links refer to is one link;
     * references without a definition are text, definitions without a reference nothing.
     */
    public List<Link> links() {
        return new LinkCollector(node, lines).links();
    }

    /** A link whose destination begins at this index. */
    public Link link(String destination, boolean image, int index) {
        Lines.Position at = lines.at(index);
        return new Link(destination, image, at.line(), at.column());
    }

    /** Of what stands at this index. */
    public Finding warning(int index, String message, String hint) {
        return lines.problem(index, message, hint).asWarning();
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
        List<com.vladsch.flexmark.ast.Heading> nodes = new ArrayList<>();
        for (Node each : node.getDescendants()) {
            if (each instanceof com.vladsch.flexmark.ast.Heading heading) {
                if (nodes.isEmpty()) {
                    lineOfFirst = lines.beginOfLine(heading.getStartOffset());
                }
                nodes.add(heading);
            }
        }
        HeadingIds ids = new HeadingIds(
                nodes.stream().flatMap(heading -> explicitId(heading).stream()).collect(Collectors.toSet()));
        List<Heading> found = new ArrayList<>();
        for (com.vladsch.flexmark.ast.Heading heading : nodes) {
            String text = PlainText.of(heading);
            int line = lines.at(heading.getStartOffset()).line();
            String id = explicitId(heading).map(ids::explicit).orElseGet(() -> ids.next(text));
            found.add(new Heading(heading.getLevel(), text, id, line));
            headingOf.put(heading, found.getLast());
        }
        return List.copyOf(found);
    }

    private Optional<String> explicitId(com.vladsch.flexmark.ast.Heading heading) {
        return ExplicitId.of(heading)
                .or(() -> Optional.ofNullable(attributes(heading).get("id")));
    }
}
