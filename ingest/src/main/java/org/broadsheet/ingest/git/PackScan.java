package org.broadsheet.ingest.git;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Turns;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * Looks through the pack of a push before JGit does, which has no bound on what a pack as a whole unfolds to: few bytes may be many
 * gigabytes, many objects, or differences that stand on one another so that each look at one costs all of them. What an object comes
 * to is counted when its head is read, before it is unpacked. What it cannot read, as far as it goes, is refused as well: JGit might
 * read it otherwise. One thread, once.
 */
final class PackScan {
    private static final String IN_PARTS =
            "push the history in parts, an older commit first (git push <remote> <commit>:<branch>), or raise ";
    /** JGit's table of bases: this many entries a segment, and within it a place by these bits of a hash. */
    private static final int SEGMENT = 2048;

    private static final int SEGMENT_MASK = 0xffe00000;
    /** Bases in one place of that table, at about one each. */
    private static final int CROWD = 64;

    /** Of 7 bits, the first of 4: what a long holds. */
    private static final int OBJECT_DIGITS = 9;
    /** Of 7 bits: what an int holds. */
    private static final int DELTA_DIGITS = 5;

    private final InputStream in;
    private final Configuration.Git limits;
    private final long mostUnpacked;
    private final Turns.Turn turn;
    private final byte[] buffer = new byte[SpoolSpace.BLOCK];
    private final byte[] unpacked = new byte[SpoolSpace.BLOCK];
    private int at;
    private int end;
    /** Of the buffer's end in the pack. */
    private long position;

    private final ObjectReader reader;
    private String advice = IN_PARTS;
    private long contents;
    private long history;
    private int objects;
    private byte[] types = {};
    private long[] positions = {};
    private int[] bases = {};
    private int[] children = {};
    private int[] depths = {};
    private long[] sizes = {};
    private final Map<Base, Named> named = new HashMap<>();
    private int differences;
    private long differing;
    private int deepest;

    /** @param in begins with the pack, and ends with it */
    PackScan(InputStream in, Repository repository, Configuration configuration, Turns.Turn turn) {
        this.in = in;
        this.limits = configuration.git();
        this.mostUnpacked = configuration.limits().unpacked();
        this.turn = turn;
        this.reader = repository.newObjectReader();
    }

    /** @param before what is said before the key that allows more, to whom nobody pushes */
    PackScan advising(String before) {
        advice = before;
        return this;
    }

    /** The pack is more than a push may bring, or cannot be read. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1;

        private TooMuch(String message) {
            super(message);
        }
    }

    /** A base that is named by its id, with a hash of its own: nobody can choose ids that collide in it. */
    private record Base(long a, long b, int c) {
        static Base of(byte[] id) {
            long a = 0;
            long b = 0;
            int c = 0;
            for (int i = 0; i < 8; i++) {
                a = (a << 8) | (id[i] & 0xff);
                b = (b << 8) | (id[8 + i] & 0xff);
            }
            for (int i = 16; i < 20; i++) {
                c = (c << 8) | (id[i] & 0xff);
            }
            return new Base(a, b, c);
        }

        ObjectId id() {
            byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
            for (int i = 0; i < 8; i++) {
                raw[i] = (byte) (a >>> (56 - 8 * i));
                raw[8 + i] = (byte) (b >>> (56 - 8 * i));
            }
            for (int i = 0; i < 4; i++) {
                raw[16 + i] = (byte) (c >>> (24 - 8 * i));
            }
            return ObjectId.fromRaw(raw);
        }

        @Override
        public int hashCode() {
            // The ids are digests: any of their bits are as good as others, so those count that JGit's tables do not
            // use.
            return (int) (((b ^ (b >>> 29) ^ ((long) c << 7)) * 0x9e3779b97f4a7c15L) >>> 32);
        }
    }

    /** What is said of a base that is named by its id, and what it is if we have it. */
    private static final class Named {
        private final int type;
        private final long present;
        private int children;
        private long size;

        private Named(int type, long present) {
            this.type = type;
            this.present = present;
        }
    }

    /** @throws TooMuch naming the key that allows more, and what to do */
    void check() throws IOException {
        try (reader) {
            scan();
            checkNamed();
        }
        checkHeld();
    }

    private void scan() throws IOException {
        Inflater inflater = new Inflater();
        try {
            scan(inflater);
        } catch (DataFormatException | EOFException e) {
            // Whether JGit fails at the same place is not for it alone to say: what is not looked through goes no
            // further.
            throw new TooMuch("what was sent is no pack, or not all of one: try again");
        } finally {
            inflater.end();
        }
    }

