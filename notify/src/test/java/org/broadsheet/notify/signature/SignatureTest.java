package org.broadsheet.notify.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
    private static final SigningSecret SECRET = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final byte[] BODY = bytes("{\"test\": 2432232314}");

    @Test
    void signsAsTheSpecificationsVector() {
        String signature = Signature.sign(SECRET, ID, AT, BODY);

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void isTrustedByAnIndependentLibrary() throws Exception {
        SigningSecret secret = SigningSecret.random(new SecureRandom());
        Instant now = Instant.now();
        String body = "{\"type\":\"post.published\",\"data\":{\"title\":\"Grüße, 世界\"}}";

        String signature = Signature.sign(secret, "e-1", now, bytes(body));

        Webhook library = new Webhook(secret.text());
        assertThatCode(() -> library.verify(body, headers("e-1", now, signature)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> library.verify(body + " ", headers("e-1", now, signature)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void trustsWhatAnIndependentLibrarySigned() throws Exception {
        SigningSecret secret = SigningSecret.random(new SecureRandom());
        Instant now = Instant.ofEpochSecond(1_800_000_000);

        String signature = new Webhook(secret.text()).sign("e-1", now.getEpochSecond(), "{}");

        assertThat(refusal(secret, "e-1", now, signature, "{}", now)).isEmpty();
    }

    @Test
    void trustsOneRightSignatureAmongSeveral() {
        String right = Signature.sign(SECRET, ID, AT, BODY);

        assertThat(Signature.refusal(
                        SECRET, Optional.of(ID), seconds(AT), Optional.of("v1a,xx v1,AAAA " + right), BODY, AT))
                .isEmpty();
    }

    @Test
    void trustsNothingThatWasChanged() {
        String right = Signature.sign(SECRET, ID, AT, BODY);

        assertThat(refusal(SECRET, ID, AT, right, "{\"test\": 2432232315}", AT)).isPresent();
        assertThat(refusal(SECRET, ID + "x", AT, right, text(BODY), AT)).isPresent();
        assertThat(refusal(SECRET, ID, AT.plusSeconds(1), right, text(BODY), AT))
                .isPresent();
        assertThat(refusal(SigningSecret.random(new SecureRandom()), ID, AT, right, text(BODY), AT))
                .isPresent();
        assertThat(refusal(SECRET, ID, AT, right.substring(3), text(BODY), AT)).isPresent();
    }

    @Test
    void trustsNothingFromAnotherTime() {
        String right = Signature.sign(SECRET, ID, AT, BODY);
        Duration tooFar = Signature.TOLERANCE.plusSeconds(1);

        assertThat(refusal(SECRET, ID, AT, right, text(BODY), AT.plus(Signature.TOLERANCE)))
                .isEmpty();
        assertThat(refusal(SECRET, ID, AT, right, text(BODY), AT.plus(tooFar))).isPresent();
        assertThat(refusal(SECRET, ID, AT, right, text(BODY), AT.minus(tooFar))).isPresent();
    }

    @Test
    void takesHeadersThatAreMissingOrNoNumbersForNoDelivery() {
        assertThat(Signature.refusal(SECRET, Optional.empty(), seconds(AT), Optional.of("v1,x"), BODY, AT))
                .isPresent();
        assertThat(Signature.refusal(SECRET, Optional.of(ID), Optional.of("now"), Optional.of("v1,x"), BODY, AT))
                .isPresent();
        assertThat(Signature.refusal(
                        SECRET,
                        Optional.of(ID),
                        Optional.of(Long.toString(Long.MIN_VALUE)),
                        Optional.of("v1,x"),
                        BODY,
                        AT))
                .isPresent();
    }

    @Test
    void makesSecretsThatTheSpecificationAllowsAndNeverPrintsThem() {
        SigningSecret secret = SigningSecret.random(new SecureRandom());

        assertThat(secret.bytes()).hasSizeBetween(24, 64);
        assertThat(SigningSecret.parse(secret.text())).isEqualTo(secret);
        assertThat(secret.toString()).isEqualTo("whsec_…");
        assertThatThrownBy(() -> SigningSecret.parse("whsec_c2hvcnQ=")).hasMessageContaining("not 5");
        assertThatThrownBy(() -> SigningSecret.parse("secret")).hasMessageContaining("whsec_");
    }

    @Test
    void makesTheSameBodyOfTheSameEvent() {
        byte[] body = Payload.of("post.published", Instant.parse("2026-11-23T10:00:00Z"), bytes("{\"a\":1}"));

        assertThat(text(body))
                .isEqualTo("{\"type\":\"post.published\",\"timestamp\":\"2026-11-23T10:00:00Z\",\"data\":{\"a\":1}}");
    }

    private static Optional<String> refusal(
            SigningSecret secret, String id, Instant at, String signature, String body, Instant now) {
        return Signature.refusal(secret, Optional.of(id), seconds(at), Optional.of(signature), bytes(body), now);
    }

    private static Optional<String> seconds(Instant at) {
        return Optional.of(Long.toString(at.getEpochSecond()));
    }

    private static HttpHeaders headers(String id, Instant at, String signature) {
        return HttpHeaders.of(
                Map.of(
                        Signature.ID, List.of(id),
                        Signature.TIMESTAMP, List.of(Long.toString(at.getEpochSecond())),
                        Signature.SIGNATURE, List.of(signature)),
                (name, value) -> true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
