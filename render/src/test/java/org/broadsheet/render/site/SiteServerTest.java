package org.broadsheet.render.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.AccessRules;
import org.broadsheet.common.http.HttpServer;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.FileStorage;
import org.broadsheet.common.storage.HtmlName;
import org.broadsheet.common.storage.MediaTypes;
import org.broadsheet.common.storage.MemoryStorage;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.testing.TestConfiguration;
import org.broadsheet.render.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Theme THEME = Theme.builtIn();
    private static final String POLICY = "default-src 'self'; img-src 'self' https: data:; media-src 'self' https:;"
            + " frame-src https:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'self';"
            + " frame-ancestors 'none'";

    private final MemoryStorage store = new MemoryStorage();
    private final Set<UrlPath> files = ConcurrentHashMap.newKeySet();
    private volatile String baseUrl = "http://localhost";
    private volatile Optional<BasePaths> paths = Optional.empty();
    private final HttpServer server = server(true);

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void servesAPageWithAStrongTag() throws Exception {
        put("posts/first", ObjectType.PAGE, "<p>Hello</p>");

        HttpResponse<String> answer = get("/posts/first?utm=1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("<p>Hello</p>");
        assertThat(header(answer, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(answer, "ETag")).isEqualTo("\"" + Digest.of("<p>Hello</p>") + "\"");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/markdown                              | /posts/first      | 302",
                "text/markdown, */*;q=0.1                   | /posts/first      | 302",
                "TEXT/Markdown;charset=utf-8                | /posts/first?a=b  | 302",
                "text/markdown, text/html;q=0               | /posts/first      | 302",
                "text/markdown, text/html;q=0.5             | /posts/first      | 200",
                "text/html, text/markdown;q=0.1             | /posts/first      | 200",
                "text/markdown;q=0                          | /posts/first      | 200",
                "text/markdown;q=0.000, text/plain          | /posts/first      | 200",
                "text/*, */*                                | /posts/first      | 200",
                "application/text/markdown                  | /posts/first      | 200",
                "text/markdown                              | /posts/first.html | 308",
                "text/markdown                              | /posts/first.md   | 200",
                "text/markdown                              | /posts/alone      | 200",
                "text/markdown                              | /posts/gone       | 410",
                "text/markdown                              | /posts/nothing    | 404",
                "text/markdown                              | /data.txt         | 200"
            })
    void leadsWhoAsksForMarkdownThere(String accept, String path, int status) throws Exception {
        put("posts/first", ObjectType.PAGE, "<p>Hello</p>");
        put("posts/first.md", ObjectType.of(MediaTypes.of("x.md")), "Hello");
        put("posts/alone", ObjectType.PAGE, "<p>Hello</p>");
        put("posts/gone", ObjectType.GONE, "<p>Gone</p>");
        put("data.txt", ObjectType.of("text/plain"), "x");
        put("data.txt.md", ObjectType.of(MediaTypes.of("x.md")), "x");

        HttpResponse<String> answer = get(path, "Accept", accept);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 302) {
            assertThat(header(answer, "Location")).isEqualTo("/posts/first.md");
            assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
            assertThat(header(answer, "Vary")).isEqualTo("Accept");
            assertThat(get("/posts/first", "Accept", accept, "If-None-Match", "*")
                            .statusCode())
                    .isEqualTo(302);
        }
        assertThat(header(get("/posts/first.md"), "Content-Type")).isEqualTo("text/markdown; charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource({
        "/posts/first, 200, ''",
        "/posts/first.html, 308, /posts/first",
        "/posts/first.html/, 308, /posts/first",
        "/posts/first/index.html, 308, /posts/first",
        "/posts/first/index.html/index.html, 404, ''",
        "/posts/first.html.html, 404, ''",
        "/2013/x.html, 200, ''",
        "/2013/x.html?a=b, 200, ''",
        "/2013/x, 308, /2013/x.html",
        "/2013/x?a=b, 308, /2013/x.html?a=b",
        "/2013/x/, 308, /2013/x.html",
        "/2013/x.html/, 308, /2013/x.html",
        "/2013/x/index.html, 308, /2013/x.html",
        "/2013/x.html.html, 404, ''",
        "/moved, 308, /2013/x.html",
        "/moved/, 308, /2013/x.html",
        "/moved.html, 308, /2013/x.html",
        "/moved/index.html, 308, /2013/x.html",
        "/gone.html, 410, ''",
        "/rss.xml, 308, /2013/x.html",
        "/a.txt.html, 404, ''",
        "/index, 404, ''",
        "/index.html, 308, /",
        "/404.html, 404, ''",
        "/old, 200, ''",
        "/old.html, 200, ''",
        "/old/index.html, 308, /old",
        "/old.html.html, 404, ''",
        "/folder/index.html, 200, ''"
    })
    void aPageHasOneUrlAndAnAuthorsFileItsWholeName(String path, int status, String location) throws Exception {
        put("", ObjectType.PAGE, "<p>Home</p>");
        put("404", ObjectType.PAGE, "<p>Not here</p>");
        put("posts/first", ObjectType.PAGE, "<p>Hello</p>");
        put("2013/x", ObjectType.PAGE, new String(HtmlName.body("<p>Hello</p>".getBytes(UTF_8)), UTF_8));
        put("moved", ObjectType.REDIRECT, "<!-- 308 /2013/x.html -->\n");
        put("rss.xml", ObjectType.REDIRECT, "<!-- 308 /2013/x.html -->\n");
        put("gone", ObjectType.GONE, "<p>Gone</p>");
        put("a.txt", ObjectType.of("text/plain"), "a");
        put("old.html", ObjectType.PAGE, "<p>Old</p>");
        put("folder/index.html", ObjectType.PAGE, "<p>A folder</p>");
        files.add(new UrlPath("/old.html"));
        files.add(new UrlPath("/folder/index.html"));

        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Location").orElse("")).isEqualTo(location);
    }

    @Test
    void aPageThatSaysSoHasItsWholeNameBeforeItIsKnownWhichFilesDo() throws Exception {
        put("2013/x", ObjectType.PAGE, new String(HtmlName.body("<p>Hello</p>".getBytes(UTF_8)), UTF_8));
        files.add(new UrlPath("/2013/x.html"));

        assertThat(get("/2013/x.html").body()).isEqualTo("<!-- 200 .html -->\n<p>Hello</p>");
        assertThat(header(get("/2013/x"), "Location")).isEqualTo("/2013/x.html");
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        put("posts/first", ObjectType.PAGE, "<p>Hello</p>");

        String answer = raw("HEAD /posts/first HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("Content-Length: 12")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TAG | 304",
                "W/TAG | 304",
                "\"other\", W/TAG , \"third\" | 304",
                "* | 304",
                "\"other\" | 200",
                "W/\"other\" | 200"
            })
    void answers304ToATagThatItKnows(String header, int expected) throws Exception {
        put("posts/first", ObjectType.PAGE, "<p>Hello</p>");
        String tag = "\"" + Digest.of("<p>Hello</p>") + "\"";

        HttpResponse<String> answer = get("/posts/first", "If-None-Match", header.replace("TAG", tag));

        assertThat(answer.statusCode()).isEqualTo(expected);
        assertThat(header(answer, "ETag")).isEqualTo(tag);
        assertThat(answer.body()).isEqualTo(expected == 304 ? "" : "<p>Hello</p>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-3 | 206 | 0123 | bytes 0-3/10",
                "bytes=7- | 206 | 789 | bytes 7-9/10",
                "bytes=-2 | 206 | 89 | bytes 8-9/10",
                "bytes=-99 | 206 | 0123456789 | bytes 0-9/10",
                "bytes=8-99 | 206 | 89 | bytes 8-9/10",
                "bytes=10- | 416 | '' | bytes */10",
                "bytes=-0 | 416 | '' | bytes */10",
                "bytes=0-1,3-4 | 200 | 0123456789 | ''",
                "bytes=5-2 | 200 | 0123456789 | ''",
                "lines=0-1 | 200 | 0123456789 | ''",
                "bytes=99999999999999999999- | 200 | 0123456789 | ''"
            })
    void servesOnePartOfAnObject(String range, int status, String body, String contentRange) throws Exception {
        put("files/a.txt", ObjectType.of("text/plain"), "0123456789");

        HttpResponse<String> answer = get("/files/a.txt", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers().firstValue("Content-Range").orElse("")).isEqualTo(contentRange);
    }

    @Test
    void servesTheWholeWhenThePartIsOfAnother() throws Exception {
        put("files/a.txt", ObjectType.of("text/plain"), "0123456789");
        String tag = "\"" + Digest.of("0123456789") + "\"";

        assertThat(get("/files/a.txt", "Range", "bytes=0-3", "If-Range", tag).statusCode())
                .isEqualTo(206);
        assertThat(get("/files/a.txt", "Range", "bytes=0-3", "If-Range", "W/" + tag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/files/a.txt", "Range", "bytes=0-3", "If-Range", "Sat, 29 Oct 1994 19:43:31 GMT")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNamedAfterItsBytesMayBeKeptForEver() throws Exception {
        String css = new String(THEME.css(), UTF_8);
        put(THEME.stylesheet().key(), ObjectType.of("text/css; charset=utf-8"), css);
        put("assets/old-0123456789ab.css", ObjectType.of("text/css; charset=utf-8"), css);

        assertThat(header(get(THEME.stylesheet().value()), "Cache-Control"))
                .isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(get("/assets/old-0123456789ab.css"), "Cache-Control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @CsvSource({
        "/, 200, policy",
        "/posts/first, 200, policy",
        "/posts/first/, 308, policy",
        "/moved, 308, policy",
        "/gone, 410, policy",
        "/404, 404, policy",
        "/nothing, 404, policy",
        "/feed.xml, 200, policy",
        "/files/a.txt, 200, policy",
        "/picture.svg, 200, drawing",
        "/paper.pdf, 200, none"
    })
    void tellsBrowsersWhatToRefuse(String path, int status, String policy) throws Exception {
        put("", ObjectType.PAGE, "<p>Home</p>");
        put("404", ObjectType.PAGE, "<p>Not here</p>");
        put("posts/first", ObjectType.PAGE, "<p>Hello</p>");
        put("moved", ObjectType.REDIRECT, "<!-- 308 /posts/first -->\n");
        put("gone", ObjectType.GONE, "<p>Gone</p>");
        put("feed.xml", ObjectType.of("application/rss+xml"), "<rss/>");
        put("files/a.txt", ObjectType.of("text/plain; charset=utf-8"), "a");
        put("picture.svg", ObjectType.of("image/svg+xml"), "<svg/>");
        put("paper.pdf", ObjectType.of("application/pdf"), "%PDF");

        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Content-Security-Policy"))
                .isEqualTo(
                        switch (policy) {
                            case "policy" -> POLICY;
                            case "drawing" ->
                                "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; sandbox";
                            default -> "";
                        });
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
        if (status == 200) {
            HttpResponse<String> unchanged = get(path, "If-None-Match", header(answer, "ETag"));
            assertThat(unchanged.statusCode()).isEqualTo(304);
            for (String name : List.of("Content-Security-Policy", "Referrer-Policy", "Cache-Control", "ETag")) {
                assertThat(header(unchanged, name)).as(name).isEqualTo(header(answer, name));
            }
        }
    }

    @Test
    void theStartPageIsShownWithTheStyleThatItBringsAndNothingElse() throws Exception {
        HttpResponse<String> answer = get("/");

        String style = answer.body().replaceFirst("(?s).*<style>", "").replaceFirst("(?s)</style>.*", "");
        String hash = Base64.getEncoder().encodeToString(Digest.sha256().digest(style.getBytes(UTF_8)));
        assertThat(header(answer, "Content-Security-Policy"))
                .isEqualTo("default-src 'none'; img-src data:; style-src 'sha256-" + hash
                        + "'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
    }

    @ParameterizedTest
    @CsvSource({
        "/posts/first/, /posts/first",
        "/posts/first/?a=%20b&c, /posts/first?a=%20b&c",
        "/caf%C3%A9/, /caf%C3%A9",
        "/a%3Fb/, /a%3Fb"
    })
    void takesATrailingSlashAway(String path, String location) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(header(answer, "Location")).isEqualTo(location);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example/", "//evil.example/x/", "/x//y/", "//", "/%5Cevil.example/", "/posts/first///"})
    void neverLeadsToAnotherHost(String path) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotContain("Location:").containsPattern("^HTTP/1.1 4");
    }

    @Test
    void whereNothingIsTheSitesOwnPageSaysSo() throws Exception {
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        put("404", ObjectType.PAGE, "<p>Not here</p>");

        HttpResponse<String> answer = get("/nothing");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("<p>Not here</p>");
        assertThat(get("/404").statusCode()).isEqualTo(404);
        assertThat(get("/posts/" + "x".repeat(300)).statusCode()).isEqualTo(404);
        assertThat(get("/.broadsheet/lock").statusCode()).isEqualTo(404);
    }

    @Test
    void saysWhatIsGone() throws Exception {
        put("posts/first", ObjectType.GONE, "<p>Gone</p>");

        HttpResponse<String> answer = get("/posts/first");

        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(answer.body()).isEqualTo("<p>Gone</p>");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void findsANameHoweverItIsComposed() throws Exception {
        put("caf\u00e9", ObjectType.PAGE, "<p>Café</p>");

        assertThat(get("/caf%C3%A9").statusCode()).isEqualTo(200);
        assertThat(get("/cafe%CC%81").statusCode()).isEqualTo(200);
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        String answer = raw("DELETE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405").contains("Allow: GET, HEAD");
    }

    @Test
    void showsWhatToDoUntilSomethingIsPublished() throws Exception {
        HttpResponse<String> answer = get("/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("git clone http://localhost:" + server.port() + "/git/content.git");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(store.list("")).isEmpty();

        put("", ObjectType.PAGE, "<p>Home</p>");
        assertThat(get("/").body()).isEqualTo("<p>Home</p>");
    }

    @Test
    void aHostThatIsNoneIsNotRepeated() throws Exception {
        String answer = raw("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).contains("git clone http://localhost/git/content.git");
        assertThat(raw("GET / HTTP/1.1\r\nHost: a$(x)\r\nConnection: close\r\n\r\n"))
                .doesNotContain("$(x)");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // present, next, former; asked for; answer, where to
                "-, /blog, -, /posts/first, 200, -",
                "-, /blog, -, /blog/posts/first, 200, -",
                "-, /blog, -, /blog, 308, /blog/",
                "-, /blog, -, /blog/, 200, -",
                "-, /blog, -, /, 200, -",
                "-, /blog, -, /blog/posts/first/, 308, /blog/posts/first",
                "/blog, -, /, /posts/first, 308, /blog/posts/first",
                "/blog, -, /, /posts/first/?a=b, 308, /blog/posts/first?a=b",
                "/blog, -, /, /, 308, /blog/",
                "/blog, -, /, /nothing, 404, -",
                "/blog, -, /, /gone, 308, /blog/gone",
                "/blog, -, -, /posts/first, 404, -",
                "-, -, /blog, /blog/posts/first, 308, /posts/first",
                "-, -, /blog, /blog/posts/first/, 308, /posts/first",
                "-, -, /blog, /blog, 308, /",
                "-, -, /blog, /blog/, 308, /",
                "-, -, /blog, /blog//evil.example, 400, -",
                "-, -, /blog, /blog/own, 200, -",
                "-, -, /blog, /blogger, 404, -",
                "/c, -, /b /a /, /a/posts/first, 308, /c/posts/first",
                "/c, -, /b /a /, /b/posts/first, 308, /c/posts/first",
                "/c, -, /b /a /, /posts/first, 308, /c/posts/first",
                "/c, -, /b /a /, /c/posts/first, 200, -",
                "/c, -, /b /a /, /c/nothing, 404, -",
                "/c, -, /b /a /, /old.html, 308, /c/old.html",
                "/a%20b, -, /c%20d, /c%20d/posts/first, 308, /a%20b/posts/first"
            })
    void leadsFromAFormerBasePathToThePresentOneInOneHop(
            String present, String next, String former, String asked, int status, String location) throws Exception {
        put("", ObjectType.PAGE, "<p>Home</p>");
        put("posts/first", ObjectType.PAGE, "<p>Hello</p>");
        put("blog/own", ObjectType.PAGE, "<p>Own</p>");
        put("gone", ObjectType.GONE, "<p>Gone</p>");
        put("old.html", ObjectType.PAGE, "<p>Old</p>");
        files.add(new UrlPath("/old.html"));
        List<String> formers = former == null
                ? List.of()
                : List.of(former.split(" ")).stream()
                        .map(path -> path.equals("/") ? "" : path)
                        .toList();
        String rendered = "http://localhost" + (present == null ? "" : present);
        paths = Optional.of(BasePaths.of(
                new Readable.Settings(
                        new Content.Settings(
                                new SiteId("main"),
                                "Title",
                                "",
                                rendered,
                                "en",
                                "UTC",
                                Map.of(),
                                List.of(),
                                Content.Html.TRUSTED),
                        formers,
                        Optional.ofNullable(next)),
                rendered,
                Optional.empty()));

        HttpResponse<String> answer = get(asked);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Location")).isEqualTo(Optional.ofNullable(location));
    }

    @Test
    void aWatchedFolderNeedsNoClone() throws Exception {
        try (HttpServer watching = server(false)) {
            watching.start();

            String body = CLIENT.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + watching.port() + "/"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();

            assertThat(body).doesNotContain("git clone").contains("git commit");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/blog/posts/first, 200, ''",
        "/blog/, 200, ''",
        "/blog, 308, /blog/",
        "/, 308, /blog/",
        "/blog/posts/first/?x=1, 308, /blog/posts/first?x=1",
        "/posts/first, 404, ''",
        "/blogs, 404, ''"
    })
    void servesBelowTheBaseUrlsPath(String path, int status, String location) throws Exception {
        baseUrl = "https://example.org/blog";
        put("", ObjectType.PAGE, "<p>Home</p>");
        put("posts/first", ObjectType.PAGE, "<p>Hello</p>");

        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Location").orElse("")).isEqualTo(location);
    }

    private static final String TEXT = "<p>Hello, hello</p>".repeat(100);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | false",
                "gzip | true",
                "GZIP | true",
                "x-gzip | true",
                "br, gzip;q=0.8 | true",
                "gzip, deflate, br, zstd | true",
                "* | true",
                "*;q=0.5, identity;q=0 | true",
                "identity | false",
                "br | false",
                "gzip;q=0 | false",
                "gzip; q=0.000, * | false",
                "*;q=0 | false",
                "gzip;q=0.5, identity | false",
                "gzip;q=0.5, identity;q=0.5 | true",
                "gzip;q=2 | false",
                "gzipped | false",
                ";;;, ,gzip | true"
            })
    void sendsAsGzipWhatIsWelcomeAsThat(String accepted, boolean packed, @TempDir Path folder) throws Exception {
        try (FileStorage files = new FileStorage(folder);
                HttpServer own = server(files, true)) {
            files.put(
                    new ObjectKey("posts/first"),
                    ObjectType.PAGE,
                    ByteSource.of(TEXT.getBytes(UTF_8)),
                    Optional.empty());
            own.start();
            URI url = URI.create("http://localhost:" + own.port() + "/posts/first");
            String plainTag = "\"" + Digest.of(TEXT) + "\"";

            HttpResponse<byte[]> answer = bytes(url, "Accept-Encoding", accepted);

            assertThat(header(answer, "Content-Encoding")).isEqualTo(packed ? "gzip" : "");
            assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(answer.body().length));
            assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
            assertThat(header(answer, "Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(header(answer, "ETag").equals(plainTag)).isEqualTo(!packed);
            assertThat(header(answer, "ETag")).matches("\"[^\"]+\"");
            assertThat(text(answer)).isEqualTo(TEXT);
            HttpResponse<byte[]> head = bytes(url, "HEAD", "", "Accept-Encoding", accepted);
            for (String name : List.of("Content-Encoding", "Content-Length", "ETag", "Vary", "Content-Type")) {
                assertThat(header(head, name)).as(name).isEqualTo(header(answer, name));
            }
            assertThat(head.body()).isEmpty();
            HttpResponse<byte[]> known =
                    bytes(url, "Accept-Encoding", accepted, "If-None-Match", header(answer, "ETag"));
            assertThat(known.statusCode()).isEqualTo(304);
            assertThat(header(known, "ETag")).isEqualTo(header(answer, "ETag"));
            assertThat(header(known, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(header(known, "Content-Encoding")).isEmpty();
            // The other form is known, and is as welcome.
            HttpResponse<byte[]> other = bytes(url, "Accept-Encoding", accepted, "If-None-Match", plainTag);
            assertThat(other.statusCode()).isEqualTo(304);
            assertThat(header(other, "ETag")).isEqualTo(plainTag);
            HttpResponse<byte[]> any = bytes(url, "Accept-Encoding", accepted, "If-None-Match", "*");
            assertThat(any.statusCode()).isEqualTo(304);
            // Parts are of the bytes as they are.
            HttpResponse<byte[]> part = bytes(url, "Accept-Encoding", accepted, "Range", "bytes=3-7");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(new String(part.body(), UTF_8)).isEqualTo("Hello");
            assertThat(header(part, "Content-Encoding")).isEmpty();
            assertThat(header(part, "ETag")).isEqualTo(plainTag);
            assertThat(header(part, "Vary")).isEqualTo("Accept-Encoding");
            if (packed) {
                HttpResponse<byte[]> whole = bytes(
                        url, "Accept-Encoding", accepted, "Range", "bytes=3-7", "If-Range", header(answer, "ETag"));
                assertThat(whole.statusCode()).isEqualTo(200);
                assertThat(text(whole)).isEqualTo(TEXT);
                // Who does not want the packed form does not get to hear that it is unchanged.
                HttpResponse<byte[]> unwanted = bytes(url, "If-None-Match", header(answer, "ETag"));
                assertThat(unwanted.statusCode()).isEqualTo(200);
                assertThat(header(unwanted, "ETag")).isEqualTo(plainTag);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "feed.xml, application/rss+xml, true",
        "feed.json, application/feed+json, true",
        "sitemap.xml, application/xml, true",
        "assets/a.css, text/css; charset=utf-8, true",
        "picture.svg, image/svg+xml, true",
        "picture.png, image/png, false",
        "a.zip, application/zip, false"
    })
    void packsWhatIsText(String key, String mediaType, boolean packed, @TempDir Path folder) throws Exception {
        try (FileStorage files = new FileStorage(folder);
                HttpServer own = server(files, true)) {
            files.put(
                    new ObjectKey(key),
                    ObjectType.of(mediaType),
                    ByteSource.of(TEXT.getBytes(UTF_8)),
                    Optional.empty());
            own.start();

            HttpResponse<byte[]> answer =
                    bytes(URI.create("http://localhost:" + own.port() + "/" + key), "Accept-Encoding", "gzip");

            assertThat(header(answer, "Content-Encoding")).isEqualTo(packed ? "gzip" : "");
            assertThat(header(answer, "Vary")).isEqualTo(packed ? "Accept-Encoding" : "");
            assertThat(text(answer)).isEqualTo(TEXT);
        }
    }

    @Test
    void sendsNoPackedFormOfAnotherVersion(@TempDir Path folder) throws Exception {
        try (FileStorage files = new FileStorage(folder);
                HttpServer own = server(files, true)) {
            files.put(new ObjectKey("a"), ObjectType.PAGE, ByteSource.of(TEXT.getBytes(UTF_8)), Optional.empty());
            // As if the process had been killed between the two.
            Files.writeString(folder.resolve("a.html"), TEXT + "former");
            own.start();

            HttpResponse<byte[]> answer =
                    bytes(URI.create("http://localhost:" + own.port() + "/a"), "Accept-Encoding", "gzip");

            assertThat(text(answer)).isEqualTo(TEXT + "former");
            assertThat(header(answer, "Content-Encoding")).isEmpty();
        }
    }

    private static HttpResponse<byte[]> bytes(URI url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals("HEAD")) {
                request.HEAD();
            } else if (!headers[i + 1].isEmpty()) {
                request.header(headers[i], headers[i + 1]);
            }
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) throws IOException {
        if (!header(answer, "Content-Encoding").equals("gzip")) {
            return new String(answer.body(), UTF_8);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private HttpServer server(boolean hosted) {
        return server(store, hosted);
    }

    private HttpServer server(Storage store, boolean hosted) {
        Configuration.Http settings = TestConfiguration.http(Map.of("host", "localhost", "maxConnections", "20"));
        Configuration.Csp csp =
                TestConfiguration.of(Path.of("target"), Map.of()).csp();
        return new HttpServer(
                settings,
                new AccessRules(settings, List.of()),
                new SiteServers(List.of(new SiteServer(
                                store,
                                () -> paths.orElseGet(() -> BasePaths.of(baseUrl, Optional.empty())),
                                files::contains,
                                THEME,
                                Optional.of("content.git").filter(any -> hosted),
                                new SecurityHeaders(csp, settings))))
                        .routes());
    }

    private void put(String key, ObjectType type, String text) throws IOException {
        assertThat(store.put(new ObjectKey(key), type, ByteSource.of(text.getBytes(UTF_8)), Optional.empty()))
                .isInstanceOf(Storage.Outcome.Written.class);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", server.port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
