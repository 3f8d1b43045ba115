package org.broadsheet.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.testing.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class HttpServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private final CountDownLatch secondPart = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Broken broken = new Broken();
    private volatile Optional<String> published = Optional.empty();
    private HttpServer server = serverOn(0);

    record Greeting(String name, int times) {}

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/posts/a%20b%2520c, one:a b%20c",
        "/posts/%E2%82%AC, one:€",
        "/posts/latest, latest",
        "/files/a/b, rest:a/b",
        "/files/, rest:",
        "/posts/a?x=1, one:a"
    })
    void findsTheMostLiteralRouteAndDecodesItsParameters(String path, String expected) throws Exception {
        assertThat(get(path).body()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/posts/%zz",
                "/posts/%ff",
                "/posts/%00",
                "/files/%2e%2e/x",
                "/files/../x",
                "/files/a%2fb",
                "/files/%"
            })
    void refusesPathsThatAreNotWellFormed(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void answersHeadWithTheLengthAlone() throws Exception {
        String answer = raw("HEAD /posts/latest HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 6");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n"))).isEqualTo("\r\n\r\n");
    }

    @Test
    void namesTheMethodsThatAPathAnswers() throws Exception {
        HttpResponse<String> answer = send(request("/posts/latest").DELETE());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void answersUnknownPathsWithAProblemDocument() throws Exception {
        HttpResponse<String> answer = get("/nowhere");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"status\":404").contains("/nowhere");
    }

    @Test
    void readsJsonAndSaysWhereItIsWrong() throws Exception {
        assertThat(postJson("{\"name\": \"Ada\", \"times\": 2}", "application/json")
                        .body())
                .isEqualTo("\"Ada 2\"");
        HttpResponse<String> wrong = postJson("{\"name\": \"Ada\",\n \"tims\": 2}", "application/json");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("tims").contains("line 2");
        assertThat(postJson("null", "application/json").statusCode()).isEqualTo(400);
    }

    @Test
    void takesChangesUnderApiAsJsonOnly() throws Exception {
        assertThat(postJson("{}", "text/plain").statusCode()).isEqualTo(415);
        assertThat(send(request("/api/v1/greetings").DELETE()).statusCode()).isEqualTo(415);
    }

    @Test
    void boundsTheBody() throws Exception {
        String large = "{\"name\": \"" + "a".repeat(5000) + "\", \"times\": 1}";

        assertThat(postJson(large, "application/json").statusCode()).isEqualTo(413);
        assertThat(raw("POST /api/v1/greetings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n1388\r\n" + "a".repeat(5000)
                        + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void asksStrangersForTheToken() throws Exception {
        String answer = raw("GET /private HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401").contains("WWW-Authenticate: Basic realm=\"Broadsheet\"");
        assertThat(get("/private").body()).isEqualTo("secret, local");
    }

    @Test
    void noRequestIsLocalWhileReadersComeFromElsewhere() throws Exception {
        published = Optional.of("https://example.org/blog");
        assertThat(get("/private").statusCode()).isEqualTo(401);

        published = Optional.of("http://localhost:8080");
        assertThat(get("/private").body()).isEqualTo("secret, local");
    }

    @Test
    void sendsAFlushedPartWhileTheAnswerIsStillBeingMade() throws Exception {
        HttpResponse<InputStream> answer =
                CLIENT.send(request("/slow").build(), HttpResponse.BodyHandlers.ofInputStream());
        byte[] first = answer.body().readNBytes(5);
        secondPart.countDown();

        assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("first");
        assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("second");
    }

    @Test
    void keepsAFailureToItsRequest() throws Exception {
        HttpResponse<String> answer = get("/fails");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("on purpose");
        assertThat(get("/posts/latest").statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhichPartIsNotReady() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        broken.health = new Health.Failing(new IOException("disk full"));
        HttpResponse<String> answer = get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("disk full");
    }

    @Test
    void namesAPortThatIsTaken() throws Exception {
        try (HttpServer second = serverOn(server.port())) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("port " + server.port())
                    .hasMessageContaining("--port");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "nowhere.invalid"})
    void namesAnAddressThatIsNotThisMachines(String host) throws Exception {
        try (HttpServer elsewhere = serverOn(host, 0)) {
            assertThatThrownBy(elsewhere::bind)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(host + " is no address of this machine")
                    .hasMessageContaining("--host");
        }
    }

    @Test
    void refusesHeadersWithoutEnd() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "a".repeat(40_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    /** Nobody has to look after what the server's own end breaks off. */
    @Test
    void callsARequestThatItsEndBreaksOffNoFailure() throws Exception {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger log = (Logger) LoggerFactory.getLogger(HttpServer.class);
        log.addAppender(logged);
        try {
            Thread asking = Thread.ofVirtual().start(() -> {
                try {
                    get("/waits");
                } catch (Exception e) {
                    // Cut off, or told that the server is ending.
                }
            });
            begun.await();
            server.close();
            asking.join();

            assertThat(logged.list).extracting(ILoggingEvent::getLevel).doesNotContain(Level.ERROR);
        } finally {
            log.detachAppender(logged);
        }
    }

    private HttpServer serverOn(int port) {
        return serverOn("127.0.0.1", port);
    }

    private HttpServer serverOn(String host, int port) {
        List<Route> routes = new java.util.ArrayList<>(HealthRoutes.of(() -> List.of(broken)));
        routes.add(
                new Route("GET", "/posts/{slug}", Route.Access.PUBLIC, x -> text(x, "one:" + x.pathParameter("slug"))));
        routes.add(new Route("GET", "/posts/latest", Route.Access.PUBLIC, x -> text(x, "latest")));
        routes.add(new Route("GET", "/files/**", Route.Access.PUBLIC, x -> text(x, "rest:" + x.pathParameter("**"))));
        routes.add(new Route(
                "GET", "/private", Route.Access.PRIVATE, x -> text(x, "secret" + (x.isLocal() ? ", local" : ""))));
        routes.add(new Route("GET", "/slow", Route.Access.PUBLIC, this::slow));
        routes.add(new Route("GET", "/waits", Route.Access.PUBLIC, x -> {
            begun.countDown();
            new CountDownLatch(1).await();
        }));
        routes.add(new Route("GET", "/fails", Route.Access.PUBLIC, x -> {
            throw new IOException("on purpose");
        }));
        routes.add(new Route("POST", "/api/v1/greetings", Route.Access.PRIVATE, x -> {
            Greeting greeting = x.jsonBody(Greeting.class);
            x.json(200, greeting.name() + " " + greeting.times());
        }));
        routes.add(new Route("DELETE", "/api/v1/greetings", Route.Access.PRIVATE, x -> x.respond(204)));
        Configuration.Http http = TestConfiguration.http(Map.of(
                "host",
                host,
                "port",
                "" + port,
                "token",
                "a token",
                "maxConnections",
                "100",
                "maxRequestBytes",
                "4096"));
        return new HttpServer(
                http, new AccessRules(http, List.of(), () -> published.stream().toList()), routes);
    }

    private void slow(Exchange exchange) throws Exception {
        try (OutputStream out = exchange.stream("text/plain")) {
            out.write("first".getBytes(StandardCharsets.UTF_8));
            out.flush();
            assertThat(secondPart.await(10, TimeUnit.SECONDS)).isTrue();
            out.write("second".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void text(Exchange exchange, String text) throws IOException {
        exchange.respond(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> postJson(String body, String mediaType) throws Exception {
        return send(request("/api/v1/greetings")
                .headers("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A part whose health the test sets. */
    private static final class Broken implements Part {
        private volatile Health health = new Health.Ready();

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public void start() {}

        @Override
        public Health health() {
            return health;
        }

        @Override
        public void close() {}
    }
}
