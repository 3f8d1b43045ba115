package org.broadsheet.render.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.broadsheet.common.testing.Chromium;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the pages look, measured in a browser; what it saw lies in {@code target/look} afterwards. */
class LookIT {
    private static final double SMALLEST_TEXT = 17;
    private static final double LOWEST_CONTRAST = 4.5;
    /** That a site may be served with: our pages do without what it forbids, the data of a post for machines included. */
    private static final String POLICY =
            "default-src 'self'; img-src 'self' https: data:; media-src 'self' https:; frame-src https:; style-src 'self'; "
                    + "script-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

    private static final Path PICTURES = Path.of("target", "look");
    private static final List<String> PICTURED = List.of(
            "/",
            "/posts/the-hedge-at-the-north-wall",
            "/posts/a-calendar-for-cold-frames",
            "/archive",
            "/about",
            "/foreign",
            "/he/post",
            "/he/post-in-english-site",
            "/he/list-in-english-site",
            "/ar/list",
            "/markdown",
            "/start");

    @TempDir
    private static Path folder;

    private static HttpServer server;
    private static Chromium chromium;
    private static String measure;
    private static Map<String, byte[]> pages;

    @BeforeAll
    static void openTheBrowser() throws IOException {
        Optional<Path> browser = Chromium.installed();
        assumeTrue(browser.isPresent(), "there is no Chromium on this machine; CHROMIUM may name one");

        pages = new FixturePages(folder.resolve("content")).pages();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] body = pages.get(path);
            exchange.getResponseHeaders().set("Content-Type", mediaType(path));
            if (!path.equals("/start")) {
                exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            }
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        chromium = new Chromium(browser.get(), Files.createDirectories(folder.resolve("profile")));
        try (InputStream in = LookIT.class.getResourceAsStream("measure.js")) {
            measure = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void closeTheBrowser() {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"320,light", "320,dark", "768,light", "768,dark", "1280,light", "1280,dark"})
    void everyPageIsReadable(int width, String scheme) throws IOException {
        SoftAssertions softly = new SoftAssertions();
        for (String path : htmlPages()) {
            chromium.screen(width, 900, scheme, "screen");
            chromium.open(address(path));

            JsonNode measured = chromium.evaluate(measure);
            String name =
                    (path.equals("/") ? "home" : path.substring(1).replace('/', '-')) + "-" + width + "-" + scheme;
            if (PICTURED.contains(path)) {
                Files.write(PICTURES.resolve(name + ".png"), chromium.screenshot(true));
            }

            softly.assertThat(measured.path("texts")).as(name + " has text").isNotEmpty();
            for (JsonNode text : measured.path("texts")) {
                softly.assertThat(text.path("size").asDouble())
                        .as(name + ": size of " + text.path("text"))
                        .isGreaterThanOrEqualTo(SMALLEST_TEXT);
                softly.assertThat(text.path("contrast").asDouble())
                        .as(name + ": contrast of " + text.path("text"))
                        .isGreaterThanOrEqualTo(LOWEST_CONTRAST);
            }
            // Those are of an alphabet: others have narrower letters, and no vowels.
            if (width >= 768 && !path.startsWith("/he/") && !path.startsWith("/ar/")) {
                for (JsonNode line : measured.path("lines")) {
                    softly.assertThat(line.path("mean").asDouble())
                            .as(name + ": characters per line of " + line)
                            .isBetween(55.0, 75.0);
                }
            }
            softly.assertThat(measured.path("scrollWidth").asInt())
                    .as(name + ": width of the page")
                    .isLessThanOrEqualTo(measured.path("width").asInt());
            softly.assertThat(chromium.requests())
                    .as(name + ": requests")
                    .allMatch(url -> url.startsWith(address("")) || url.startsWith("data:"));
            // A manifest that is still being fetched when the next page is opened is taken for an empty one.
            softly.assertThat(chromium.complaints())
                    .as(name + ": console")
                    .filteredOn(complaint -> !complaint.contains("Manifest: Line: 1, column: 1"))
                    .isEmpty();
        }
        softly.assertAll();
    }

