package org.broadsheet.ingest.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;

/** Git's paths are bytes. */
final class GitPath {
    /** Bytes of a path that is too long. */
    private static final int SHOWN = 100;
    /** Bytes of its digest, which tell it from others that begin alike. */
    private static final int TOLD_APART = 6;

    private GitPath() {}

    /** Strict UTF-8; a byte that is none becomes U+FFFD and its two digits, so that no two paths become one. */
    static String decode(byte[] raw) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(raw);
        CharBuffer out = CharBuffer.allocate(3 * raw.length + 3);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString();
            }
            out.put('\uFFFD').put(String.format(Locale.ROOT, "%02X", in.get() & 0xff));
            decoder.reset();
        }
    }

    /** The beginning of a path that is too long to be read, and something of the whole behind it. */
    static String cut(byte[] path, int length) {
        int end = Math.min(SHOWN, length);
        while (end > 0 && end < length && (path[end] & 0xc0) == 0x80) {
            // Not in the midst of a character.
            end--;
        }
        MessageDigest sha256 = Digest.sha256();
        sha256.update(path, 0, length);
        return decode(Arrays.copyOf(path, end)) + "\u2026" + HexFormat.of().formatHex(sha256.digest(), 0, TOLD_APART);
    }

    /** Empty for what cannot be a path of a checked-out file, such as an entry named {@code ..}. */
    static Optional<ContentPath> of(String decoded) {
        try {
            return Optional.of(new ContentPath(decoded));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
