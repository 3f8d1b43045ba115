package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.AutoLink;
import com.vladsch.flexmark.ast.Image;
import com.vladsch.flexmark.ast.ImageRef;
import com.vladsch.flexmark.ast.InlineLinkNode;
import com.vladsch.flexmark.ast.MailLink;
import com.vladsch.flexmark.ast.RefNode;
import com.vladsch.flexmark.ast.Reference;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.broadsheet.common.record.Link;

/** The links of a document, from its tree. */
final class LinkCollector {
    private final Document document;
    private final Lines lines;
    /** Without repeats: links that refer to one definition are equal. */
    private final Set<Link> links = new LinkedHashSet<>();

    LinkCollector(Document document, Lines lines) {
        this.document = document;
        this.lines = lines;
    }

    List<Link> links() {
        for (Node node : document.getDescendants()) {
            switch (node) {
                case InlineLinkNode link ->
                    add(
                            link.getUrl().unescape(),
                            link instanceof Image,
                            begin(link.getUrl(), link.getLinkOpeningMarker()));
                case RefNode use -> {
                    if (use.isDefined()) {
                        Reference definition = use.getReferenceNode(document);
                        add(
                                definition.getUrl().unescape(),
                                use instanceof ImageRef,
                                begin(definition.getUrl(), definition.getClosingMarker()));
                    }
                }
                case BareLink link ->
                    add(link.destination(), false, link.getText().getStartOffset());
                case AutoLink link ->
                    add(link.getText().toString(), false, link.getText().getStartOffset());
                case MailLink link ->
                    add(
                            "mailto:" + link.getText().unescape(),
                            false,
                            link.getText().getStartOffset());
                default -> {}
            }
        }
        return List.copyOf(links);
    }

    /** An empty destination has no place of its own: it begins where what stands before it ends. */
    private static int begin(BasedSequence destination, BasedSequence before) {
        return destination.isEmpty() ? before.getEndOffset() : destination.getStartOffset();
    }

    private void add(String destination, boolean image, int index) {
        Lines.Position at = lines.at(index);
        links.add(new Link(destination, image, at.line(), at.column()));
    }
}
