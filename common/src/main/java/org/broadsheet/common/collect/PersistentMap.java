package org.broadsheet.common.collect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable hash map whose versions share what they have in common, so that a version per commit costs what the commit
 * changed, and so that {@link #differences} between two versions costs what differs: whole shared branches are skipped by
 * identity. (A hash array mapped trie, 5 bits a level. The persistent maps of the usual libraries cannot be compared so.)
 */
public final class PersistentMap<K, V> {
    private static final int BITS = 5;
    private static final int MASK = 31;
    /** Levels of 5 bits in a 32-bit hash; below them lie keys of one hash. */
    private static final int LEVELS = 7;

    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null, 0);

    private final @Nullable Node<K, V> root;
    private final int size;

    private PersistentMap(@Nullable Node<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    @SuppressWarnings("unchecked")
    public static <K, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    public static <K, V> PersistentMap<K, V> of(Map<K, V> map) {
        PersistentMap<K, V> persistent = empty();
        for (Map.Entry<K, V> entry : map.entrySet()) {
            persistent = persistent.plus(entry.getKey(), entry.getValue());
        }
        return persistent;
    }

    public int size() {
        return size;
    }

    public @Nullable V get(K key) {
        Leaf<K, V> leaf = find(key);
        return leaf == null ? null : leaf.value;
    }

    /** The very key that is here and equals this one, so that who keeps keys too need not keep others; this one if none is here. */
    public K own(K key) {
        Leaf<K, V> leaf = find(key);
        return leaf == null ? key : leaf.key;
    }

    private @Nullable Leaf<K, V> find(K key) {
        Node<K, V> node = root;
        int hash = hash(key);
        for (int level = 0; node != null; level++) {
            switch (node) {
                case Leaf<K, V> leaf -> {
                    return leaf.find(key);
                }
                case Branch<K, V> branch -> node = branch.child(hash, level);
            }
        }
        return null;
    }

    /** The same map when {@code value} is there already, by identity. */
    public PersistentMap<K, V> plus(K key, V value) {
        int hash = hash(key);
        Node<K, V> changed = root == null ? new Leaf<>(hash, key, value, null) : plus(root, 0, hash, key, value);
        return changed == root ? this : new PersistentMap<>(changed, size + (get(key) == null ? 1 : 0));
    }

    public PersistentMap<K, V> minus(K key) {
        if (root == null || get(key) == null) {
            return this;
        }
        return new PersistentMap<>(minus(root, 0, hash(key), key), size - 1);
    }

    /** {@link #plus} or, of null, {@link #minus}. */
    public PersistentMap<K, V> with(K key, @Nullable V value) {
        return value == null ? minus(key) : plus(key, value);
    }

    /** Every value, in the order of the hashes of their keys. */
    public List<V> values() {
        List<V> values = new ArrayList<>(size);
        forEach((key, value) -> values.add(value));
        return Collections.unmodifiableList(values);
    }

    /** Every entry, in the order of the hashes. */
    public void forEach(BiConsumer<K, V> to) {
        if (root != null) {
            each(root, to);
        }
    }

    /** Every key whose value here is not the very same object as in {@code other}, or that only one of them has. */
    public void differences(PersistentMap<K, V> other, Consumer<K> to) {
        differences(root, other.root, 0, to);
    }

    private static int hash(Object key) {
        int h = key.hashCode();
        return h ^ (h >>> 15);
    }

    private sealed interface Node<K, V> {}

    /** One entry, chained with those of the same hash. */
    private record Leaf<K, V>(
            int hash, K key, V value, @Nullable Leaf<K, V> next) implements Node<K, V> {
        @Nullable V get(K wanted) {
            Leaf<K, V> leaf = find(wanted);
            return leaf == null ? null : leaf.value;
        }

        @Nullable Leaf<K, V> find(K wanted) {
            for (Leaf<K, V> leaf = this; leaf != null; leaf = leaf.next) {
                if (leaf.key.equals(wanted)) {
                    return leaf;
                }
            }
            return null;
        }

        @Nullable Leaf<K, V> without(K unwanted) {
            if (key.equals(unwanted)) {
                return next;
            }
            return new Leaf<>(hash, key, value, next == null ? null : next.without(unwanted));
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Branch<K, V>(int bitmap, Node<K, V>[] children) implements Node<K, V> {
        @Nullable Node<K, V> child(int hash, int level) {
            int bit = bit(hash, level);
            return (bitmap & bit) == 0 ? null : children[index(bit)];
        }

        int index(int bit) {
            return Integer.bitCount(bitmap & (bit - 1));
        }

        @SuppressWarnings("unchecked")
        Node<K, V> with(int bit, Node<K, V> child) {
            int at = index(bit);
            if ((bitmap & bit) != 0) {
                Node<K, V>[] copy = children.clone();
                copy[at] = child;
                return new Branch<>(bitmap, copy);
            }
            Node<K, V>[] grown = (Node<K, V>[]) new Node<?, ?>[children.length + 1];
            System.arraycopy(children, 0, grown, 0, at);
            grown[at] = child;
            System.arraycopy(children, at, grown, at + 1, children.length - at);
            return new Branch<>(bitmap | bit, grown);
        }

        @SuppressWarnings("unchecked")
        @Nullable Node<K, V> without(int bit) {
            if (children.length == 1) {
                return null;
            }
            int at = index(bit);
            Node<K, V>[] shrunk = (Node<K, V>[]) new Node<?, ?>[children.length - 1];
            System.arraycopy(children, 0, shrunk, 0, at);
            System.arraycopy(children, at + 1, shrunk, at, shrunk.length - at);
            return new Branch<>(bitmap & ~bit, shrunk);
        }
    }

    private static int bit(int hash, int level) {
        return 1 << ((hash >>> (level * BITS)) & MASK);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Branch<K, V> branch(int bit, Node<K, V> only) {
        return new Branch<>(bit, (Node<K, V>[]) new Node<?, ?>[] {only});
    }

    private static <K, V> Node<K, V> plus(Node<K, V> node, int level, int hash, K key, V value) {
        return switch (node) {
            case Leaf<K, V> leaf -> {
                if (leaf.get(key) == value) {
                    yield leaf;
                }
                if (leaf.hash == hash) {
                    yield new Leaf<>(hash, key, value, leaf.get(key) == null ? leaf : leaf.without(key));
                }
                if (level >= LEVELS) {
                    throw new IllegalStateException("two hashes that differ in no level: " + hash);
                }
                yield plus(branch(bit(leaf.hash, level), leaf), level, hash, key, value);
            }
            case Branch<K, V> branch -> {
                Node<K, V> child = branch.child(hash, level);
                Node<K, V> changed =
                        child == null ? new Leaf<>(hash, key, value, null) : plus(child, level + 1, hash, key, value);
                yield changed == child ? branch : branch.with(bit(hash, level), changed);
            }
        };
    }

    private static <K, V> @Nullable Node<K, V> minus(Node<K, V> node, int level, int hash, K key) {
        return switch (node) {
            case Leaf<K, V> leaf -> leaf.without(key);
            case Branch<K, V> branch -> {
                Node<K, V> child = Objects.requireNonNull(branch.child(hash, level));
                Node<K, V> changed = minus(child, level + 1, hash, key);
                yield changed == null ? branch.without(bit(hash, level)) : branch.with(bit(hash, level), changed);
            }
        };
    }

    private static <K, V> void each(Node<K, V> node, BiConsumer<K, V> to) {
        switch (node) {
            case Leaf<K, V> leaf -> {
                for (Leaf<K, V> l = leaf; l != null; l = l.next) {
                    to.accept(l.key, l.value);
                }
            }
            case Branch<K, V> branch -> {
                for (Node<K, V> child : branch.children) {
                    each(child, to);
                }
            }
        }
    }

    private static <K, V> void differences(@Nullable Node<K, V> a, @Nullable Node<K, V> b, int level, Consumer<K> to) {
        if (a == b) {
            return;
        }
        if (a == null) {
            each(Objects.requireNonNull(b), (key, value) -> to.accept(key));
            return;
        }
        if (b == null) {
            each(a, (key, value) -> to.accept(key));
            return;
        }
        if (a instanceof Leaf<K, V> left && b instanceof Leaf<K, V> right) {
            each(left, (key, value) -> {
                if (right.get(key) != value) {
                    to.accept(key);
                }
            });
            each(right, (key, value) -> {
                if (left.get(key) == null) {
                    to.accept(key);
                }
            });
            return;
        }
        Branch<K, V> left = a instanceof Branch<K, V> branch ? branch : lifted((Leaf<K, V>) a, level);
        Branch<K, V> right = b instanceof Branch<K, V> branch ? branch : lifted((Leaf<K, V>) b, level);
        for (int all = left.bitmap | right.bitmap; all != 0; all &= all - 1) {
            int bit = Integer.lowestOneBit(all);
            differences(
                    (left.bitmap & bit) == 0 ? null : left.children[left.index(bit)],
                    (right.bitmap & bit) == 0 ? null : right.children[right.index(bit)],
                    level + 1,
                    to);
        }
    }

    private static <K, V> Branch<K, V> lifted(Leaf<K, V> leaf, int level) {
        return branch(bit(leaf.hash, level), leaf);
    }
}
