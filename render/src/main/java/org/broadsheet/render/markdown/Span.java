package org.broadsheet.render.markdown;

import com.vladsch.flexmark.util.ast.Node;

/**
 * A part of a text.
 *
 * @param from the index where it begins
 * @param to the index where it ends
 */
public record Span(int from, int to) {
    /** All that a node is made of. */
    public static Span of(Node node) {
        return new Span(node.getStartOffset(), node.getEndOffset());
    }
}