    private void scan(Inflater inflater) throws IOException, DataFormatException {
        byte[] head = new byte[12];
        for (int i = 0; i < head.length; i++) {
            head[i] = (byte) next();
        }
        if (head[0] != 'P' || head[1] != 'A' || head[2] != 'C' || head[3] != 'K') {
            throw new EOFException();
        }
        long count = 0;
        for (int i = 8; i < 12; i++) {
            count = (count << 8) | (head[i] & 0xff);
        }
        if (count > limits.objects()) {
            // JGit has a table for as many as the head says before it has read one.
            throw new TooMuch(String.format(
                    Locale.ROOT,
                    "%,d files, folders and commits are more than the %,d that one push may bring: " + advice
                            + "git.objects",
                    count,
                    limits.objects()));
        }
        for (long i = 0; i < count; i++) {
            turn.check();
            object(inflater);
        }
    }

    private void object(Inflater inflater) throws IOException, DataFormatException {
        long start = position - end + at;
        int c = next();
        int type = (c >> 4) & 7;
        long size = c & 15;
        for (int digits = 1; (c & 0x80) != 0; digits++) {
            if (digits == OBJECT_DIGITS) {
                throw overlong();
            }
            c = next();
            size |= (long) (c & 0x7f) << (7 * digits - 3);
        }
        int base = -1;
        Named other = null;
        if (type == Constants.OBJ_OFS_DELTA) {
            c = next();
            long back = c & 0x7f;
            while ((c & 0x80) != 0) {
                c = next();
                back = ((back + 1) << 7) | (c & 0x7f);
            }
            base = Arrays.binarySearch(positions, 0, objects, start - back);
            if (base < 0) {
                throw new TooMuch("an object is sent as the difference to something that is no object of this push");
            }
        } else if (type == Constants.OBJ_REF_DELTA) {
            byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
            for (int i = 0; i < id.length; i++) {
                id[i] = (byte) next();
            }
            other = named(Base.of(id));
        }
        boolean isDelta = base >= 0 || other != null;
        if (isDelta) {
            type = other == null ? types[base] : other.type;
        }
        add(type, size);
        if (isDelta || type != Constants.OBJ_BLOB) {
            hold(size);
        }
        long[] delta = unpack(inflater, size, isDelta);
        long result = size;
        if (isDelta) {
            result = delta[1];
            add(type, result);
            differences++;
            differing += result;
            hold(delta[0]);
            hold(result);
            if (other != null) {
                other.children++;
                other.size = Math.max(other.size, delta[0]);
            }
        }
        remember(start, base, type, result);
    }

    private Named named(Base base) throws IOException {
        Named there = named.get(base);
        if (there == null) {
            ObjectId id = base.id();
            if (reader.has(id)) {
                ObjectLoader present = reader.open(id);
                there = new Named(present.getType(), present.getSize());
            } else {
                there = new Named(ObjectReader.OBJ_ANY, 0);
            }
            named.put(base, there);
        }
        return there;
    }

    /** Unpacks an object into nothing; of a difference the sizes of its base and of its result. */
    private long[] unpack(Inflater inflater, long size, boolean isDelta) throws IOException, DataFormatException {
        inflater.reset();
        long[] sizes = new long[2];
        int number = isDelta ? 0 : 2;
        int digits = 0;
        for (long left = size; !inflater.finished(); ) {
            if (inflater.needsInput()) {
                fill();
                inflater.setInput(buffer, at, end - at);
            }
            int before = inflater.getRemaining();
            int n = inflater.inflate(unpacked);
            at += before - inflater.getRemaining();
            left -= n;
            if (left < 0 || inflater.needsDictionary()) {
                throw new DataFormatException();
            }
            for (int i = 0; i < n && number < 2; i++) {
                sizes[number] |= (long) (unpacked[i] & 0x7f) << (7 * digits);
                digits++;
                boolean goesOn = (unpacked[i] & 0x80) != 0;
                if (sizes[number] > Integer.MAX_VALUE || (goesOn && digits == DELTA_DIGITS)) {
                    throw overlong();
                }
                if (!goesOn) {
                    number++;
                    digits = 0;
                }
            }
            turn.check();
            if (inflater.finished() && left > 0) {
                throw new DataFormatException();
            }
        }
        if (number < 2) {
            throw new DataFormatException();
        }
        return sizes;
    }

    /** JGit shifts such digits into an int, or past its end: what it reads then is not what was counted. */
    private static TooMuch overlong() {
        return new TooMuch("a size in what was sent has more digits than a size may have: Git writes no such pack");
    }

    /** A history has a list of each folder for each commit in it, and files once: what is not known to be history is a file. */
    private void add(int type, long size) throws TooMuch {
        if (type == Constants.OBJ_COMMIT || type == Constants.OBJ_TREE || type == Constants.OBJ_TAG) {
            history = sum(history, size);
            if (history > limits.history()) {
                throw new TooMuch(String.format(
                        Locale.ROOT,
                        "the folders and commits that were sent come to more than the %,d bytes, unpacked, that one push"
                                + " may bring: " + advice + "git.history",
                        limits.history()));
            }
            return;
        }
        contents = sum(contents, size);
        if (contents > mostUnpacked) {
            throw new TooMuch(String.format(
                    Locale.ROOT,
                    "what was sent comes to more than the %,d bytes, unpacked, that one push may bring: " + advice
                            + "limits.unpacked",
                    mostUnpacked));
        }
    }