    @Test
    void measuresLinesWhereThereAreSome() {
        chromium.screen(1280, 900, "light", "screen");
        chromium.open(address("/posts/the-hedge-at-the-north-wall"));

        assertThat(chromium.evaluate(measure).path("lines")).hasSizeGreaterThan(3);
    }

    @Test
    void theKeyboardReachesTheContentFirst() {
        chromium.screen(768, 900, "light", "screen");
        chromium.open(address("/"));
        double above = chromium.evaluate("document.querySelector('.skip').getBoundingClientRect().bottom")
                .asDouble();

        chromium.press("Tab");

        assertThat(above).isNegative();
        assertThat(chromium.evaluate("document.activeElement.className").asText())
                .isEqualTo("skip");
        assertThat(chromium.evaluate("document.activeElement.getBoundingClientRect().top")
                        .asDouble())
                .isPositive();
        assertThat(chromium.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                        .asText())
                .isEqualTo("solid");
    }

    @Test
    void aHeadingsLinkShowsWhenItHasTheFocus() {
        chromium.screen(768, 900, "light", "screen");
        chromium.open(address("/posts/the-hedge-at-the-north-wall"));
        String opacity = "getComputedStyle(document.querySelector('.anchor')).opacity";
        String before = chromium.evaluate(opacity).asText();

        chromium.evaluate("document.querySelector('.anchor').focus({focusVisible: true})");

        assertThat(before).isEqualTo("0");
        assertThat(chromium.evaluate(opacity).asText()).isEqualTo("1");
    }

    @Test
    void onPaperThereIsTheTextAndNoNavigation() {
        chromium.screen(700, 900, "dark", "print");
        chromium.open(address("/posts/the-hedge-at-the-north-wall"));

        for (String part : List.of(".masthead-nav", ".skip", ".neighbours", ".footer nav")) {
            assertThat(chromium.evaluate("document.querySelector('" + part + "').checkVisibility()")
                            .asBoolean())
                    .as(part)
                    .isFalse();
        }
        assertThat(chromium.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(chromium.evaluate("document.querySelector('.prose').checkVisibility()")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void onPaperAWideTableIsWhole() {
        chromium.screen(700, 900, "light", "print");
        for (String path : List.of("/foreign", "/posts/a-calendar-for-cold-frames")) {
            chromium.open(address(path));

            assertThat(chromium.evaluate("[...document.querySelectorAll('table')].every("
                                    + "t => t.getBoundingClientRect().right <= document.documentElement.clientWidth)")
                            .asBoolean())
                    .as(path)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/he/post", "/he/post-in-english-site", "/ar/post"})
    void aQuotesBarAndTheNumbersOfAListStandWhereItsLinesBegin(String path) {
        chromium.screen(768, 900, "light", "screen");
        chromium.open(address(path));

        assertThat(chromium.evaluate("getComputedStyle(document.querySelector('blockquote')).borderRightWidth")
                        .asText())
                .isEqualTo("3px");
        assertThat(chromium.evaluate("parseFloat(getComputedStyle(document.querySelector('ol')).paddingRight)")
                        .asDouble())
                .isGreaterThan(10);
        assertThat(chromium.evaluate("getComputedStyle(document.querySelector('.post-meta')).direction")
                        .asText())
                .isEqualTo(path.contains("english") ? "ltr" : "rtl");
    }

    @Test
    void codeRunsFromLeftToRightInWhateverText() {
        chromium.open(address("/he/post"));

        assertThat(chromium.evaluate("""
                        (() => {
                          document.querySelector('.prose').insertAdjacentHTML(
                              'beforeend', '<p><code>a;</code></p><pre><code>a;</code></pre>');
                          return [...document.querySelectorAll('.prose code, .prose pre')]
                              .every(code => getComputedStyle(code).direction === 'ltr');
                        })()""").asBoolean()).isTrue();
    }

    private static List<String> htmlPages() {
        List<String> paths = new ArrayList<>(pages.keySet());
        paths.removeIf(path -> path.startsWith("/assets/") || path.matches("/(favicon|apple|site\\.).*"));
        return paths;
    }

    private static String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static String mediaType(String path) {
        return path.endsWith(".css")
                ? "text/css"
                : path.endsWith(".svg") ? "image/svg+xml" : path.endsWith(".png") ? "image/png" : "text/html";
    }
}
