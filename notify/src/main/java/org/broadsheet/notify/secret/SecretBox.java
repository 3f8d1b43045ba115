package org.broadsheet.notify.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.record.Webhook;
import org.broadsheet.notify.signature.SigningSecret;
import org.jspecify.annotations.Nullable;

/**
 * Seals signing secrets under AES-256-GCM with the endpoint's id as associated data, so that one endpoint's secret does not open
 * as another's. Safe for all threads.
 */
public final class SecretBox {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeys keys;
    private final SecureRandom random;

    public SecretBox(SecretKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    public Webhook.SealedSecret seal(EndpointId endpoint, SigningSecret secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String id = keys.sealing();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.byId(id).orElseThrow(), nonce, endpoint)
                    .doFinal(secret.bytes());
            return new Webhook.SealedSecret(id, base64(nonce), base64(sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + CIPHER, e);
        }
    }

    /** Fails with an {@link Unopenable} that says why. */
    public SigningSecret open(EndpointId endpoint, Webhook.SealedSecret sealed) throws Unopenable {
        byte[] key = keys.byId(sealed.keyId())
                .orElseThrow(() -> new Unopenable(
                        "the signing secret is sealed with key " + sealed.keyId() + ", which is not configured", null));
        try {
            Base64.Decoder decoder = Base64.getDecoder();
            return new SigningSecret(cipher(Cipher.DECRYPT_MODE, key, decoder.decode(sealed.nonce()), endpoint)
                    .doFinal(decoder.decode(sealed.ciphertext())));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Unopenable("the signing secret does not open with key " + sealed.keyId(), e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, EndpointId endpoint)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(endpoint.toString().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The secret cannot be had: its key is not here, or the record was tampered with. */
    public static final class Unopenable extends Exception {
        private static final long serialVersionUID = 1;

        Unopenable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
