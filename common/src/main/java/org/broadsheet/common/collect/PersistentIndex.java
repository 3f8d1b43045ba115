package org.broadsheet.common.collect;

import java.util.Collection;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An immutable hash table of values that know their own keys, so that it holds nothing but them. Versions share what they have in common:
 * a version per commit costs what the commit changed, and {@link #differences} between two versions costs what differs, for whole shared
 * branches are skipped by identity. (A hash array mapped trie, 5 bits a level. The persistent maps of the usual libraries cannot be
 * compared so.)
 *
 * @param <E> two that are equal need not both be kept
 */
public final class PersistentIndex<K, E> {
    private static final int BITS = 5;
    private static final int MASK = 31;
    /** Levels of 5 bits in a 32-bit hash; below them lie keys of one hash. */
    private static final int LEVELS = 7;

    private final Function<E, K> keyOf;
    /** A {@link Branch}, or several of {@link OneHash}, or a value. */
    private final @Nullable Object root;

    private final int size;

    private PersistentIndex(Function<E, K> keyOf, @Nullable Object root, int size) {
        this.keyOf = keyOf;
        this.root = root;
        this.size = size;
    }

    /** @param keyOf is called again and again */
    public static <K, E> PersistentIndex<K, E> empty(Function<E, K> keyOf) {
        return new PersistentIndex<>(keyOf, null, 0);
    }

    public int size() {
        return size;
    }

    public @Nullable E get(K key) {
        Object node = root;
        int hash = hash(key);
        for (int level = 0; node instanceof Branch branch; level++) {
            node = branch.child(hash, level);
        }
        if (node instanceof OneHash) {
            return in(node, key);
        }
        return node != null && key(node).equals(key) ? value(node) : null;
    }

    /** In the place of the one of the same key. The same index when an equal one is there already. */
    public PersistentIndex<K, E> plus(E value) {
        K key = keyOf.apply(value);
        boolean[] isNew = {false};
        Object changed = plus(root, 0, hash(key), key, value, isNew);
        return changed == root ? this : new PersistentIndex<>(keyOf, changed, isNew[0] ? size + 1 : size);
    }

    /** {@link #plus} each, in their order. Many into an empty index cost a sort, and no version in between. */
    public PersistentIndex<K, E> plusAll(Collection<? extends E> values) {
        if (root != null || values.isEmpty()) {
            PersistentIndex<K, E> all = this;
            for (E value : values) {
                all = all.plus(value);
            }
            return all;
        }
        return new Bulk(values).index();
    }

    /** An index out of nothing: the values are sorted by the bits of their hashes, level by level, each branch made once. */
    private final class Bulk {
        private final Object[] values;
        private final int[] hashes;
        private final Object[] sortedValues;
        private final int[] sortedHashes;
        private int size;

        Bulk(Collection<? extends E> of) {
            values = of.toArray();
            hashes = new int[values.length];
            for (int i = 0; i < values.length; i++) {
                hashes[i] = hashOf(values[i]);
            }
            sortedValues = new Object[values.length];
            sortedHashes = new int[values.length];
        }

        PersistentIndex<K, E> index() {
            Object all = node(0, values.length, 0);
            return new PersistentIndex<>(keyOf, all, size);
        }

        private Object node(int from, int to, int level) {
            if (isOneHash(from, to)) {
                return leaf(from, to);
            }
            int[] ends = new int[MASK + 1];
            int bitmap = 0;
            for (int i = from; i < to; i++) {
                ends[digit(i, level)]++;
                bitmap |= bit(hashes[i], level);
            }
            int next = from;
            for (int digit = 0; digit <= MASK; digit++) {
                int count = ends[digit];
                ends[digit] = next;
                next += count;
            }
            // Those of one digit stay in their order.
            for (int i = from; i < to; i++) {
                int at = ends[digit(i, level)]++;
                sortedValues[at] = values[i];
                sortedHashes[at] = hashes[i];
            }
            System.arraycopy(sortedValues, from, values, from, to - from);
            System.arraycopy(sortedHashes, from, hashes, from, to - from);
            Object[] children = new Object[Integer.bitCount(bitmap)];
            int start = from;
            for (int child = 0; child < children.length; start = ends[digit(start, level)], child++) {
                children[child] = node(start, ends[digit(start, level)], level + 1);
            }
            return new Branch(bitmap, children);
        }

        private int digit(int at, int level) {
            return (hashes[at] >>> (level * BITS)) & MASK;
        }

        private boolean isOneHash(int from, int to) {
            for (int i = from + 1; i < to; i++) {
                if (hashes[i] != hashes[from]) {
                    return false;
                }
            }
            return true;
        }

        private Object leaf(int from, int to) {
            Object leaf = values[from];
            size++;
            for (int i = from + 1; i < to; i++) {
                boolean[] isNew = {false};
                E value = value(values[i]);
                leaf = plus(leaf, LEVELS, hashes[i], keyOf.apply(value), value, isNew);
                size += isNew[0] ? 1 : 0;
            }
            return leaf;
        }
    }

    public PersistentIndex<K, E> minus(K key) {
        return get(key) == null ? this : new PersistentIndex<>(keyOf, minus(root, 0, hash(key), key), size - 1);
    }

    /** {@link #plus} or, of null, {@link #minus}. */
    public PersistentIndex<K, E> with(K key, @Nullable E value) {
        return value == null ? minus(key) : plus(value);
    }

    /** Every value, in the order of the hashes of their keys. */
    public void forEach(Consumer<E> to) {
        each(root, to);
    }

    /** Every two values of one key that are not equal; null where only the other one has it. */
    public void differences(PersistentIndex<K, E> other, BiConsumer<@Nullable E, @Nullable E> to) {
        differences(root, other.root, 0, to);
    }

    /** Every key of which {@link #differences} tells. */
    public void differingKeys(PersistentIndex<K, E> other, Consumer<K> to) {
        differences(
                other, (mine, theirs) -> to.accept(keyOf.apply(mine != null ? mine : Objects.requireNonNull(theirs))));
    }

    private static int hash(Object key) {
        int h = key.hashCode();
        return h ^ (h >>> 15);
    }

    private int hashOf(Object leaf) {
        return hash(key(leaf instanceof OneHash several ? several.all[0] : leaf));
    }

    private K key(Object value) {
        return keyOf.apply(value(value));
    }

    @SuppressWarnings("unchecked")
    private E value(Object value) {
        return (E) value;
    }

    /** Values of different keys of one hash. */
    @SuppressWarnings("ArrayRecordComponent")
    private record OneHash(Object[] all) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Branch(int bitmap, Object[] children) {
        @Nullable Object child(int hash, int level) {
            int bit = bit(hash, level);
            return (bitmap & bit) == 0 ? null : children[index(bit)];
        }

        int index(int bit) {
            return Integer.bitCount(bitmap & (bit - 1));
        }

        Branch with(int bit, Object child) {
            int at = index(bit);
            if ((bitmap & bit) != 0) {
                Object[] copy = children.clone();
                copy[at] = child;
                return new Branch(bitmap, copy);
            }
            Object[] grown = new Object[children.length + 1];
            System.arraycopy(children, 0, grown, 0, at);
            grown[at] = child;
            System.arraycopy(children, at, grown, at + 1, children.length - at);
            return new Branch(bitmap | bit, grown);
        }

        @Nullable Object without(int bit) {
            return children.length == 1
                    ? null
                    : new Branch(bitmap & ~bit, PersistentIndex.without(children, index(bit)));
        }
    }

    private static Object[] without(Object[] all, int at) {
        Object[] shrunk = new Object[all.length - 1];
        System.arraycopy(all, 0, shrunk, 0, at);
        System.arraycopy(all, at + 1, shrunk, at, shrunk.length - at);
        return shrunk;
    }

    private static int bit(int hash, int level) {
        return 1 << ((hash >>> (level * BITS)) & MASK);
    }

    private static Branch lifted(Object leaf, int hash, int level) {
        if (level >= LEVELS) {
            throw new IllegalStateException("two hashes that differ in no level: " + hash);
        }
        return new Branch(bit(hash, level), new Object[] {leaf});
    }

    private Object plus(@Nullable Object node, int level, int hash, K key, E value, boolean[] isNew) {
        if (node == null) {
            isNew[0] = true;
            return value;
        }
        if (node instanceof Branch branch) {
            Object child = branch.child(hash, level);
            Object changed = plus(child, level + 1, hash, key, value, isNew);
            return changed == child ? branch : branch.with(bit(hash, level), changed);
        }
        int there = hashOf(node);
        if (there != hash) {
            return plus(lifted(node, there, level), level, hash, key, value, isNew);
        }
        Object[] all = node instanceof OneHash several ? several.all : new Object[] {node};
        int at = indexOf(all, key);
        if (at >= 0 && value.equals(all[at])) {
            return node;
        }
        isNew[0] = at < 0;
        Object[] now = at < 0 ? new Object[all.length + 1] : all.clone();
        System.arraycopy(all, 0, now, 0, all.length);
        now[at < 0 ? all.length : at] = value;
        return now.length == 1 ? value : new OneHash(now);
    }

    private @Nullable Object minus(@Nullable Object node, int level, int hash, K key) {
        if (node instanceof Branch branch) {
            Object changed = minus(branch.child(hash, level), level + 1, hash, key);
            int bit = bit(hash, level);
            return changed == null ? branch.without(bit) : branch.with(bit, changed);
        }
        if (node instanceof OneHash several) {
            Object[] rest = without(several.all, indexOf(several.all, key));
            return rest.length == 1 ? rest[0] : new OneHash(rest);
        }
        return null;
    }

    private int indexOf(Object[] all, K key) {
        for (int i = 0; i < all.length; i++) {
            if (key(all[i]).equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private void each(@Nullable Object node, Consumer<E> to) {
        if (node instanceof Branch branch) {
            for (Object child : branch.children) {
                each(child, to);
            }
        } else if (node instanceof OneHash several) {
            for (Object value : several.all) {
                to.accept(value(value));
            }
        } else if (node != null) {
            to.accept(value(node));
        }
    }

    private void differences(
            @Nullable Object a, @Nullable Object b, int level, BiConsumer<@Nullable E, @Nullable E> to) {
        if (a == b) {
            return;
        }
        if (a == null) {
            each(b, value -> to.accept(null, value));
            return;
        }
        if (b == null) {
            each(a, value -> to.accept(value, null));
            return;
        }
        if (!(a instanceof Branch) && !(b instanceof Branch)) {
            each(a, mine -> {
                E theirs = in(b, keyOf.apply(mine));
                if (!mine.equals(theirs)) {
                    to.accept(mine, theirs);
                }
            });
            each(b, theirs -> {
                if (in(a, keyOf.apply(theirs)) == null) {
                    to.accept(null, theirs);
                }
            });
            return;
        }
        Branch left = a instanceof Branch branch ? branch : lifted(a, hashOf(a), level);
        Branch right = b instanceof Branch branch ? branch : lifted(b, hashOf(b), level);
        for (int all = left.bitmap | right.bitmap; all != 0; all &= all - 1) {
            int bit = Integer.lowestOneBit(all);
            differences(
                    (left.bitmap & bit) == 0 ? null : left.children[left.index(bit)],
                    (right.bitmap & bit) == 0 ? null : right.children[right.index(bit)],
                    level + 1,
                    to);
        }
    }

    private @Nullable E in(Object leaf, K key) {
        Object[] all = leaf instanceof OneHash several ? several.all : new Object[] {leaf};
        int at = indexOf(all, key);
        return at < 0 ? null : value(all[at]);
    }
}
