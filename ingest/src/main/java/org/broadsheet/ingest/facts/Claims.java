package org.broadsheet.ingest.facts;

import java.util.function.Consumer;
import org.broadsheet.common.id.ContentPath;
import org.jspecify.annotations.Nullable;

/**
 * The files that want one id or one URL, the earliest born first: it has it. Immutable, never empty; one more or less costs the
 * logarithm of how many they are, for ten thousand may want the same. (An AVL tree: no choice of paths makes it deep.)
 */
final class Claims {
    private final Node root;

    private Claims(Node root) {
        this.root = root;
    }

    static Claims with(@Nullable Claims claims, Birth birth, ContentPath path) {
        return new Claims(plus(claims == null ? null : claims.root, birth, path));
    }

    /** Null when nobody is left. */
    static @Nullable Claims without(@Nullable Claims claims, Birth birth, ContentPath path) {
        Node left = claims == null ? null : minus(claims.root, birth, path);
        return left == null ? null : new Claims(left);
    }

    ContentPath first() {
        return first(root).path;
    }

    void forEach(Consumer<ContentPath> to) {
        each(root, to);
    }

    /** The steps that one more or less costs. */
    int height() {
        return root.height;
    }

    private record Node(
            Birth birth,
            ContentPath path,
            @Nullable Node left,
            @Nullable Node right,
            int height) {
        Node(Birth birth, ContentPath path, @Nullable Node left, @Nullable Node right) {
            this(birth, path, left, right, 1 + Math.max(heightOf(left), heightOf(right)));
        }

        int compare(Birth otherBirth, ContentPath otherPath) {
            int order = otherBirth.compareTo(birth);
            return order != 0 ? order : otherPath.compareTo(path);
        }

        Node of(@Nullable Node newLeft, @Nullable Node newRight) {
            return new Node(birth, path, newLeft, newRight);
        }
    }

    private static int heightOf(@Nullable Node node) {
        return node == null ? 0 : node.height;
    }

    private static Node first(Node node) {
        Node first = node;
        for (Node left = first.left; left != null; left = left.left) {
            first = left;
        }
        return first;
    }

    private static void each(@Nullable Node node, Consumer<ContentPath> to) {
        if (node != null) {
            each(node.left, to);
            to.accept(node.path);
            each(node.right, to);
        }
    }

    private static Node plus(@Nullable Node node, Birth birth, ContentPath path) {
        if (node == null) {
            return new Node(birth, path, null, null);
        }
        int order = node.compare(birth, path);
        if (order == 0) {
            return node;
        }
        return order < 0
                ? balanced(node, plus(node.left, birth, path), node.right)
                : balanced(node, node.left, plus(node.right, birth, path));
    }

    private static @Nullable Node minus(@Nullable Node node, Birth birth, ContentPath path) {
        if (node == null) {
            return null;
        }
        int order = node.compare(birth, path);
        if (order < 0) {
            return balanced(node, minus(node.left, birth, path), node.right);
        }
        if (order > 0) {
            return balanced(node, node.left, minus(node.right, birth, path));
        }
        if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        }
        Node next = first(node.right);
        return balanced(next, node.left, minus(node.right, next.birth, next.path));
    }

    /** {@code node} between two trees whose heights differ by two at the most. */
    private static Node balanced(Node node, @Nullable Node left, @Nullable Node right) {
        if (left != null && left.height > heightOf(right) + 1) {
            Node inner = left.right;
            return inner != null && inner.height > heightOf(left.left)
                    ? inner.of(left.of(left.left, inner.left), node.of(inner.right, right))
                    : left.of(left.left, node.of(inner, right));
        }
        if (right != null && right.height > heightOf(left) + 1) {
            Node inner = right.left;
            return inner != null && inner.height > heightOf(right.right)
                    ? inner.of(node.of(left, inner.left), right.of(inner.right, right.right))
                    : right.of(node.of(left, inner), right.right);
        }
        return node.of(left, right);
    }
}
