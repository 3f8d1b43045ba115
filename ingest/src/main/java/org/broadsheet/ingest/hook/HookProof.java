package org.broadsheet.ingest.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.broadsheet.common.config.Secret;

/**
 * By what a call is to be known for one of the forge's: HMAC-SHA256 of its body, as GitHub, Gitea and Forgejo send it, or the secret
 * itself, as GitLab does. Any of them that is right is proof. What is compared takes the same time whatever differs.
 *
 * @param signatures as they came, that is, of any bytes
 * @param token the secret, or what is said to be it
 */
record HookProof(List<byte[]> signatures, Optional<String> token) {
    private static final String HMAC = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final int BLOCK = 16 << 10;

    HookProof {
        signatures = List.copyOf(signatures);
    }

    /** @param header of a request, by name */
    static HookProof in(Function<String, Optional<String>> header) {
        List<byte[]> signatures = new ArrayList<>();
        header.apply("X-Hub-Signature-256")
                .filter(value -> value.startsWith(PREFIX))
                .flatMap(value -> bytes(value.substring(PREFIX.length())))
                .ifPresent(signatures::add);
        Stream.of("X-Gitea-Signature", "X-Forgejo-Signature")
                .flatMap(name -> header.apply(name).flatMap(HookProof::bytes).stream())
                .forEach(signatures::add);
        return new HookProof(signatures, header.apply("X-Gitlab-Token"));
    }

    private static Optional<byte[]> bytes(String hexadecimal) {
        try {
            return Optional.of(HexFormat.of().parseHex(hexadecimal));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether there is anything to be looked at, before a body is read for it. */
    boolean isThere() {
        return !signatures.isEmpty() || token.isPresent();
    }

    /** Reads the body to its end. */
    boolean isOf(Secret secret, InputStream body) throws IOException {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.bytes(), HMAC));
            byte[] block = new byte[BLOCK];
            for (int n = body.read(block); n >= 0; n = body.read(block)) {
                mac.update(block, 0, n);
            }
            byte[] expected = mac.doFinal();
            boolean proven = false;
            for (byte[] signature : signatures) {
                proven |= MessageDigest.isEqual(signature, expected);
            }
            // Digests are compared, so that the time says nothing of the secret's length either.
            byte[] said = digest(token.orElse("").getBytes(UTF_8));
            proven |= token.isPresent() && MessageDigest.isEqual(said, digest(secret.bytes()));
            return proven;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    private static byte[] digest(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
