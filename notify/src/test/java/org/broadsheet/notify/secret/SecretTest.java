package org.broadsheet.notify.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Webhook;
import org.broadsheet.notify.signature.SigningSecret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final EndpointId ENDPOINT = new EndpointId(UUID.randomUUID());

    @TempDir
    private Path folder;

    @Test
    void opensWhatItSealed() throws Exception {
        SecretBox box = box("k1:" + key(1));
        SigningSecret secret = SigningSecret.random(RANDOM);

        Webhook.SealedSecret sealed = box.seal(ENDPOINT, secret);

        assertThat(box.open(ENDPOINT, sealed)).isEqualTo(secret);
        assertThat(sealed.keyId()).isEqualTo("k1");
        assertThat(new String(Json.write(sealed), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain(secret.text().substring(6))
                .doesNotContain(key(1));
        assertThat(box.seal(ENDPOINT, secret)).as("another nonce each time").isNotEqualTo(sealed);
    }

    @Test
    void opensNoSecretForAnotherEndpointNorOneThatWasChanged() {
        SecretBox box = box("k1:" + key(1));
        Webhook.SealedSecret sealed = box.seal(ENDPOINT, SigningSecret.random(RANDOM));
        byte[] changed = Base64.getDecoder().decode(sealed.ciphertext());
        changed[0] ^= 1;

        assertThatThrownBy(() -> box.open(new EndpointId(UUID.randomUUID()), sealed))
                .isInstanceOf(SecretBox.Unopenable.class);
        assertThatThrownBy(() -> box.open(
                        ENDPOINT,
                        new Webhook.SealedSecret(
                                "k1", sealed.nonce(), Base64.getEncoder().encodeToString(changed))))
                .isInstanceOf(SecretBox.Unopenable.class);
        assertThatThrownBy(() -> box.open(ENDPOINT, new Webhook.SealedSecret("k1", "!", "!")))
                .isInstanceOf(SecretBox.Unopenable.class);
    }

    @Test
    void opensWithOldKeysAndSealsWithTheFirst() throws Exception {
        SigningSecret secret = SigningSecret.random(RANDOM);
        Webhook.SealedSecret old = box("k1:" + key(1)).seal(ENDPOINT, secret);

        SecretBox rotated = box("k2:" + key(2), "k1:" + key(1));

        assertThat(rotated.open(ENDPOINT, old)).isEqualTo(secret);
        assertThat(rotated.seal(ENDPOINT, secret).keyId()).isEqualTo("k2");
        assertThatThrownBy(() -> box("k2:" + key(2)).open(ENDPOINT, old)).hasMessageContaining("k1");
    }

    @ParameterizedTest
    @CsvSource({
        "nokey, not of the form",
        "'k 1:AAAA', not of the form",
        "k1:AAAA, has 3 bytes",
        "k1:%%%%, not base64",
    })
    void refusesKeysThatAreNoneWithoutPrintingThem(String key, String why) {
        assertThatThrownBy(() -> SecretKeys.parse(List.of(key), "webhooks.secretKeys"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(why)
                .hasMessageNotContainingAny("AAAA", "%%%%");
    }

    @Test
    void makesAFileThatOnlyItsOwnerReadsAndReadsItAgain() throws Exception {
        Path file = folder.resolve("data").resolve("secret-keys");
        SigningSecret secret = SigningSecret.random(RANDOM);

        Webhook.SealedSecret sealed =
                new SecretBox(SecretKeys.of(List.of(), file, RANDOM), RANDOM).seal(ENDPOINT, secret);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new SecretBox(SecretKeys.of(List.of(), file, RANDOM), RANDOM).open(ENDPOINT, sealed))
                .isEqualTo(secret);
        try (var files = Files.list(folder.resolve("data"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void refusesAFileThatOthersMayRead() throws Exception {
        Path file = folder.resolve("secret-keys");
        Files.writeString(file, "k1:" + key(1) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> SecretKeys.of(List.of(), file, RANDOM))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("chmod 600");
    }

    private static SecretBox box(String... keys) {
        return new SecretBox(SecretKeys.parse(List.of(keys), "webhooks.secretKeys"), RANDOM);
    }

    private static String key(int fill) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) fill);
        return Base64.getEncoder().encodeToString(key);
    }
}
