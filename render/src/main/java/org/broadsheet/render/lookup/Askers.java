package org.broadsheet.render.lookup;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which texts asked for what, by {@link LinkKey}: also for what was not there. Of each question it keeps a hash of 64 bits and
 * the number of who asked, in arrays; where two questions meet in one hash, one who did not ask is named too. Who asks something else
 * gets another number: what the former one asked is passed over, and goes when there is no room. One thread.
 */
public final class Askers {
    private static final int NOBODY = -1;

    /** What somebody asks, in short. A value of any thread. */
    public static final class Questions {
        public static final Questions NONE = new Questions(new long[0]);

        private final long[] hashes;

        private Questions(long[] hashes) {
            this.hashes = hashes;
        }

        public static Questions of(Collection<String> keys) {
            return new Questions(
                    keys.stream().mapToLong(Askers::hash).sorted().distinct().toArray());
        }
    }

    /** Whose each number is; none: nobody's any more. */
    private Names names = new Names(16);
    /** How many questions a number has. */
    private int[] counts = new int[16];

    private int used;
    /** The present number of each name, in a hash table of names. */
    private int[] numbers = filled(32);

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
     * @param questions {@link Questions#NONE}: nothing any more
     */
    public void ask(String asker, Questions questions) {
        long[] now = questions.hashes;
        int former = numbers[find(asker)];
        if (former == NOBODY ? now.length == 0 : asksJust(former, now)) {
            return;
        }
        makeRoom(now.length);
        int at = find(asker);
        if (numbers[at] != NOBODY) {
            names.clear(numbers[at]);
        }
        numbers[at] = used;
        names.set(used, asker);
        counts[used] = now.length;
        for (long hash : now) {
            put(hash, used);
        }
        used++;
    }

    /** Where the number of a name is, or would be. */
    private int find(String name) {
        int i = (int) (hash(name) >>> 32) & (numbers.length - 1);
        while (numbers[i] != NOBODY && !name.equals(names.get(numbers[i]))) {
            i = (i + 1) & (numbers.length - 1);
        }
        return i;
    }

    private boolean asksJust(int number, long[] now) {
        return counts[number] == now.length && Arrays.stream(now).allMatch(hash -> asks(number, hash));
    }

    private boolean asks(int number, long hash) {
        for (int i = place(hash); asked[i] != NOBODY; i = next(i)) {
            if (hashes[i] == hash && asked[i] == number) {
                return true;
            }
        }
        return false;
    }

    /** Who asked for one of these. */
    public Set<String> of(Set<String> keys) {
        Set<String> found = new TreeSet<>();
        for (String key : keys) {
            long hash = hash(key);
            for (int i = place(hash); asked[i] != NOBODY; i = next(i)) {
                String name = hashes[i] == hash ? names.get(asked[i]) : null;
                if (name != null) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    private void put(long hash, int number) {
        int i = place(hash);
        while (asked[i] != NOBODY) {
            i = next(i);
        }
        hashes[i] = hash;
        asked[i] = number;
        size++;
    }

    /** For another one with so many questions. Where there is none, all are counted anew without those who ask nothing any more. */
    private void makeRoom(int more) {
        if (used < names.room() && 5L * (size + more) <= 4L * asked.length) {
            return;
        }
        int[] formerCounts = counts;
        long[] formerHashes = hashes;
        int[] formerAsked = asked;
        int[] renumbered = filled(used);
        int live = 0;
        int questions = more;
        for (int i = 0; i < used; i++) {
            if (names.has(i) && counts[i] > 0) {
                renumbered[i] = live++;
                questions += counts[i];
            }
        }
        counts = new int[live + live / 2 + 16];
        numbers = filled(powerOfTwo(2 * counts.length));
        hashes = new long[powerOfTwo(questions + questions / 2 + 64)];
        asked = filled(hashes.length);
        used = live;
        size = 0;
        names = names.renumbered(renumbered, NOBODY, counts.length);
        for (int i = 0; i < renumbered.length; i++) {
            if (renumbered[i] != NOBODY) {
                counts[renumbered[i]] = formerCounts[i];
                numbers[find(Objects.requireNonNull(names.get(renumbered[i])))] = renumbered[i];
            }
        }
        for (int i = 0; i < formerAsked.length; i++) {
            if (formerAsked[i] != NOBODY && renumbered[formerAsked[i]] != NOBODY) {
                put(formerHashes[i], renumbered[formerAsked[i]]);
            }
        }
    }

    /** Not less than that. */
    private static int powerOfTwo(int least) {
        return Integer.highestOneBit(least - 1) << 1;
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
