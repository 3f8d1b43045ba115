package org.broadsheet.notify.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The three headers of a delivery, and how both sides make and check the third (Standard Webhooks, "Webhook headers"). */
public final class Signature {
    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    /** How far a delivery's timestamp may lie from the receiver's clock. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String VERSION = "v1,";

    private Signature() {}

    /**
     * The value of {@code webhook-signature}: {@code v1,} and the base64 HMAC-SHA256 of {@code id.timestamp.body}.
     *
     * @param timestamp of the attempt; whole seconds count
     */
    public static String sign(SigningSecret secret, String id, Instant timestamp, byte[] body) {
        return VERSION + Base64.getEncoder().encodeToString(hmac(secret, id, timestamp.getEpochSecond(), body));
    }

    /**
     * Checks a delivery as its receiver. Of several signatures (parted by spaces, while secrets change) one has to be right.
     *
     * @return why it cannot be trusted; empty if it can
     */
    public static Optional<String> refusal(
            SigningSecret secret,
            Optional<String> id,
            Optional<String> timestamp,
            Optional<String> signatures,
            byte[] body,
            Instant now) {
        if (id.isEmpty() || timestamp.isEmpty() || signatures.isEmpty()) {
            return Optional.of("a header is missing: " + ID + ", " + TIMESTAMP + " or " + SIGNATURE);
        }
        long seconds;
        try {
            seconds = Long.parseLong(timestamp.get());
        } catch (NumberFormatException e) {
            return Optional.of(TIMESTAMP + " is no number of seconds");
        }
        if (Math.abs((double) now.getEpochSecond() - seconds) > TOLERANCE.toSeconds()) {
            return Optional.of(TIMESTAMP + " is more than " + TOLERANCE.toMinutes() + " minutes from this clock");
        }
        byte[] expected = Base64.getEncoder().encode(hmac(secret, id.get(), seconds, body));
        for (String signature : signatures.get().split(" ")) {
            // MessageDigest.isEqual takes the same time whatever differs.
            if (signature.startsWith(VERSION)
                    && MessageDigest.isEqual(
                            expected, signature.substring(VERSION.length()).getBytes(StandardCharsets.UTF_8))) {
                return Optional.empty();
            }
        }
        return Optional.of("no signature in " + SIGNATURE + " is that of this secret and body");
    }

    private static byte[] hmac(SigningSecret secret, String id, long seconds, byte[] body) {
        return secret.hmac((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8), body);
    }
}
