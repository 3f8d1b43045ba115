package org.broadsheet.render.lookup;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;

/**
 * Which texts asked for what, by {@link LinkKey}: also for what was not there. Of each question it keeps a hash of 32 bits and the
 * numbers of who asked, in arrays; where two questions meet in one hash, one who did not ask is named too. Many are asked by one text
 * alone, and a few by nearly all. Who asks something else gets another number: what the former one asked is passed over, and goes
 * when there is no room. One thread.
 */
public final class Askers {
    private static final int NOBODY = Integer.MIN_VALUE;
    /** What is written has room for one more in so many. */
    private static final int ROOM_AT_LEAST = 16;

    /** Whose each number is; none: nobody's any more. */
    private Names names;
    /** What each number asks, as one hash, and of which version of the text that is. */
    private long[] asks;

    private long[] versions;
    private int used;
    private int live;
    /** The present number of each name, in a hash table of names. */
    private int[] numbers;

    /** The questions, in a hash table. */
    private int[] questions;

    /** Of each question the number of who alone asked it; or, inverted, the last of several in {@link #who}. */
    private int[] askedBy;

    private int distinct;
    /** Of those who asked what others asked too: their numbers, and where, inverted, the one is who asked it before. */
    private int[] who;

    private int[] before;
    private int size;

    private boolean isAsRead;

    /** What somebody asks, in short. A value of any thread. */
    public static final class Questions {
        private final long[] hashes;

        private Questions(long[] hashes) {
            this.hashes = hashes;
        }

        public static Questions of(Collection<String> keys) {
            return new Questions(
                    keys.stream().mapToLong(Askers::hash).sorted().distinct().toArray());
        }
    }

    public Askers() {
        names = new Names(16);
        makeArrays(16, 64, 64);
    }

    /** @throws IOException if they cannot have been written so */
    Askers(BinaryReader in) throws IOException {
        names = new Names(in);
        asks = in.longs();
        versions = in.longs();
        used = in.count();
        live = in.count();
        numbers = in.ints();
        questions = in.ints();
        askedBy = in.ints();
        distinct = in.count();
        who = in.ints();
        before = in.ints();
        size = in.count();
        isAsRead = true;
        if (asks.length != names.room()
                || versions.length != asks.length
                || Integer.bitCount(numbers.length) != 1
                || numbers.length < 2L * asks.length
                || askedBy.length != questions.length
                || before.length != who.length
                || !hasRoom(0, 0)) {
            throw new IOException("its parts are not of one size");
        }
    }

    private void makeArrays(int room, int distinctRoom, int roomForAll) {
        asks = new long[room];
        versions = new long[room];
        numbers = filled(powerOfTwo(2 * room));
        questions = new int[distinctRoom];
        askedBy = filled(distinctRoom);
        who = new int[roomForAll];
        before = new int[roomForAll];
        used = 0;
        distinct = 0;
        size = 0;
    }

    private static int[] filled(int length) {
        int[] all = new int[length];
        Arrays.fill(all, NOBODY);
        return all;
    }

    /**
     * What {@code asker} asks from now on, instead of what it did.
     *
     * @param asker its key in {@code readable}
     * @param version of the text, as {@link #isAsOf} is asked for it
     */
    public void ask(String asker, long version, Questions questions) {
        long all = Arrays.stream(questions.hashes).sum();
        int former = numbers[find(asker)];
        if (former != NOBODY && asks[former] == all) {
            isAsRead &= versions[former] == version;
            versions[former] = version;
            return;
        }
        if (!hasRoom(1, questions.hashes.length)) {
            makeRoom(questions.hashes.length);
        }
        int at = find(asker);
        if (numbers[at] == NOBODY) {
            live++;
        } else {
            names.clear(numbers[at]);
        }
        numbers[at] = used;
        names.set(used, asker);
        asks[used] = all;
        versions[used] = version;
        for (long question : questions.hashes) {
            put(question(question), used);
        }
        used++;
        isAsRead = false;
    }

    /** Asks nothing any more. */
    public void forget(String asker) {
        int number = numbers[find(asker)];
        if (number != NOBODY) {
            names.clear(number);
            live--;
            isAsRead = false;
        }
    }

    /** Forgets all but these. */
    public void keepOnly(Set<String> askers) {
        for (int i = 0; i < used; i++) {
            String name = names.get(i);
            if (name != null && !askers.contains(name)) {
                forget(name);
            }
        }
    }

    /** How many they are. */
    public int count() {
        return live;
    }

    /** Whether what it asks is known as of that version of its text. */
    public boolean isAsOf(String asker, long version) {
        int number = numbers[find(asker)];
        return number != NOBODY && versions[number] == version;
    }

