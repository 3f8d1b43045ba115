package org.broadsheet.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.StreamSupport;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.testing.Chromium;
import org.broadsheet.common.testing.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Script in a page of the site's own origin, in a real browser on the operator's machine: it goes every way there is to what is
 * private, and to what is public beside it, which shows that the way leads to the server.
 */
class PagesOfTheSiteIT {
    private static final String SECRET = "what only the operator reads";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /**
     * Ways that the browser takes from some pages only, or when it likes: a prefetch is a hint that it may leave out (HTML, link type
     * {@code prefetch}), and among so many requests it now and then does.
     */
    private static final Set<String> AT_TIMES = Set.of(
            "audio", "video", "download", "prefetch", "speculation", "embed", "object", "font", "frame in a sandbox");

    @TempDir
    private Path profile;

    private final Set<String> got = new ConcurrentSkipListSet<>();
    private final Set<String> came = new ConcurrentSkipListSet<>();
    private HttpServer server;
    private Chromium chromium;

    @BeforeEach
    void start() throws Exception {
        Optional<Path> browser = Chromium.installed();
        assumeTrue(browser.isPresent(), "there is no Chromium on this machine; CHROMIUM may name one");
        Configuration.Http http = TestConfiguration.http(Map.of("maxRequestBytes", "1024"));
        server = new HttpServer(
                http,
                new AccessRules(http, List.of()),
                List.of(
                        new Route("*", "/private/**", Route.Access.PRIVATE, exchange -> record(exchange, got)),
                        new Route("*", "/public/**", Route.Access.PUBLIC, exchange -> record(exchange, came)),
                        file("/page.html", "text/html", "<!DOCTYPE html><body><script src=/attack.js></script>"),
                        file(
                                "/page.svg",
                                "image/svg+xml",
                                "<svg xmlns='http://www.w3.org/2000/svg'><script href='/attack.js'/></svg>"),
                        file(
                                "/silent.html",
                                "text/html",
                                "<!DOCTYPE html><meta name=referrer content=no-referrer>"
                                        + "<body><script src=/attack.js></script>"),
                        file("/blank.html", "text/html", "<!DOCTYPE html><title>Blank</title>"),
                        file("/attack.js", "text/javascript", resource("attack.js")),
                        file("/service-worker.js", "text/javascript", resource("service-worker.js"))));
        server.start();
        chromium = new Chromium(browser.get(), profile);
    }

    @AfterEach
    void stop() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:PORT/page.html",
                "http://127.0.0.1:PORT/page.html",
                "http://localhost:PORT/page.svg",
                "http://localhost:PORT/silent.html"
            })
    void aPageGetsNothingThatIsPrivate(String page) {
        chromium.open(page.replace("PORT", Integer.toString(server.port())));

        Set<String> ways = new TreeSet<>();
        StreamSupport.stream(
                        chromium.evaluateAsPerson("attack(['/private/x', '/public/x'])")
                                .spliterator(),
                        false)
                .forEach(way -> ways.add(way.asText()));

        assertThat(ways).hasSizeGreaterThan(50);
        ways.removeAll(AT_TIMES);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(came).containsAll(ways));
        assertThat(got).isEmpty();
    }

    @Test
    void aPageOfAnotherOriginGetsNothingThatIsPrivate() {
        chromium.open("http://other.localhost:" + server.port() + "/silent.html");
        String here = "http://localhost:" + server.port();

        chromium.evaluateAsPerson("attack(['" + here + "/private/x', '" + here + "/public/x'])");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(came).contains("fetch", "image", "window"));
        assertThat(got).isEmpty();
    }

    @Test
    void aPersonMayTypeTheAddress() {
        chromium.open(url("/private/x?way=typed"));

        assertThat(chromium.evaluate("document.body.innerText").asText()).contains(SECRET);
        assertThat(got).containsExactly("typed");
    }

    @Test
    void whatAPersonHasReadIsNotInTheCacheForPages() {
        chromium.open(url("/private/x?way=typed"));
        chromium.open(url("/page.html"));

        String read = chromium.evaluateAsPerson("Promise.all(['force-cache', 'only-if-cached', 'default'].map(cache =>"
                        + " fetch('/private/x?way=typed', { cache, mode: 'same-origin' })"
                        + ".then(answer => answer.text(), String))).then(String)")
                .asText();

        assertThat(read).isNotEmpty().doesNotContain(SECRET);
    }

    @Test
    void aPageCannotReachIntoAWindowInWhichAPersonReads() {
        chromium.open(url("/page.html"));
        chromium.evaluateAsPerson("window.other = open('/blank.html'); true");
        await().atMost(PATIENCE).until(() -> chromium.pages().contains(url("/blank.html")));

        chromium.openInNewest(url("/private/x?way=typed"));
        await().atMost(PATIENCE).until(() -> got.contains("typed"));

        assertThat(chromium.evaluateAsPerson(
                                "try { String(other.closed || other.document.body.innerText) } catch (e) { String(e) }")
                        .asText())
                .doesNotContain(SECRET);
    }

    @Test
    void aServiceWorkerReadsNothingThatAPersonAsksFor() {
        chromium.open(url("/page.html"));
        chromium.evaluateAsPerson("navigator.serviceWorker.register('/service-worker.js').then(() =>"
                + " navigator.serviceWorker.ready).then(() => new Promise(done => {"
                + " if (navigator.serviceWorker.controller) done();"
                + " navigator.serviceWorker.oncontrollerchange = () => done(); })).then(() => true)");

        chromium.open(url("/private/x?way=typed"));
        chromium.open(url("/page.html"));

        String kept = chromium.evaluateAsPerson("new Promise(done => { const channel = new MessageChannel();"
                        + " channel.port1.onmessage = message => done('kept ' + message.data);"
                        + " navigator.serviceWorker.controller.postMessage('', [channel.port2]); })")
                .asText();
        assertThat(kept).startsWith("kept ").contains("401").doesNotContain(SECRET);
    }

    private String url(String path) {
        return "http://localhost:" + server.port() + path;
    }

    private static void record(Exchange exchange, Set<String> ways) throws IOException {
        ways.add(exchange.query("way").orElse("no name"));
        exchange.body(1000).readAllBytes();
        exchange.respond(200, "text/plain", SECRET.getBytes(StandardCharsets.UTF_8));
    }

    private static Route file(String path, String mediaType, String text) {
        return new Route(
                "GET",
                path,
                Route.Access.PUBLIC,
                exchange -> exchange.respond(200, mediaType, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PagesOfTheSiteIT.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
