package org.broadsheet.ingest.facts;

import java.util.Comparator;
import java.util.function.Consumer;
import org.broadsheet.ingest.layout.Address;
import org.jspecify.annotations.Nullable;

/**
 * More files than one. One more or less costs the logarithm of how many they are, for ten thousand may want the same. (An AVL tree: no
 * choice of paths makes it deep.)
 */
final class SeveralClaims implements Claims {
    /** Of those born at once it is whose name is all in the URL: of {@code C.md} and {@code C#.md} the former. */
    private static final Comparator<KeptTrack> ORDER = Comparator.comparing(KeptTrack::claimedAt)
            .thenComparing(track -> track.birth().at())
            .thenComparing(track -> !Address.isExact(track.path()))
            .thenComparing(KeptTrack::birth)
            .thenComparing(KeptTrack::path);

    private final Node root;

    private SeveralClaims(Node root) {
        this.root = root;
    }

    static SeveralClaims of(KeptTrack one) {
        return new SeveralClaims(plus(null, one));
    }

    SeveralClaims with(KeptTrack track) {
        return new SeveralClaims(plus(root, track));
    }

    /** Null when nobody is left. */
    @Nullable Claims without(KeptTrack track) {
        Node left = minus(root, track);
        if (left == null) {
            return null;
        }
        return left.height == 1 ? left.track : new SeveralClaims(left);
    }

    @Override
    public KeptTrack first() {
        return first(root).track;
    }

    @Override
    public void forEach(Consumer<KeptTrack> to) {
        each(root, to);
    }

    /** The steps that one more or less costs. */
    int height() {
        return root.height;
    }

    private record Node(
            KeptTrack track, @Nullable Node left, @Nullable Node right, int height) {
        Node(KeptTrack track, @Nullable Node left, @Nullable Node right) {
            this(track, left, right, 1 + Math.max(heightOf(left), heightOf(right)));
        }

        int compare(KeptTrack other) {
            return ORDER.compare(other, track);
        }

        Node of(@Nullable Node newLeft, @Nullable Node newRight) {
            return new Node(track, newLeft, newRight);
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

    private static void each(@Nullable Node node, Consumer<KeptTrack> to) {
        if (node != null) {
            each(node.left, to);
            to.accept(node.track);
            each(node.right, to);
        }
    }

    private static Node plus(@Nullable Node node, KeptTrack track) {
        if (node == null) {
            return new Node(track, null, null);
        }
        int order = node.compare(track);
        if (order == 0) {
            return new Node(track, node.left, node.right);
        }
        return order < 0
                ? balanced(node, plus(node.left, track), node.right)
                : balanced(node, node.left, plus(node.right, track));
    }

    private static @Nullable Node minus(@Nullable Node node, KeptTrack track) {
        if (node == null) {
            return null;
        }
        int order = node.compare(track);
        if (order < 0) {
            return balanced(node, minus(node.left, track), node.right);
        }
        if (order > 0) {
            return balanced(node, node.left, minus(node.right, track));
        }
        if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        }
        Node next = first(node.right);
        return balanced(next, node.left, minus(node.right, next.track));
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
