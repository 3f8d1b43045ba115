package org.broadsheet.common.collect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An immutable hash map whose versions share what they have in common, as those of a {@link PersistentIndex} do. */
public final class PersistentMap<K, V> {
    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(PersistentIndex.empty(Entry::key));

    private final PersistentIndex<K, Entry<K, V>> entries;

    private PersistentMap(PersistentIndex<K, Entry<K, V>> entries) {
        this.entries = entries;
    }

    /** Of two with one key the values are told apart by identity. */
    private record Entry<K, V>(K key, V value) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry<?, ?> that && value == that.value && key.equals(that.key);
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
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
        return entries.size();
    }

    public @Nullable V get(K key) {
        Entry<K, V> entry = entries.get(key);
        return entry == null ? null : entry.value;
    }

    /** The same map when {@code value} is there already, by identity. */
    public PersistentMap<K, V> plus(K key, V value) {
        return of(entries.plus(new Entry<>(key, value)));
    }

    public PersistentMap<K, V> minus(K key) {
        return of(entries.minus(key));
    }

    private PersistentMap<K, V> of(PersistentIndex<K, Entry<K, V>> changed) {
        return changed == entries ? this : new PersistentMap<>(changed);
    }

    /** {@link #plus} or, of null, {@link #minus}. */
    public PersistentMap<K, V> with(K key, @Nullable V value) {
        return value == null ? minus(key) : plus(key, value);
    }

    /** Every value, in the order of the hashes of their keys. */
    public List<V> values() {
        List<V> values = new ArrayList<>(size());
        entries.forEach(entry -> values.add(entry.value));
        return Collections.unmodifiableList(values);
    }

    /** Every entry, in the order of the hashes. */
    public void forEach(BiConsumer<K, V> to) {
        entries.forEach(entry -> to.accept(entry.key, entry.value));
    }

    /** Every key whose value here is not the very same object as in {@code other}, or that only one of them has. */
    public void differences(PersistentMap<K, V> other, Consumer<K> to) {
        entries.differingKeys(other.entries, to);
    }
}
