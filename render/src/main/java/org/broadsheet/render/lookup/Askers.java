package org.broadsheet.render.lookup;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which texts asked for what, by {@link LinkKey}: also for what was not there. Of each question it keeps a hash of 64 bits and
 * the number of who asked, in arrays; where two questions meet in one hash, one who did not ask is named too. One thread.
 */
public final class Askers {
    private static final int NOBODY = -1;

    private final Map<String, Integer> numbers = new HashMap<>();
    private String[] names = new String[16];
    private long[] @Nullable [] questions = new long[16][];
    private long[] hashes = new long[64];
    private int[] asked = filled(64);
    private int size;

    private static int[] filled(int length) {
        int[] all = new int[length];
        Arrays.fill(all, NOBODY);
        return all;
    }

    /**
     * What {@code asker} asks from now on, instead of what it did.
     *
     * @param asker its key in {@code readable}
     * @param keys none: nothing any more
     */
    public void ask(String asker, Collection<String> keys) {
        int number = number(asker);
        long[] before = questions[number];
        if (before != null) {
            for (long hash : before) {
                remove(hash, number);
            }
        }
        long[] now = keys.stream().mapToLong(Askers::hash).sorted().distinct().toArray();
        questions[number] = now.length == 0 ? null : now;
        for (long hash : now) {
            put(hash, number);
        }
    }

    private int number(String asker) {
        Integer known = numbers.get(asker);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        if (number == names.length) {
            names = Arrays.copyOf(names, 2 * number);
            questions = Arrays.copyOf(questions, 2 * number);
        }
        names[number] = asker;
        numbers.put(asker, number);
        return number;
    }

    /** Who asked for one of these. */
    public Set<String> of(Set<String> keys) {
        Set<String> found = new TreeSet<>();
        keys.forEach(key -> each(hash(key), number -> found.add(names[number])));
        return found;
    }

    private void each(long hash, Consumer<Integer> to) {
        for (int i = place(hash); asked[i] != NOBODY; i = next(i)) {
            if (hashes[i] == hash) {
                to.accept(asked[i]);
            }
        }
    }

    private void put(long hash, int number) {
        if (2 * (size + 1) > asked.length) {
            grow();
        }
        int i = place(hash);
        while (asked[i] != NOBODY) {
            i = next(i);
        }
        hashes[i] = hash;
        asked[i] = number;
        size++;
    }

    private void grow() {
        long[] formerHashes = hashes;
        int[] former = asked;
        hashes = new long[2 * former.length];
        asked = filled(2 * former.length);
        size = 0;
        for (int i = 0; i < former.length; i++) {
            if (former[i] != NOBODY) {
                put(formerHashes[i], former[i]);
            }
        }
    }

    private void remove(long hash, int number) {
        int i = place(hash);
        while (asked[i] != number || hashes[i] != hash) {
            if (asked[i] == NOBODY) {
                return;
            }
            i = next(i);
        }
        size--;
        // What stands behind it moves up, so that no search ends at the hole.
        int hole = i;
        for (int j = next(i); asked[j] != NOBODY; j = next(j)) {
            int wanted = place(hashes[j]);
            boolean stays = hole <= j ? hole < wanted && wanted <= j : hole < wanted || wanted <= j;
            if (!stays) {
                hashes[hole] = hashes[j];
                asked[hole] = asked[j];
                hole = j;
            }
        }
        asked[hole] = NOBODY;
    }

    private int place(long hash) {
        return (int) (hash >>> 32) & (asked.length - 1);
    }

    private int next(int place) {
        return (place + 1) & (asked.length - 1);
    }

    /** FNV-1a with a last stir. */
    private static long hash(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }
}
