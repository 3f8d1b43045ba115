package org.broadsheet.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of some bytes, written as 64 lower-case hexadecimal digits; in memory 32 bytes, for a site has several of each page. */
public final class Digest {
    private static final int DIGITS = 64;

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    @JsonCreator
    public Digest(String value) {
        this(bytes(value));
    }

    private Digest(ByteBuffer hash) {
        this(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }

    private Digest(long first, long second, long third, long fourth) {
        this.first = first;
        this.second = second;
        this.third = third;
        this.fourth = fourth;
    }

    private static ByteBuffer bytes(String value) {
        if (!Hexadecimal.is(value, DIGITS)) {
            throw new IllegalArgumentException("\"" + value + "\" is not a SHA-256 in hexadecimal");
        }
        return ByteBuffer.wrap(HexFormat.of().parseHex(value));
    }

    public static Digest of(byte[] bytes) {
        return new Digest(ByteBuffer.wrap(sha256().digest(bytes)));
    }

    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of what was fed to a {@link #sha256()}; resets it. */
    public static Digest of(MessageDigest fed) {
        return new Digest(ByteBuffer.wrap(fed.digest()));
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** In 32 bytes. */
    public void write(BinaryWriter out) throws IOException {
        out.number(first);
        out.number(second);
        out.number(third);
        out.number(fourth);
    }

    public static Digest read(BinaryReader in) {
        return new Digest(in.number(), in.number(), in.number(), in.number());
    }

    @JsonValue
    public String value() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(fourth);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest that
                && first == that.first
                && second == that.second
                && third == that.third
                && fourth == that.fourth;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    @Override
    public String toString() {
        return value();
    }
}