    /** A size that no number holds is too large in any case. */
    private static long sum(long total, long size) {
        return size < 0 || total + size < 0 ? Long.MAX_VALUE : total + size;
    }

    private void hold(long size) throws TooMuch {
        if (size < 0 || size > limits.held()) {
            throw new TooMuch(String.format(
                    Locale.ROOT,
                    "%,d bytes have to be in memory as a whole, more than the %,d that a folder, a commit or a file"
                            + " that is sent as the difference to another may have: have large files packed whole (git -c"
                            + " core.bigFileThreshold=1m repack -a -d -F) and push again, or raise git.held",
                    size,
                    limits.held()));
        }
    }

    private void remember(long start, int base, int type, long size) throws TooMuch {
        if (objects == positions.length) {
            int room = Math.max(1024, objects + (objects >> 1));
            positions = Arrays.copyOf(positions, room);
            types = Arrays.copyOf(types, room);
            bases = Arrays.copyOf(bases, room);
            children = Arrays.copyOf(children, room);
            depths = Arrays.copyOf(depths, room);
            sizes = Arrays.copyOf(sizes, room);
        }
        positions[objects] = start;
        types[objects] = (byte) type;
        bases[objects] = base;
        sizes[objects] = size;
        if (base >= 0) {
            children[base]++;
            depths[objects] = depths[base] + 1;
            deepest = Math.max(deepest, depths[objects]);
            if (depths[objects] > limits.deltaDepth()) {
                throw new TooMuch(String.format(
                        Locale.ROOT,
                        "more than %,d differences stand on one another: have them made anew (git repack -a -d -f), or"
                                + " raise git.deltaDepth",
                        limits.deltaDepth()));
            }
        }
        objects++;
    }

    /** Those that we have have to be read, whole; those that we have not are of this pack. */
    private void checkNamed() throws IOException {
        int bits = Math.max(0, 32 - Integer.numberOfLeadingZeros(named.size() / SEGMENT));
        Map<Integer, Integer> places = new HashMap<>();
        long held = 0;
        long unknown = 0;
        for (Map.Entry<Base, Named> entry : named.entrySet()) {
            turn.check();
            AnyObjectId id = entry.getKey().id();
            int hash = id.hashCode();
            int place = (hash & SEGMENT_MASK) | (hash & ((1 << bits) - 1));
            if (places.merge(place, 1, Integer::sum) > CROWD) {
                throw new TooMuch("too many ids that are alike: such do not come about by themselves");
            }
            Named base = entry.getValue();
            if (base.type == ObjectReader.OBJ_ANY) {
                unknown++;
                held += base.children > 1 ? base.size : 0;
            } else {
                add(base.type, base.present);
                hold(base.present);
            }
        }
        checkHeld(held, 2L * limits.held());
        checkDepth(Math.min(differences, (unknown + 1) * (deepest + 1)));
    }

    /**
     * What names its base by an id may stand on any other that does, and libgit2 sends all its differences so: however they stand on
     * one another, a look at each must cost no more than what is allowed to those whose depth is seen.
     */
    private void checkDepth(long atMost) throws TooMuch {
        double allowed = limits.deltaDepth();
        if (atMost > allowed
                && ((double) atMost * differences > allowed * limits.objects()
                        || (double) atMost * differing > allowed * ((double) mostUnpacked + limits.history()))) {
            throw new TooMuch(String.format(
                    Locale.ROOT, "%,d differences may stand on one another: " + advice + "git.deltaDepth", atMost));
        }
    }

    /** While a difference to an object is worked on, that object is held if there are more differences to it. */
    private void checkHeld() throws TooMuch {
        long[] held = new long[objects];
        for (int i = 0; i < objects; i++) {
            int base = bases[i];
            if (base >= 0) {
                held[i] = held[base] + (children[base] > 1 ? sizes[base] : 0);
                checkHeld(held[i], limits.held());
            }
        }
    }

    private void checkHeld(long held, long most) throws TooMuch {
        if (held > most) {
            throw new TooMuch(String.format(
                    Locale.ROOT,
                    "%,d bytes have to be in memory at once to put differences together, more than %,d: have them made"
                            + " anew (git repack -a -d -f --depth=10), or raise git.held",
                    held,
                    most));
        }
    }

    private int next() throws IOException {
        if (at == end) {
            fill();
        }
        return buffer[at++] & 0xff;
    }

    private void fill() throws IOException {
        if (at < end) {
            return;
        }
        int n = in.read(buffer, 0, buffer.length);
        if (n <= 0) {
            throw new EOFException();
        }
        at = 0;
        end = n;
        position += n;
    }
}
