package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Caddy;
import org.broadsheet.standalone.testing.Nginx;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations that {@code docs/serving.md} gives for other web servers, as they stand there, walked through. */
class ServingIT {
    private static final String TOKEN = "a-token-of-the-test";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private static final String POLICY = "default-src 'self'; img-src 'self' https: data:; media-src 'self' https:;"
            + " frame-src https:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'self';"
            + " frame-ancestors 'none'";
    private static final String DRAWING =
            "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; sandbox";

    @TempDir
    static Path folder;

    private static Program program;
    private static GitCommandLine author;

    @BeforeAll
    static void start() throws IOException {
        int port = Program.freePort();
        program = Program.launch(
                folder,
                port,
                List.of(),
                Map.of("BROADSHEET_TOKEN", TOKEN),
                "up",
                "--port",
                Integer.toString(port),
                "--base-url",
                "http://blog.example.org");
        program.awaitReady(Duration.ofMinutes(3));
        author = GitCommandLine.init(folder.resolve("author"));
        author.write("_posts/first.md", "---\ntitle: First\npermalink: /2013/x.html\n---\n" + "Hello. ".repeat(100));
        author.write("_posts/second.md", "---\ntitle: Second\n---\nHello");
        author.write("_posts/gone.md", "---\ntitle: Gone\n---\nBye");
        author.write("_posts/caf\u00e9.md", "---\ntitle: Caf\u00e9\n---\nHello");
        author.write("_posts/pic/index.md", "---\ntitle: Third\n---\nHello ![A picture](p.svg)");
        author.write(
                "_posts/pic/p.svg", "<svg xmlns='http://www.w3.org/2000/svg'><!-- " + "x".repeat(900) + " --></svg>");
        author.write("public/own.html", "<!doctype html><title>Own</title>" + "<p>Hello</p>".repeat(100));
        author.write("public/data.txt", "1 2 3 4 5 6 7 8 9\n".repeat(100));
        author.write("public/data.txt.gz", "not packed at all");
        author.write("public/paper.pdf", "%PDF-1.7");
        author.commit("Begin");
        push();
        author.run("mv", "_posts/second.md", "_posts/renamed.md");
        author.delete("_posts/gone.md");
        author.commit("Move and delete");
        push();
    }

    private static void push() {
        GitCommandLine.Result pushed = author.run("push", remote(program.port()), "main");
        assertThat(pushed.error()).contains("success: ");
    }

