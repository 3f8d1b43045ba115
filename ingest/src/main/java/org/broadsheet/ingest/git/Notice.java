package org.broadsheet.ingest.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a client is told while it waits for its turn. Git shows lines from the server only where its protocol lets the answer carry
 * more than one thing: in a push's answer anywhere, in that of a fetch once the pack begins. Where it is certain that JGit's answer
 * begins the pack at once, that beginning is sent early, and taken off JGit's answer when it comes. One thread.
 */
final class Notice {
    private static final int MESSAGE = 2;
    private static final int ERROR = 3;

    private final Place place;
    private final OutputStream out;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private boolean said;
    private boolean begins = true;
    private int last;

    Notice(Place place, OutputStream out) {
        this.place = place;
        this.out = out;
    }

    /** Where something may be said before the answer. */
    enum Place {
        NOWHERE(""),
        ANYWHERE(""),
        /** Protocol version 2: the section that holds the pack. */
        AFTER_PACKFILE("packfile\n"),
        /** Versions 0 and 1: of what the client has, which is nothing, nothing is common. */
        AFTER_NAK("NAK\n");

        private final String beginning;

        Place(String beginning) {
            this.beginning = beginning;
        }
    }

    /** So many requests are before this one. */
    void waiting(int before) throws IOException {
        if (place == Place.NOWHERE || before == 0 || before == last) {
            return;
        }
        if (!said && !place.beginning.isEmpty()) {
            out.write(packet(place.beginning.getBytes(UTF_8)));
        }
        said = true;
        last = before;
        out.write(band(
                MESSAGE, "waiting for " + before + (before == 1 ? " request" : " requests") + " before this one\n"));
        out.flush();
    }

    /** Sends on what JGit answers. */
    void answer(byte[] bytes) throws IOException {
        if (!said || place.beginning.isEmpty() || !begins) {
            out.write(bytes);
            return;
        }
        begun.write(bytes);
        byte[] answer = begun.toByteArray();
        int length = answer.length < 4 ? Integer.MAX_VALUE : Integer.parseInt(new String(answer, 0, 4, UTF_8), 16);
        if (answer.length < length) {
            return;
        }
        begins = false;
        String first = new String(answer, 4, Math.max(0, length - 4), UTF_8);
        if (first.startsWith("ERR ")) {
            // An error that stands alone would not be understood any more.
            out.write(band(ERROR, first.substring(4)));
        } else if (!first.equals(place.beginning)) {
            throw new IOException("the answer begins with \"" + first.strip() + "\", not " + place.beginning.strip());
        }
        out.write(answer, Math.max(4, length), answer.length - Math.max(4, length));
    }

    private static byte[] band(int band, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] banded = new byte[bytes.length + 1];
        banded[0] = (byte) band;
        System.arraycopy(bytes, 0, banded, 1, bytes.length);
        return packet(banded);
    }

    private static byte[] packet(byte[] bytes) {
        byte[] head = String.format(Locale.ROOT, "%04x", bytes.length + 4).getBytes(UTF_8);
        byte[] packet = Arrays.copyOf(head, head.length + bytes.length);
        System.arraycopy(bytes, 0, packet, head.length, bytes.length);
        return packet;
    }
}
