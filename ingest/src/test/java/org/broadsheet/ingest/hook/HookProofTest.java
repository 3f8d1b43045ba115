package org.broadsheet.ingest.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.broadsheet.common.config.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The secret, body and signature are those of GitHub's documentation, "Testing the webhook payload validation". */
class HookProofTest {
    private static final Secret SECRET = new Secret("It's a Secret to Everybody");
    private static final String BODY = "Hello, World!";
    private static final String SIGNATURE = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private static boolean isProven(String body, String... headers) throws IOException {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        HookProof proof = HookProof.in(name -> Optional.ofNullable(all.get(name)));
        return proof.isThere() && proof.isOf(SECRET, new ByteArrayInputStream(body.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        // As each of them sends it.
        "X-Hub-Signature-256, sha256=" + SIGNATURE,
        "X-Gitea-Signature, " + SIGNATURE,
        "X-Forgejo-Signature, " + SIGNATURE,
        "X-Gitlab-Token, It's a Secret to Everybody"
    })
    void takesWhatTheForgesSend(String header, String value) throws IOException {
        assertThat(isProven(BODY, header, value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "X-Hub-Signature-256, sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18",
        "X-Hub-Signature-256, " + SIGNATURE,
        "X-Hub-Signature-256, sha1=" + SIGNATURE,
        "X-Hub-Signature-256, sha256=",
        "X-Hub-Signature-256, sha256=757107ea",
        "X-Hub-Signature-256, sha256=no",
        "X-Hub-Signature, sha1=" + SIGNATURE,
        "X-Gitea-Signature, sha256=" + SIGNATURE,
        "X-Gitea-Signature, ''",
        "X-Forgejo-Signature, 757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1",
        "X-Gitlab-Token, It's a Secret to Everybod",
        "X-Gitlab-Token, It's a Secret to Everybody!",
        "X-Gitlab-Token, ''",
        "X-Other, " + SIGNATURE
    })
    void refusesWhatProvesNothing(String header, String value) throws IOException {
        assertThat(isProven(BODY, header, value)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Hello, 'Hello, World?'", "'Hello, World!', "})
    void refusesASignatureOfAnotherBody(String first, String second) throws IOException {
        assertThat(isProven(second == null ? "" : second, "X-Hub-Signature-256", "sha256=" + SIGNATURE))
                .isFalse();
        assertThat(isProven(first + " ", "X-Gitea-Signature", SIGNATURE)).isFalse();
    }

    /** Gitea and Forgejo send the signature under several names, Forgejo under all of them. */
    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "2, true", "3, false"})
    void needsOneThatIsRight(int wrong, boolean proven) throws IOException {
        String zeros = "0".repeat(64);

        assertThat(isProven(
                        BODY,
                        "X-Hub-Signature-256",
                        "sha256=" + (wrong > 0 ? zeros : SIGNATURE),
                        "X-Gitea-Signature",
                        wrong > 1 ? zeros : SIGNATURE,
                        "X-Forgejo-Signature",
                        wrong > 2 ? zeros : SIGNATURE))
                .isEqualTo(proven);
    }
}
