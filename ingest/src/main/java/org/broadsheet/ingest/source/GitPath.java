package org.broadsheet.ingest.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;

/** Git's paths are bytes. */
final class GitPath {
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

    /** Empty for what cannot be a path of a checked-out file, such as an entry named {@code ..}. */
    static Optional<ContentPath> of(String decoded) {
        try {
            return Optional.of(new ContentPath(decoded));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
