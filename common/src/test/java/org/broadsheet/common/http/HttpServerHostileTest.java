package org.broadsheet.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.testing.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as no browser sends them, byte by byte. */
@Timeout(120)
class HttpServerHostileTest {
    private static final int CONNECTIONS = 300;
    private static final byte[] LARGE = new byte[1 << 20];

    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicInteger secrets = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        Configuration.Http http = TestConfiguration.http(Map.of(
                "idleTimeout",
                "20s",
                "headerTimeout",
                "20s",
                "bodyTimeout",
                "20s",
                "maxConnections",
                "" + CONNECTIONS,
                "maxRequestBytes",
                "1024"));
        List<Route> routes = List.of(
                new Route("GET", "/private", Route.Access.PRIVATE, exchange -> {
                    secrets.incrementAndGet();
                    exchange.respond(200);
                }),
                new Route("POST", "/take", Route.Access.PUBLIC, exchange -> {
                    long taken = exchange.body(100).transferTo(OutputStream.nullOutputStream());
                    exchange.json(200, taken);
                }),
                new Route("GET", "/deep", Route.Access.PUBLIC, exchange -> exchange.json(200, deep(0))),
                new Route("GET", "/large", Route.Access.PUBLIC, HttpServerHostileTest::large),
                new Route("GET", "/stuck", Route.Access.PUBLIC, this::stuck),
                new Route("GET", "/**", Route.Access.PUBLIC, exchange -> exchange.json(200, exchange.path())));
        server = new HttpServer(http, new AccessRules(http, List.of()), routes);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("no request at all", "hello\r\n\r\n", "400"),
                arguments("no host", "GET /private HTTP/1.1\r\n\r\n", "400"),
                arguments("no host in HTTP/1.0", "GET /private HTTP/1.0\r\n\r\n", "401"),
                arguments("two hosts", "GET /private HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", "400"),
                arguments("a host of others", "GET /private HTTP/1.1\r\nHost: evil.example\r\n\r\n", "401"),
                arguments(
                        "a host that begins so",
                        "GET /private HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n",
                        "401"),
                arguments(
                        "a whole URL of others",
                        "GET http://evil.example/private HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "400"),
                arguments(
                        "a page of others", "GET /private HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n\r\n", "401"),
                arguments(
                        "through a proxy",
                        "GET /private HTTP/1.1\r\nHost: localhost\r\nX-Real-IP: 1.2.3.4\r\n\r\n",
                        "401"),
                arguments(
                        "through a proxy that says so",
                        "GET /private HTTP/1.1\r\nHost: localhost\r\nVia: 1.1 proxy\r\n\r\n",
                        "401"),
                arguments(
                        "through a network",
                        "GET /private HTTP/1.1\r\nHost: localhost\r\nCF-Connecting-IP: 1.2.3.4\r\n\r\n",
                        "401"),
                arguments("HTTP/1.0", "GET /private HTTP/1.0\r\nHost: localhost\r\n\r\n", "401"),
                arguments(
                        "a page of ours",
                        "GET /private HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\r\n",
                        "401"),
                arguments("a path beside it", "GET /private%2f HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
                arguments("a path up", "GET /a/../private HTTP/1.1\r\nHost: evil.example\r\n\r\n", "4"),
                arguments("a path up, encoded", "GET /a/%2e%2e/private HTTP/1.1\r\nHost: evil.example\r\n\r\n", "400"),
                arguments("a path with parameters", "GET /a/..;/private HTTP/1.1\r\nHost: evil.example\r\n\r\n", "400"),
                arguments("NUL", "GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
                arguments("half a percent sign", "GET /a%2 HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
                arguments("no UTF-8", "GET /a%ff HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
                arguments(
                        "two lengths",
                        "POST /take HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                        "400"),
                arguments(
                        "a length and chunks",
                        "POST /take HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "400"),
                arguments("a folded header", "GET / HTTP/1.1\r\nHost: localhost\r\nA: b\r\n c\r\n\r\n", "400"),
                arguments(
                        "too long a body",
                        "POST /take HTTP/1.1\r\nHost: localhost\r\nContent-Length: 101\r\n\r\n",
                        "413"),
                arguments(
                        "too long a body in chunks",
                        "POST /take HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n80\r\n"
                                + "a".repeat(128) + "\r\n0\r\n\r\n",
                        "413"),
                arguments(
                        "too long a path",
                        "GET /" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "414"),
                arguments("a recursion without end", "GET /deep HTTP/1.1\r\nHost: localhost\r\n\r\n", "500"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String name, String request, String status) throws IOException {
        String answer = raw(request);

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .doesNotContain("\tat ")
                .doesNotContain("org.");
        assertThat(secrets).hasValue(0);
        assertThat(raw("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:1", "127.0.0.1:8080", "[::1]", "[::1]:8080", "LOCALHOST"})
    void knowsThisMachineByTheNames(String host) throws IOException {
        assertThat(raw("GET /private HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void saysWhyARequestIsNotThisMachinesAndAsksNoPageForAPassword() throws IOException {
        assertThat(body("GET /private HTTP/1.1\r\nHost: localhost\r\nVia: 1.1 a\r\nConnection: close\r\n\r\n"))
                .contains("WWW-Authenticate: Basic", "it has come through a proxy (via)");
        assertThat(
                        body(
                                "GET /private HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nConnection: close\r\n\r\n"))
                .contains("WWW-Authenticate: Bearer", "a page in a browser has made it (origin)")
                .doesNotContain("Basic realm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Via: 1.1 a\r\n"})
    void keepsWhatIsPrivateOutOfCachesFramesAndWindows(String header) throws IOException {
        assertThat(raw("GET /private HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n"))
                .contains(
                        "Cache-Control: no-store",
                        "sandbox",
                        "frame-ancestors 'none'",
                        "Cross-Origin-Resource-Policy: same-origin",
                        "Cross-Origin-Opener-Policy: same-origin");
        assertThat(raw("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")).doesNotContain("sandbox");
    }

    @Test
    void saysThatTheBytesAreWhatTheyAreSaidToBe() throws IOException {
        assertThat(raw("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")).contains("X-Content-Type-Options: nosniff");
    }

    @Test
    void answersWhileMoreClientsReadSlowlyThanItHasThreads() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(begin("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            }

            assertThat(raw("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 200");
        } finally {
            close(slow);
        }
    }

    @Test
    void takesNoMoreConnectionsThanAllowedUntilOneEnds() throws IOException {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 1; i < CONNECTIONS; i++) {
                open.add(begin("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            }
            // The last share is for those who are not local.
            open.add(begin("GET /large HTTP/1.1\r\nHost: example.org\r\n\r\n"));
            Socket next = begin("GET /a HTTP/1.1\r\nHost: example.org\r\n\r\n");
            open.add(next);
            next.setSoTimeout(300);
            assertThatThrownBy(() -> next.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            open.removeFirst().close();

            next.setSoTimeout(60_000);
            assertThat(next.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        } finally {
            close(open);
        }
    }

    /** Sends the request and reads nothing of the answer. */
    private Socket begin(String request) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void large(Exchange exchange) throws IOException {
        try (OutputStream out = exchange.stream("application/octet-stream")) {
            for (int i = 0; i < 64; i++) {
                out.write(LARGE);
            }
        }
    }

    @Test
    void goesOnWhenClientsLeaveInTheMiddle() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.getOutputStream()
                        .write("POST /take HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90\r\n\r\nabc"
                                .getBytes(StandardCharsets.UTF_8));
            }
        }

        assertThat(raw("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void endsInTimeWhateverIsUnderWay() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write("GET /stuck HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            begun.await();
            long before = System.nanoTime();

            server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        } finally {
            never.countDown();
        }
    }

    private void stuck(Exchange exchange) {
        begun.countDown();
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // Goes on, as code that knows nothing of interrupts does.
            }
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int deep(int depth) {
        return deep(depth + 1) + 1;
    }

    /** The whole answer; the server ends the connection. */
    private String body(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The answer up to the end of the connection, or to the end of its headers when it stays open. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    break;
                }
                answer.append((char) c);
            }
            return answer.toString();
        }
    }
}