    /** Where the number of a name is, or would be. */
    private int find(String name) {
        int i = (int) (hash(name) >>> 32) & (numbers.length - 1);
        while (numbers[i] != NOBODY && !name.equals(names.get(numbers[i]))) {
            i = (i + 1) & (numbers.length - 1);
        }
        return i;
    }

    /** Who asked for one of these. */
    public Set<String> of(Set<String> keys) {
        Set<String> found = new TreeSet<>();
        for (String key : keys) {
            for (int by = askedBy[place(question(hash(key)))]; by != NOBODY; by = before(by, before)) {
                String name = names.get(number(by, who));
                if (name != null) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    private void put(int question, int number) {
        int place = place(question);
        int by = askedBy[place];
        if (by == NOBODY) {
            questions[place] = question;
            askedBy[place] = number;
            distinct++;
            return;
        }
        askedBy[place] = behind(by < 0 ? by : behind(NOBODY, by), number);
    }

    private int behind(int former, int number) {
        who[size] = number;
        before[size] = former;
        return ~size++;
    }

    /** Whose {@link #askedBy} this is. */
    private static int number(int by, int[] who) {
        return by < 0 ? who[~by] : by;
    }

    /** Who asked the same before that one. */
    private static int before(int by, int[] before) {
        return by < 0 ? before[~by] : NOBODY;
    }

    private static int question(long hash) {
        return (int) (hash >>> 32);
    }

    /** Where a question is, or would be. */
    private int place(int question) {
        int i = (int) ((Integer.toUnsignedLong(question) * questions.length) >>> Integer.SIZE);
        while (askedBy[i] != NOBODY && questions[i] != question) {
            i = i + 1 == questions.length ? 0 : i + 1;
        }
        return i;
    }

    private boolean hasRoom(int askers, int more) {
        return used + askers <= asks.length
                && size + 2L * more <= who.length
                && 5L * (distinct + more) <= 4L * questions.length;
    }

    /** For another one with so many questions, and for half as many as there are: all are counted anew without those who are not there any more. */
    private void makeRoom(int more) {
        long[] formerAsks = asks;
        long[] formerVersions = versions;
        int[] formerQuestions = questions;
        int[] formerBy = askedBy;
        int[] formerWho = who;
        int[] formerBefore = before;
        int[] renumbered = filled(used);
        int next = 0;
        for (int i = 0; i < used; i++) {
            if (names.has(i)) {
                renumbered[i] = next++;
            }
        }
        // First how many they are, then each.
        int several = 0;
        int stayDistinct = 0;
        for (int last : formerBy) {
            int stay = 0;
            for (int by = last; by != NOBODY; by = before(by, formerBefore)) {
                stay += renumbered[number(by, formerWho)] == NOBODY ? 0 : 1;
            }
            several += stay > 1 ? stay : 0;
            stayDistinct += stay > 0 ? 1 : 0;
        }
        makeArrays(
                next + next / 2 + 16,
                stayDistinct + stayDistinct / 2 + 2 * more + 64,
                several + several / 4 + 2 * more + 64);
        names = names.renumbered(renumbered, NOBODY, asks.length);
        for (int i = 0; i < renumbered.length; i++) {
            int number = renumbered[i];
            if (number != NOBODY) {
                asks[number] = formerAsks[i];
                versions[number] = formerVersions[i];
                numbers[find(Objects.requireNonNull(names.get(number)))] = number;
            }
        }
        used = next;
        for (int of = 0; of < formerBy.length; of++) {
            for (int by = formerBy[of]; by != NOBODY; by = before(by, formerBefore)) {
                int number = renumbered[number(by, formerWho)];
                if (number != NOBODY) {
                    put(formerQuestions[of], number);
                }
            }
        }
    }

    /** Not less than that. */
    private static int powerOfTwo(int least) {
        return Integer.highestOneBit(least - 1) << 1;
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

    /** Whether all is as it was read. */
    boolean isAsRead() {
        return isAsRead;
    }

    /** With some room, so that who reads it does not have to make that first. */
    void write(BinaryWriter out) throws IOException {
        if (live < used / 2 || !hasRoom(used / ROOM_AT_LEAST, size / ROOM_AT_LEAST)) {
            makeRoom(0);
        }
        names.write(out);
        out.longs(asks);
        out.longs(versions);
        out.count(used);
        out.count(live);
        out.ints(numbers);
        out.ints(questions);
        out.ints(askedBy);
        out.count(distinct);
        out.ints(who);
        out.ints(before);
        out.count(size);
    }
}