    private static String remote(int port) {
        return "http://author:" + TOKEN + "@127.0.0.1:" + port + "/git/content.git";
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    /**
     * One of the page's configurations.
     *
     * @param name as it stands before it, such as {@code nginx folder}
     * @param forwarded whether it says of requests where they come from
     */
    private static AutoCloseable serving(String name, boolean forwarded, int port, int broadsheet) throws IOException {
        String text = configuration(name)
                .replace(
                        "/srv/blog/broadsheet-data/site",
                        folder.resolve("broadsheet-data/site").toString())
                .replace("127.0.0.1:8080", "127.0.0.1:" + broadsheet);
        Path own = Files.createTempDirectory(folder, "server");
        if (name.startsWith("nginx")) {
            Optional<Path> nginx = Nginx.installed();
            assumeTrue(nginx.isPresent(), "there is no nginx on this machine");
            String listening = text.replace("listen 80;", "listen 127.0.0.1:" + port + ";");
            return Nginx.serving(
                    nginx.get(),
                    own,
                    forwarded ? listening : listening.replaceAll("proxy_set_header X-Forwarded.*;", ""),
                    port);
        }
        Optional<Path> caddy = Caddy.installed();
        assumeTrue(caddy.isPresent(), "there is no Caddy on this machine");
        String listening = text.replace("blog.example.org {", "http://127.0.0.1:" + port + " {\n\tbind 127.0.0.1\n");
        return Caddy.serving(
                caddy.get(),
                own,
                forwarded
                        ? listening
                        : listening.replace(
                                "flush_interval -1",
                                "flush_interval -1\n\t\theader_up -X-Forwarded-For\n\t\theader_up -X-Forwarded-Proto"
                                        + "\n\t\theader_up -X-Forwarded-Host"),
                port);
    }

    private static String configuration(String name) throws IOException {
        Matcher block = Pattern.compile("<!-- " + name + " -->\n```[a-z]+\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "serving.md")));
        assertThat(block.find()).as("docs/serving.md has a block %s", name).isTrue();
        return block.group(1);
    }

    @ParameterizedTest
    @CsvSource({
        "nginx proxy, true",
        "nginx proxy, false",
        "nginx folder, true",
        "nginx folder, false",
        "caddy proxy, true",
        "caddy proxy, false",
        "caddy folder, true",
        "caddy folder, false"
    })
    void servesEachKindOfUrl(String server, boolean forwarded) throws Exception {
        int port = Program.freePort();
        try (AutoCloseable serving = serving(server, forwarded, port, program.port())) {
            Walk walk = new Walk("http://127.0.0.1:" + port);
            assertServesEachKind(walk);
            walk.reads("/own.html", "text/html; ?charset=utf-8", true, "no-cache", POLICY);

            assertThat(walk.send("/api/v1/status").statusCode()).isEqualTo(401);
            assertThat(walk.send("/git/content.git/info/refs?service=git-upload-pack")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(walk.send("/api/v1/status", "Authorization", "Bearer " + TOKEN)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static void assertServesEachKind(Walk walk) throws Exception {
        String html = "text/html; ?charset=utf-8";
        walk.reads("/", html, true, "no-cache", POLICY);
        walk.reads("/posts/pic", html, true, "no-cache", POLICY);
        walk.reads("/posts/caf%C3%A9", html, true, "no-cache", POLICY);
        walk.reads("/2013/x.html", html, true, "no-cache", POLICY);
        walk.reads("/archive", html, true, "no-cache", POLICY);
        walk.reads("/feed.xml", "application/rss\\+xml", true, "no-cache", POLICY);
        walk.reads("/atom.xml", "application/atom\\+xml", true, "no-cache", POLICY);
        walk.reads("/feed.json", "application/feed\\+json", true, "no-cache", POLICY);
        walk.reads("/sitemap.xml", "(text|application)/xml.*", false, "no-cache", POLICY);
        walk.reads("/robots.txt", "text/plain; ?charset=utf-8", false, "no-cache", POLICY);
        walk.reads("/data.txt", "text/plain; ?charset=utf-8", true, "no-cache", POLICY);
        walk.reads("/data.txt.gz", "application/gzip", false, "no-cache", POLICY);
        walk.reads("/paper.pdf", "application/pdf", false, "no-cache", "");
        walk.reads("/posts/pic/p.svg", "image/svg\\+xml", true, "no-cache", DRAWING);
        Matcher style = Pattern.compile("/assets/broadsheet-[0-9a-f]+\\.css").matcher(walk.text("/"));
        assertThat(style.find()).isTrue();
        walk.reads(style.group(), "text/css; ?charset=utf-8", true, "public, max-age=31536000, immutable", POLICY);

        walk.leads("/posts/second", "/posts/renamed");
        walk.leads("/posts/second?a=b", "/posts/renamed?a=b");
        walk.leads("/posts/pic/", "/posts/pic");
        walk.leads("/posts/pic.html", "/posts/pic");
        walk.leads("/index.html", "/");
        walk.refuses("/posts/gone", 410);
        for (String nothing : List.of(
                "/nothing",
                "/posts",
                "/404",
                "/404.html",
                "/index",
                "/.broadsheet/form",
                "/posts/gone.410.html",
                "/posts/second.308.html",
                "/posts/pic.html.gz",
                "/data.txt.gz.200")) {
            walk.refuses(nothing, 404);
        }
    }

    /** Below the path of a base URL that its operator says, on a machine where everybody may come: nothing there asks for a token. */
    @Test
    void theSiteServerAloneServesThemToo() throws Exception {
        int port = Program.freePort();
        String site = folder.resolve("broadsheet-data/site").toString();
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        try (Program alone = Program.launch(
                elsewhere,
                port,
                List.of(),
                Map.of(),
                "serve",
                "--site",
                site,
                "--port",
                Integer.toString(port),
                "--base-url",
                "http://blog.example.org")) {
            alone.awaitLine("serving ", Duration.ofMinutes(1));
            Walk walk = new Walk("http://127.0.0.1:" + port);

            assertServesEachKind(walk);
            walk.leads("/own.html", "/own");
            walk.refuses("/api/v1/status", 404);
            assertThat(walk.send("/health/live").statusCode()).isEqualTo(200);
            assertThat(walk.send("/health/ready").statusCode()).isEqualTo(401);
            assertThat(alone.stop()).isZero();
        }
        try (Stream<Path> left = Files.list(elsewhere)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx folder", "caddy folder"})
    void whatLiesInTheFolderIsReadWithoutBroadsheet(String server) throws Exception {
        int port = Program.freePort();
        try (AutoCloseable serving = serving(server, true, port, Program.freePort())) {
            Walk walk = new Walk("http://127.0.0.1:" + port);
            for (String path : List.of("/", "/posts/pic", "/feed.xml", "/data.txt", "/data.txt.gz", "/2013/x")) {
                assertThat(walk.send(path).statusCode()).as(path).isEqualTo(200);
            }
            for (String path : List.of("/posts/gone", "/posts/second", "/nothing", "/2013/x.html")) {
                assertThat(walk.send(path).statusCode()).as(path).isEqualTo(502);
            }
        }
    }

    /** While the site cannot be written, what is known of a push already is printed through the proxy. */
    @ParameterizedTest
    @ValueSource(strings = {"nginx proxy", "nginx folder", "caddy proxy", "caddy folder"})
    void aLargePushPrintsAsItGoes(String server) throws Exception {
        byte[] large = new byte[20 << 20];
        new Random(server.hashCode()).nextBytes(large);
        String name = server.replace(' ', '-');
        author.write("public/" + name + ".bin", large);
        author.write("_drafts/" + name + ".md", "Not yet");
        author.write("_posts/" + name + ".md", "Hello");
        author.commit("Push through " + server);
        int port = Program.freePort();
        try (AutoCloseable serving = serving(server, true, port, program.port())) {
            BlockingQueue<String> lines = new LinkedBlockingQueue<>();
            Process push;
            try (FileChannel locks = FileChannel.open(
                            folder.resolve("broadsheet-data/site/.broadsheet/lock"), StandardOpenOption.WRITE);
                    FileLock all = locks.lock()) {
                push = pushing(port, lines);

                assertThat(awaited(lines, "draft ")).contains("_drafts/" + name + ".md");
                assertThat(push.isAlive()).isTrue();
            }
            awaited(lines, "live in ");
            awaited(lines, "success: 1 live");
            assertThat(push.waitFor()).isZero();
            assertThat(program.get("/" + name + ".bin").headers().firstValue("Content-Length"))
                    .contains(Integer.toString(large.length));
        }
    }

    private static Process pushing(int port, BlockingQueue<String> lines) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "push", remote(port), "main")
                .directory(author.folder().toFile())
                .redirectErrorStream(true);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        Process push = builder.start();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader reader = push.inputReader(StandardCharsets.UTF_8)) {
                reader.lines().forEach(lines::add);
            } catch (IOException e) {
                lines.add(e.toString());
            }
        });
        return push;
    }

    private static String awaited(BlockingQueue<String> lines, String text) throws InterruptedException {
        StringBuilder before = new StringBuilder();
        while (true) {
            String line = lines.poll(60, TimeUnit.SECONDS);
            assertThat(line).as("a line with \"%s\" after: %s", text, before).isNotNull();
            if (line.contains(text)) {
                return line;
            }
            before.append(line).append('\n');
        }
    }

    /** A reader of what a server gives. */
    private record Walk(String server) {
        HttpResponse<byte[]> send(String path, String... headers) throws Exception {
            return ask("GET", path, headers);
        }

        HttpResponse<byte[]> ask(String method, String path, String... headers) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                    .timeout(Duration.ofSeconds(60))
                    .method(method, HttpRequest.BodyPublishers.noBody());
            if (headers.length > 0) {
                request.headers(headers);
            }
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }

        String text(String path) throws Exception {
            return new String(send(path).body(), StandardCharsets.UTF_8);
        }

        void reads(String path, String mediaType, boolean packed, String cache, String policy) throws Exception {
            HttpResponse<byte[]> plain = send(path);
            assertThat(plain.statusCode()).as(path).isEqualTo(200);
            assertThat(header(plain, "Content-Encoding")).as(path).isEmpty();
            assertThat(plain.body())
                    .as(path)
                    .isEqualTo(new Walk("http://127.0.0.1:" + program.port())
                            .send(path)
                            .body());

            HttpResponse<byte[]> welcome = send(path, "Accept-Encoding", "gzip");
            assertThat(header(welcome, "Content-Encoding")).as(path).isEqualTo(packed ? "gzip" : "");
            assertThat(packed ? unpacked(welcome.body()) : welcome.body())
                    .as(path)
                    .isEqualTo(plain.body());
            assertThat(header(welcome, "ETag").equals(header(plain, "ETag")))
                    .as(path)
                    .isEqualTo(!packed);

            for (HttpResponse<byte[]> answer : List.of(plain, welcome)) {
                assertThat(header(answer, "Content-Type")).as(path).matches("(?i)" + mediaType);
                headers(path, answer, cache, policy);
                assertThat(header(answer, "ETag")).as(path).matches("\"[^\"]+\"");
                if (packed) {
                    assertThat(header(welcome, "Vary")).as(path).isEqualToIgnoringCase("Accept-Encoding");
                }
                String encoding = answer == welcome ? "gzip" : "identity";
                HttpResponse<byte[]> known =
                        send(path, "Accept-Encoding", encoding, "If-None-Match", header(answer, "ETag"));
                assertThat(known.statusCode()).as(path).isEqualTo(304);
                assertThat(header(known, "ETag")).as(path).isEqualTo(header(answer, "ETag"));
                HttpResponse<byte[]> head = ask("HEAD", path, "Accept-Encoding", encoding);
                assertThat(head.statusCode()).as(path).isEqualTo(200);
                assertThat(header(head, "ETag")).as(path).isEqualTo(header(answer, "ETag"));
                // Caddy does not say how long what is packed is.
                assertThat(header(head, "Content-Length"))
                        .as(path)
                        .isIn(Integer.toString(answer.body().length), answer == welcome && packed ? "" : "-");
            }
            HttpResponse<byte[]> part = send(path, "Range", "bytes=2-4");
            assertThat(part.statusCode()).as(path).isEqualTo(206);
            assertThat(part.body()).as(path).isEqualTo(Arrays.copyOfRange(plain.body(), 2, 5));
        }

        void leads(String path, String location) throws Exception {
            HttpResponse<byte[]> answer = send(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(308);
            assertThat(header(answer, "Location")).as(path).isEqualTo(location);
            headers(path, answer, "no-cache", POLICY);
        }

        void refuses(String path, int status) throws Exception {
            HttpResponse<byte[]> answer = send(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(status);
            assertThat(header(answer, "Content-Type")).as(path).startsWith("text/html");
            headers(path, answer, "no-cache", POLICY);
        }

        private static void headers(String path, HttpResponse<?> answer, String cache, String policy) {
            assertThat(answer.headers().allValues("Cache-Control")).as(path).containsExactly(cache);
            assertThat(answer.headers().allValues("Content-Security-Policy"))
                    .as(path)
                    .isEqualTo(policy.isEmpty() ? List.of() : List.of(policy));
            assertThat(answer.headers().allValues("X-Content-Type-Options"))
                    .as(path)
                    .containsExactly("nosniff");
            assertThat(answer.headers().allValues("Referrer-Policy"))
                    .as(path)
                    .containsExactly("strict-origin-when-cross-origin");
        }

        private static String header(HttpResponse<?> answer, String name) {
            return answer.headers().firstValue(name).orElse("");
        }

        private static byte[] unpacked(byte[] packed) throws IOException {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                return in.readAllBytes();
            }
        }
    }
}
