package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.BlockQuote;
import com.vladsch.flexmark.ast.DelimitedNodeImpl;
import com.vladsch.flexmark.ast.InlineLinkNode;
import com.vladsch.flexmark.ast.ListItem;
import com.vladsch.flexmark.ast.RefNode;
import com.vladsch.flexmark.ext.footnotes.FootnoteBlock;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.broadsheet.common.record.Finding;

/** How deep a parsed tree is, found without recursion: what comes after parsing is recursive. */
final class TreeDepth {
    private TreeDepth() {}

    static Optional<Finding> refusal(Document document, Lines lines, int limit) {
        Deque<Found> ahead = new ArrayDeque<>();
        ahead.push(new Found(document, 0));
        while (!ahead.isEmpty()) {
            Found found = ahead.pop();
            if (found.depth > limit) {
                return Optional.of(lines.problem(
                        found.node.getStartOffset(),
                        "nested more than " + limit + " levels deep",
                        "take some levels away"));
            }
            for (Node child : found.node.getChildren()) {
                ahead.push(new Found(child, found.depth + level(child)));
            }
        }
        return Optional.empty();
    }

    private static int level(Node node) {
        return node instanceof BlockQuote
                        || node instanceof ListItem
                        || node instanceof FootnoteBlock
                        || node instanceof Definitions.Item
                        || node instanceof DelimitedNodeImpl
                        || node instanceof InlineLinkNode
                        || node instanceof RefNode
                ? 1
                : 0;
    }

    private record Found(Node node, int depth) {}
}
