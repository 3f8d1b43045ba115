package org.broadsheet.common.collect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A hash map by keys of records, for those who keep all of a topic: of each it holds the value and the bytes of the key, an id at its end
 * in its 16 bytes, in two arrays. In no order. Is not changed while it is gone through. One thread.
 */
public final class KeyedMap<V> extends AbstractMap<String, V> {
    private static final int ID = 36;
    /** Before an id; no text has it in UTF-8. */
    private static final byte MARK = (byte) 0xff;

    private byte[] @Nullable [] keys;
    private @Nullable Object[] values;
    private int size;

    public KeyedMap() {
        keys = new byte[16][];
        values = new Object[16];
    }

    private KeyedMap(KeyedMap<V> of) {
        keys = of.keys.clone();
        values = of.values.clone();
        size = of.size;
    }

    /** As it is now. */
    public KeyedMap<V> copy() {
        return new KeyedMap<>(this);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public @Nullable V get(Object key) {
        return key instanceof String text ? value(find(bytes(text))) : null;
    }

    @Override
    public @Nullable V put(String key, V value) {
        return putPacked(bytes(key), value);
    }

    /**
     * {@link #put} of a key as {@link #forEachPacked} tells it.
     *
     * @param key does not change
     */
    public @Nullable V putPacked(byte[] key, V value) {
        if (4 * (size + 1) > 3 * keys.length) {
            grow();
        }
        int at = find(key);
        V former = value(at);
        if (keys[at] == null) {
            keys[at] = key;
            size++;
        }
        values[at] = value;
        return former;
    }

    @Override
    public @Nullable V remove(Object key) {
        int at = key instanceof String text ? find(bytes(text)) : -1;
        if (at < 0 || keys[at] == null) {
            return null;
        }
        V former = value(at);
        keys[at] = null;
        values[at] = null;
        size--;
        // What stands behind it moves to where it is found, so that no search ends at the hole.
        for (int i = next(at); keys[i] != null; i = next(i)) {
            byte[] moving = keys[i];
            Object of = values[i];
            keys[i] = null;
            values[i] = null;
            int to = find(moving);
            keys[to] = moving;
            values[to] = of;
        }
        return former;
    }

    @Override
    public void clear() {
        Arrays.fill(keys, null);
        Arrays.fill(values, null);
        size = 0;
    }

    /** Each value with its key in the form that it has here, which is nobody's to change; it lasts as long as this class is as it is. */
    public void forEachPacked(Packed<V> to) throws IOException {
        for (int i = 0; i < keys.length; i++) {
            byte[] key = keys[i];
            V value = value(i);
            if (key != null && value != null) {
                to.accept(key, value);
            }
        }
    }

    /** What is told each. */
    public interface Packed<V> {
        void accept(byte[] key, V value) throws IOException;
    }

    private void grow() {
        byte[] @Nullable [] formerKeys = keys;
        @Nullable Object[] former = values;
        keys = new byte[2 * former.length][];
        values = new Object[2 * former.length];
        for (int i = 0; i < former.length; i++) {
            byte[] key = formerKeys[i];
            if (key != null) {
                int at = find(key);
                keys[at] = key;
                values[at] = former[i];
            }
        }
    }

    /** Where a key is, or would be. */
    private int find(byte[] key) {
        int hash = Arrays.hashCode(key) * 0x9e3779b9;
        int i = (hash ^ (hash >>> 16)) & (keys.length - 1);
        while (keys[i] != null && !Arrays.equals(keys[i], key)) {
            i = next(i);
        }
        return i;
    }

    private int next(int i) {
        return (i + 1) & (keys.length - 1);
    }

    @SuppressWarnings("unchecked")
    private @Nullable V value(int at) {
        return (V) values[at];
    }

    private static byte[] bytes(String key) {
        int from = key.length() - ID;
        if (from >= 0 && key.charAt(from + 8) == '-' && key.charAt(from + 13) == '-') {
            String end = key.substring(from);
            try {
                UUID id = UUID.fromString(end);
                if (id.toString().equals(end)) {
                    byte[] beginning = key.substring(0, from).getBytes(StandardCharsets.UTF_8);
                    return ByteBuffer.allocate(beginning.length + 1 + 2 * Long.BYTES)
                            .put(beginning)
                            .put(MARK)
                            .putLong(id.getMostSignificantBits())
                            .putLong(id.getLeastSignificantBits())
                            .array();
                }
            } catch (IllegalArgumentException e) {
                // Is none.
            }
        }
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] key) {
        int mark = key.length - 2 * Long.BYTES - 1;
        if (mark < 0 || key[mark] != MARK) {
            return new String(key, StandardCharsets.UTF_8);
        }
        ByteBuffer id = ByteBuffer.wrap(key, mark + 1, 2 * Long.BYTES);
        return new String(key, 0, mark, StandardCharsets.UTF_8) + new UUID(id.getLong(), id.getLong());
    }

    @Override
    public Set<Map.Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Map.Entry<String, V>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, V>> {
        private int next;

        @Override
        public boolean hasNext() {
            while (next < keys.length && keys[next] == null) {
                next++;
            }
            return next < keys.length;
        }

        @Override
        public Map.Entry<String, V> next() {
            byte[] key = hasNext() ? keys[next] : null;
            V value = key == null ? null : value(next);
            if (key == null || value == null) {
                throw new NoSuchElementException();
            }
            next++;
            return new Entry<>(key, value);
        }
    }

    /** Makes its key when it is asked for it: most who go through all look at the values first. */
    private static final class Entry<V> implements Map.Entry<String, V> {
        private final byte[] key;
        private final V value;

        Entry(byte[] key, V value) {
            this.key = key;
            this.value = value;
        }

        @Override
        public String getKey() {
            return text(key);
        }

        @Override
        public V getValue() {
            return value;
        }

        @Override
        public V setValue(V other) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Map.Entry<?, ?> that
                    && getKey().equals(that.getKey())
                    && value.equals(that.getValue());
        }

        @Override
        public int hashCode() {
            return getKey().hashCode() ^ value.hashCode();
        }

        @Override
        public String toString() {
            return getKey() + "=" + value;
        }
    }
}
