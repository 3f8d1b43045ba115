package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.Image;
import com.vladsch.flexmark.ast.ImageRef;
import com.vladsch.flexmark.ast.Link;
import com.vladsch.flexmark.ast.Paragraph;
import com.vladsch.flexmark.ast.Reference;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.Optional;
import org.broadsheet.render.markdown.Unescape;
import org.jspecify.annotations.Nullable;

/** A picture with a title that is a paragraph of its own: the title is its caption. */
final class Figure {
    private Figure() {}

    /** The caption, if the node is such a paragraph. */
    static Optional<String> caption(@Nullable Node node, Document document) {
        if (!(node instanceof Paragraph)) {
            return Optional.empty();
        }
        Node child = node.getFirstChild();
        if (child == null || child.getNext() != null) {
            return Optional.empty();
        }
        return title(child, document).map(Unescape::of).filter(title -> !title.isBlank());
    }

    /** Whether a node is a paragraph of one picture, which may be a link, and no text. */
    static boolean isPicture(Node node) {
        if (!(node instanceof Paragraph)) {
            return false;
        }
        Node child = node.getFirstChild();
        if (child instanceof Link && child.getNext() == null) {
            child = child.getFirstChild();
        }
        return child != null
                && child.getNext() == null
                && (child instanceof Image || (child instanceof ImageRef image && image.isDefined()));
    }

    private static Optional<BasedSequence> title(Node node, Document document) {
        if (node instanceof Image image) {
            return Optional.of(image.getTitle());
        }
        if (node instanceof ImageRef image && image.isDefined()) {
            Reference definition = image.getReferenceNode(document);
            return Optional.of(definition.getTitle());
        }
        return Optional.empty();
    }
}
