package org.broadsheet.ingest.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.Secret;
import org.broadsheet.common.http.AccessRules;
import org.broadsheet.common.http.HttpServer;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.ingest.testing.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookRoutesTest {
    private static final String BODY = "{\"ref\":\"refs/heads/main\",\"forced\":false}";
    private static final int MOST = 4096;

    @TempDir
    Path folder;

    private final List<String> looks = new CopyOnWriteArrayList<>();
    private HttpServer server;

    /** @param secrets by site; an empty one: none is configured */
    private void start(String... secrets) throws Exception {
        Configuration configuration = TestConfiguration.of(folder, Map.of("http.token", "token"));
        Map<SiteId, HookRoutes.Hook> hooks = new LinkedHashMap<>();
        for (int i = 0; i < secrets.length; i += 2) {
            String site = secrets[i];
            hooks.put(
                    new SiteId(site),
                    new HookRoutes.Hook(
                            Optional.of(secrets[i + 1])
                                    .filter(s -> !s.isEmpty())
                                    .map(Secret::new),
                            () -> looks.add(site)));
        }
        server = new HttpServer(
                configuration.http(),
                new AccessRules(configuration.http(), List.of()),
                new HookRoutes(hooks, MOST).routes());
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private int post(String query, String body, String... headers) throws Exception {
        return answer(query, body, headers).statusCode();
    }

    private HttpResponse<String> answer(String query, String body, String... headers) throws Exception {
        // As a forge reaches us: through a proxy, that is, not local.
        List<String> all = new ArrayList<>(List.of("X-Forwarded-For", "203.0.113.9", "X-GitHub-Event", "push"));
        all.addAll(List.of(headers));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.port() + "/hooks/git" + query))
                .headers(all.toArray(String[]::new))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String signed(String secret, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    }

    @Test
    void asksForALookWhenTheForgeCalls() throws Exception {
        start("main", "s3cret");

        assertThat(post("", BODY, "X-Hub-Signature-256", "sha256=" + signed("s3cret", BODY)))
                .isEqualTo(202);
        assertThat(post("", BODY, "X-Gitlab-Token", "s3cret")).isEqualTo(202);
        assertThat(post("?site=main", "", "X-Gitea-Signature", signed("s3cret", "")))
                .isEqualTo(202);

        assertThat(looks).containsExactly("main", "main", "main");
    }

    @Test
    void hearsNobodyElse() throws Exception {
        start("main", "s3cret");

        assertThat(post("", BODY)).isEqualTo(401);
        assertThat(post("", BODY, "X-Hub-Signature-256", "sha256=" + signed("secret", BODY)))
                .isEqualTo(401);
        assertThat(post("", BODY + " ", "X-Hub-Signature-256", "sha256=" + signed("s3cret", BODY)))
                .isEqualTo(401);
        assertThat(post("", BODY, "X-Gitlab-Token", "secret")).isEqualTo(401);
        assertThat(post("", BODY, "Authorization", "Bearer token")).isEqualTo(401);

        assertThat(looks).isEmpty();
    }

    @Test
    void boundsABody() throws Exception {
        start("main", "s3cret");
        String body = "x".repeat(MOST + 1);

        assertThat(post("", body, "X-Hub-Signature-256", "sha256=" + signed("s3cret", body)))
                .isEqualTo(413);
        assertThat(looks).isEmpty();
    }

    @Test
    void hearsNobodyWithoutASecret() throws Exception {
        start("main", "");

        assertThat(post("", BODY, "X-Hub-Signature-256", "sha256=" + signed("any", BODY)))
                .isEqualTo(403);
        assertThat(post("", BODY, "X-Gitlab-Token", "")).isEqualTo(403);
        assertThat(looks).isEmpty();
    }

    @Test
    void ofSeveralSitesEachHasItsSecret() throws Exception {
        start("garden", "one", "notes", "two");

        assertThat(post("?site=notes", BODY, "X-Gitlab-Token", "two")).isEqualTo(202);
        assertThat(post("?site=garden", BODY, "X-Gitlab-Token", "two")).isEqualTo(401);
        assertThat(post("", BODY, "X-Gitlab-Token", "two")).isEqualTo(404);
        assertThat(looks).containsExactly("notes");
    }

    @Test
    void nobodyFindsOutByAskingWhichSitesThereAre() throws Exception {
        start("garden", "one", "notes", "");
        String most = "x".repeat(MOST + 1);

        for (String[] headers : new String[][] {
            {"X-Gitlab-Token", "two"},
            {"X-Hub-Signature-256", "sha256=" + signed("two", BODY)},
            {"Authorization", "Bearer token"},
        }) {
            HttpResponse<String> known = answer("?site=garden", BODY, headers);
            assertThat(known.statusCode()).isEqualTo(401);
            for (String site : List.of("notes", "other", "", "NO%20SITE")) {
                HttpResponse<String> other = answer("?site=" + site, BODY, headers);
                assertThat(other.statusCode()).isEqualTo(401);
                assertThat(other.body()).isEqualTo(known.body());
            }
        }
        for (String site : List.of("garden", "notes", "other")) {
            assertThat(post("?site=" + site, most, "X-Gitlab-Token", "two")).isEqualTo(413);
        }
        assertThat(looks).isEmpty();
    }
}
