package org.broadsheet.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of some bytes, as 64 lower-case hexadecimal digits. */
public record Digest(@JsonValue String value) {
    @JsonCreator
    public Digest {
        if (!Hexadecimal.is(value, 64)) {
            throw new IllegalArgumentException("\"" + value + "\" is not a SHA-256 in hexadecimal");
        }
    }

    public static Digest of(byte[] bytes) {
        return hex(sha256().digest(bytes));
    }

    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of what was fed to a {@link #sha256()}; resets it. */
    public static Digest of(MessageDigest fed) {
        return hex(fed.digest());
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Digest hex(byte[] hash) {
        return new Digest(HexFormat.of().formatHex(hash));
    }

    @Override
    public String toString() {
        return value;
    }
}
