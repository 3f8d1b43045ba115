package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.Chromium;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Nginx;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a process without a token neither what authors publish nor who comes through a proxy does what the operator may. */
class OperatorIT {
    private static final String WEBHOOK = "{\"url\": \"https://example.com/hook\"}";

    /** Says what each way has come to: the status of the answer, or that there was none. */
    private static final String SCRIPT = """
            const tried = {};
            const tell = (name, asked) => asked.then(answer => { tried[name] = answer.status; }, () => { tried[name] = 'nothing'; });
            const json = {'Content-Type': 'application/json'};
            const silent = {referrerPolicy: 'no-referrer'};
            tell('status', fetch('/api/v1/status'));
            tell('status, silently', fetch('/api/v1/status', silent));
            tell('problems', fetch('/api/v1/problems', {...silent, mode: 'same-origin'}));
            tell('refs', fetch('/git/content.git/info/refs?service=git-upload-pack', silent));
            tell('refs to push', fetch('/git/content.git/info/refs?service=git-receive-pack', silent));
            tell('fetch', fetch('/git/content.git/git-upload-pack',
              {method: 'POST', headers: {'Content-Type': 'application/x-git-upload-pack-request'}, body: '0000'}));
            tell('push', fetch('/git/content.git/git-receive-pack',
              {method: 'POST', headers: {'Content-Type': 'application/x-git-receive-pack-request'}, body: '0000'}));
            tell('webhook', fetch('/api/v1/webhooks', {method: 'POST', headers: json, body: '%s', ...silent}));
            tell('health', fetch('/health/ready', silent));
            tell('site', fetch('/posts/hello'));
            """.formatted(WEBHOOK);

    @TempDir
    static Path folder;

    private static Program program;

    @BeforeAll
    static void start() throws IOException {
        program = Program.up(folder, Program.freePort(), List.of());
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        author.write("site.yml", "html: sanitized\n");
        author.write("_posts/hello/index.md", "# Hello\n\n![A picture](picture.svg)\n");
        author.write("_posts/hello/picture.svg", svg());
        author.write("public/x.svg", svg());
        author.write("public/x.js", SCRIPT);
        author.write("public/x.html", "<!DOCTYPE html><title>x</title><script src='x.js'></script>");
        author.write("public/inline.html", "<!DOCTYPE html><title>x</title><script>" + SCRIPT + "</script>");
        author.write("_drafts/secret.md", "# Secret\n");
        author.commit("Begin");
        author.run("push", program.url("/git/content.git"), "main");
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    private static String svg() {
        return "<svg xmlns='http://www.w3.org/2000/svg'><script><![CDATA[" + SCRIPT + "]]></script></svg>";
    }

    @ParameterizedTest
    @ValueSource(strings = {"/inline.html", "/x.svg", "/posts/hello/picture.svg"})
    void neitherDrawingsRunTheirScriptsNorPagesWhatStandsInThem(String page) throws IOException {
        Optional<Path> browser = Chromium.installed();
        assumeTrue(browser.isPresent(), "there is no Chromium on this machine; CHROMIUM may name one");
        try (Chromium chromium = new Chromium(browser.get(), Files.createTempDirectory(folder, "profile"))) {
            chromium.open(program.url(page));
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            chromium.evaluate("document.readyState").asText().equals("complete"));

            assertThat(chromium.evaluate("location.pathname + ' ' + typeof tried")
                            .asText())
                    .isEqualTo(page + " undefined");
        }
    }

    @Test
    void whatAuthorsPublishActsAsNobody() throws IOException {
        Optional<Path> browser = Chromium.installed();
        assumeTrue(browser.isPresent(), "there is no Chromium on this machine; CHROMIUM may name one");
        try (Chromium chromium = new Chromium(browser.get(), Files.createTempDirectory(folder, "profile"))) {
            chromium.open(program.url("/x.html"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> chromium.evaluate("Object.keys(tried).length").asInt() == 10);

            JsonNode tried = chromium.evaluate("tried");

            for (Map.Entry<String, JsonNode> way : tried.properties()) {
                assertThat(way.getValue().asText())
                        .as("%s in %s", way.getKey(), tried)
                        .isEqualTo(way.getKey().equals("site") ? "200" : "401");
            }
        }
        assertThat(webhooks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxy_http_version 1.1; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
                "proxy_http_version 1.1; proxy_set_header Host $host; proxy_set_header X-Real-IP $remote_addr;",
                "proxy_set_header Host localhost; proxy_set_header Connection '';"
            })
    void whoComesThroughNginxActsAsNobody(String directives) throws Exception {
        Optional<Path> nginx = Nginx.installed();
        assumeTrue(nginx.isPresent(), "there is no nginx on this machine");
        try (Nginx proxy = Nginx.before(
                nginx.get(),
                Files.createTempDirectory(folder, "nginx"),
                List.of("proxy_pass http://127.0.0.1:" + program.port() + ";", directives))) {
            for (String path : List.of(
                    "/api/v1/status",
                    "/api/v1/problems",
                    "/api/v1/posts",
                    "/api/v1/webhooks",
                    "/api/v1/deliveries",
                    "/api/v1/attempts",
                    "/health/ready",
                    "/git/content.git/info/refs?service=git-upload-pack",
                    "/git/content.git/info/refs?service=git-receive-pack")) {
                assertThat(send(HttpRequest.newBuilder(URI.create(proxy.url(path)))))
                        .as(path)
                        .isEqualTo(401);
            }
            assertThat(send(HttpRequest.newBuilder(URI.create(proxy.url("/api/v1/webhooks")))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(WEBHOOK))))
                    .isEqualTo(401);
            assertThat(send(HttpRequest.newBuilder(URI.create(proxy.url("/posts/hello")))))
                    .isEqualTo(200);
        }
        assertThat(webhooks()).isEmpty();
    }

    @Test
    void theOperatorsOwnProgramsGoOn() throws IOException, InterruptedException {
        GitCommandLine clone = GitCommandLine.clone(program.url("/git/content.git"), folder.resolve("clone"));

        assertThat(clone.folder().resolve("_drafts/secret.md")).exists();
        assertThat(program.get("/api/v1/status").statusCode()).isEqualTo(200);
        Program list = Program.launch(
                folder, 0, List.of(), Map.of("BROADSHEET_PORT", Integer.toString(program.port())), "webhooks", "list");
        assertThat(list.await()).isZero();
    }

    private static JsonNode webhooks() {
        return Json.read(
                        program.get("/api/v1/webhooks").body().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        JsonNode.class)
                .path("items");
    }

    private static int send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
