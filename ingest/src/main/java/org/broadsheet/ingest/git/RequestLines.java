package org.broadsheet.ingest.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.broadsheet.common.config.Configuration;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The lines of a Git request, read before JGit keeps any of them: how many there are of each kind, and whether their ids were made
 * to collide, which costs JGit's tables the square of their number. What is too much is refused in Git's own form, with the key that
 * allows more. One thread.
 */
final class RequestLines {
    /** More ids with one hash than chance brings among some hundred thousands: two among 50,000 are rare. */
    private static final int ALIKE = 8;

    private final Configuration.Git limits;
    private final Received received;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final Set<String> ids = new HashSet<>();
    private final Map<Integer, Integer> hashes = new HashMap<>();
    private final byte[] line = new byte[0x10000];
    private String first = "";
    private boolean done;
    private boolean quiet;
    private boolean plain = true;
    private boolean has;
    private boolean makesOrMoves;
    private boolean pack;
    private long length;

    private RequestLines(Configuration.Git limits, Received received) {
        this.limits = limits;
        this.received = received;
    }

    private enum Kind {
        WANT("commits that are wanted", true),
        HAVE("commits that the clone has", true),
        SHALLOW("commits at which a clone ends", true),
        COMMAND("refs to move", true),
        NAME("names and options", false);

        private final String what;
        private final boolean ids;

        Kind(String what, boolean ids) {
            this.what = what;
            this.ids = ids;
        }
    }

    /** All lines of a fetch, or of a request for the names of refs. What is refused is for JGit to tell: it meets it when it reads. */
    static RequestLines ofFetch(InputStream in, Received received, Configuration.Git limits) throws IOException {
        RequestLines lines = new RequestLines(limits, received);
        lines.readAll(in, false);
        lines.length = received.length();
        return lines;
    }

    /** The refs that are to be moved, up to the pack. */
    static RequestLines ofPush(InputStream in, Received received, Configuration.Git limits) throws IOException {
        RequestLines lines = new RequestLines(limits, received);
        lines.readAll(in, true);
        lines.length = received.length();
        return lines;
    }

    /** Whether only the names of refs are asked for. */
    boolean isListing() {
        return first.startsWith("command=ls-refs");
    }

    /** Whether nothing is asked, as Git's probe does before a large push. */
    boolean isEmpty() {
        return first.isEmpty();
    }

    /** How many bytes they are: where a pack begins. */
    long length() {
        return length;
    }

    /** Whether JGit reads on behind these lines: what only takes branches away, or asks nothing, brings no pack. */
    boolean isFollowedByPack() {
        return pack;
    }

    /** What may be said before JGit answers: nothing that a client would take for something else. */
    Notice.Place notice() {
        String capabilities = first.substring(first.indexOf(first.startsWith("want ") ? ' ' : '\0') + 1);
        if (quiet || received.failure().isPresent()) {
            return Notice.Place.NOWHERE;
        }
        if (first.startsWith("command=fetch")) {
            return done && plain ? Notice.Place.AFTER_PACKFILE : Notice.Place.NOWHERE;
        }
        if (!capabilities.contains("side-band-64k")) {
            return Notice.Place.NOWHERE;
        }
        if (first.startsWith("want ")) {
            return done && plain && !has ? Notice.Place.AFTER_NAK : Notice.Place.NOWHERE;
        }
        return Notice.Place.ANYWHERE;
    }

    private void readAll(InputStream in, boolean untilFlush) throws IOException {
        for (int number = 0; ; ) {
            int head = in.readNBytes(line, 0, 4);
            if (head == 0) {
                return;
            }
            int length = head == 4 ? lengthOfLine() : -1;
            if (length < 0) {
                received.add(line, 0, head);
                if (!untilFlush) {
                    // JGit says of it what it always said.
                    in.transferTo(new Adding(received));
                }
                return;
            }
            if (length >= 4 && in.readNBytes(line, 4, length - 4) < length - 4) {
                received.add(line, 0, 4);
                return;
            }
            String text = new String(line, 4, Math.max(0, Math.min(length, 4 + 4096) - 4), ISO_8859_1).stripTrailing();
            if (length >= 4) {
                try {
                    count(text, number++ == 0);
                } catch (PackProtocolException e) {
                    received.failed(e);
                    return;
                }
            }
            received.add(line, 0, Math.max(4, length));
            if (length == 0 && untilFlush) {
                pack = makesOrMoves;
                return;
            }
        }
    }

    private int lengthOfLine() {
        int length = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(line[i], 16);
            if (digit < 0) {
                return -1;
            }
            length = length * 16 + digit;
        }
        // 0, 1 and 2 are marks, 3 is nothing.
        return length == 3 ? -1 : length;
    }

    private void count(String text, boolean begins) throws PackProtocolException {
        if (begins) {
            first = text;
        }
        // A push says "quiet" whenever its output is no terminal, and is told what becomes of it all the same.
        quiet |= text.equals("no-progress") || (begins && text.contains(" no-progress"));
        if (text.equals("done")) {
            done = true;
        } else if (text.startsWith("want ")) {
            count(Kind.WANT, text, 5);
        } else if (text.startsWith("have ")) {
            has = true;
            count(Kind.HAVE, text, 5);
        } else if (text.startsWith("shallow ")) {
            plain = false;
            count(Kind.SHALLOW, text, 8);
        } else if (text.length() > 81 && ObjectId.isId(text.substring(0, 40)) && text.charAt(40) == ' ') {
            makesOrMoves |= !text.startsWith(ObjectId.zeroId().name(), 41);
            count(Kind.COMMAND, text, 41);
        } else {
            plain &= !text.startsWith("deepen") && !text.startsWith("want-ref ") && !text.startsWith("packfile-uris");
            count(Kind.NAME, text, -1);
        }
    }

    private void count(Kind kind, String text, int id) throws PackProtocolException {
        int count = counts.merge(kind, 1, Integer::sum);
        int most = kind.ids ? limits.ids() : limits.names();
        if (count > most) {
            throw new PackProtocolException(String.format(
                    Locale.ROOT,
                    "more than %,d %s: ask for fewer at once, or have git.%s raised",
                    most,
                    kind.what,
                    kind.ids ? "ids" : "names"));
        }
        if (kind.ids && text.length() >= id + 40 && ObjectId.isId(text.substring(id, id + 40))) {
            String hex = text.substring(id, id + 40);
            // One commit may be wanted under many names, and is one entry of a table.
            if (ids.add(hex) && hashes.merge(ObjectId.fromString(hex).hashCode(), 1, Integer::sum) > ALIKE) {
                throw new PackProtocolException(
                        "too many ids that are alike: such do not come about by themselves, and cost too much to keep");
            }
        }
    }

    /** Adds what is left of a request. */
    static final class Adding extends OutputStream {
        private final Received received;

        Adding(Received received) {
            this.received = received;
        }

        @Override
        public void write(int b) throws IOException {
            received.add(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            received.add(bytes, offset, length);
        }
    }
}
