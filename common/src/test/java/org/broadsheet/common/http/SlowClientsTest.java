package org.broadsheet.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.testing.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that connect and ask nothing, or ask or take as slowly as they like, six times as many as are allowed at once. */
@Timeout(120)
class SlowClientsTest {
    private static final int CONNECTIONS = 10;
    private static final int SLOW = 60;
    private static final int LARGE = 32 << 20;
    private static final String STRANGER = "Host: example.org\r\n";
    private static final String LOCAL = "Host: localhost\r\n";

    private final List<Socket> open = new ArrayList<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        Configuration.Http http = TestConfiguration.http(Map.of(
                "token",
                "s3cret",
                "idleTimeout",
                "60s",
                "headerTimeout",
                "1s",
                "bodyTimeout",
                "1s",
                "maxConnections",
                "" + CONNECTIONS,
                "reservedShare",
                "0.2",
                "maxRequestBytes",
                "1024"));
        server = new HttpServer(
                http,
                new AccessRules(http, List.of()),
                List.of(
                        new Route("GET", "/api/v1/status", Route.Access.PRIVATE, exchange -> exchange.respond(200)),
                        new Route("GET", "/large", Route.Access.PUBLIC, exchange -> large(exchange)),
                        new Route("GET", "/waits", Route.Access.PUBLIC, exchange -> {
                            begun.incrementAndGet();
                            goOn.await();
                            exchange.respond(200);
                        }),
                        new Route("POST", "/take", Route.Access.PUBLIC, exchange -> {
                            begun.incrementAndGet();
                            exchange.json(200, exchange.body(100).readAllBytes().length);
                        }),
                        new Route("GET", "/**", Route.Access.PUBLIC, exchange -> exchange.respond(200))));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        goOn.countDown();
        for (Socket socket : open) {
            socket.close();
        }
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "GET / HTTP/1.1\r\nHost: local", "POST /take HTTP/1.1\r\nX: "})
    void whoeverHasAskedNothingYetMakesRoom(String beginning) throws IOException {
        for (int i = 0; i < SLOW; i++) {
            send(beginning);
        }

        assertThat(status("GET / HTTP/1.1\r\n" + STRANGER + "\r\n")).isEqualTo(200);
        assertThat(status("GET /api/v1/status HTTP/1.1\r\n" + LOCAL + "\r\n")).isEqualTo(200);
        assertThat(status("GET /api/v1/status HTTP/1.1\r\n" + STRANGER + "Authorization: Bearer s3cret\r\n\r\n"))
                .isEqualTo(200);
    }

    @Test
    void whoeverWasAnsweredAndAsksNothingMoreMakesRoom() throws IOException {
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            Socket kept = send("GET / HTTP/1.1\r\n" + STRANGER + "\r\n");
            assertThat(status(kept)).isEqualTo(200);
        }

        assertThat(status("GET / HTTP/1.1\r\n" + STRANGER + "\r\n")).isEqualTo(200);
    }

    @Test
    void aHeaderHasADeadlineHoweverOftenAByteComes() throws IOException {
        Socket slow = send("GET / HTTP/1.1\r\nX: ");

        await().atMost(Duration.ofSeconds(30)).until(() -> isCutAfterAByteMore(slow));

        Socket second = send("GET / HTTP/1.1\r\n" + STRANGER + "\r\n");
        assertThat(status(second)).isEqualTo(200);
        second.getInputStream().skipNBytes(second.getInputStream().available());
        second.getOutputStream().write('G');
        await().atMost(Duration.ofSeconds(30)).until(() -> isCutAfterAByteMore(second));
    }

    @Test
    void whatIsUnderWayIsNotCut() throws Exception {
        Socket download = send("GET /large HTTP/1.1\r\n" + STRANGER + "Connection: close\r\n\r\n");
        Socket waiting = send("GET /waits HTTP/1.1\r\n" + STRANGER + "Connection: close\r\n\r\n");
        Socket push = send("POST /take HTTP/1.1\r\n" + LOCAL + "Connection: close\r\nContent-Length: 3\r\n\r\na");
        await().until(() -> begun.get() == 3);

        for (int i = 0; i < SLOW; i++) {
            send("G");
        }
        // Beyond both deadlines: the last of those has had its own.
        Socket last = send("GET /a HTTP/1.1\r\nX: ");
        await().atMost(Duration.ofSeconds(30)).until(() -> isCutAfterAByteMore(last));
        push.getOutputStream().write("bc".getBytes(StandardCharsets.UTF_8));
        goOn.countDown();

        assertThat(status(push)).isEqualTo(200);
        assertThat(status(waiting)).isEqualTo(200);
        assertThat(download.getInputStream().readAllBytes()).hasSizeGreaterThan(LARGE);
    }

    @Test
    void aShareIsKeptForWhoIsLocalOrBringsTheToken() throws Exception {
        for (int i = 0; i < CONNECTIONS - 2; i++) {
            send("GET /waits HTTP/1.1\r\n" + STRANGER + "\r\n");
        }
        await().until(() -> begun.get() == CONNECTIONS - 2);

        assertThat(answer("GET /a HTTP/1.1\r\n" + STRANGER + "\r\n"))
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: 1");
        assertThat(status("GET / HTTP/1.1\r\n" + LOCAL + "\r\n")).isEqualTo(200);
        assertThat(status("GET /api/v1/status HTTP/1.1\r\n" + STRANGER + "Authorization: Bearer s3cret\r\n\r\n"))
                .isEqualTo(200);

        goOn.countDown();
        await().atMost(Duration.ofSeconds(30)).until(() -> status("GET / HTTP/1.1\r\n" + STRANGER + "\r\n") == 200);
    }

    @Test
    void aShareIsKeptForReaders() throws Exception {
        for (int i = 0; i < CONNECTIONS - 2; i++) {
            send("POST /take HTTP/1.1\r\n" + LOCAL + "Content-Length: 3\r\n\r\na");
        }
        await().until(() -> begun.get() == CONNECTIONS - 2);

        assertThat(answer("GET /a HTTP/1.1\r\n" + LOCAL + "\r\n"))
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: 1");
        assertThat(status("GET /a HTTP/1.1\r\n" + STRANGER + "\r\n")).isEqualTo(200);
    }

    @Test
    void aBodyOfAStrangerHasADeadline() throws Exception {
        assertThat(answer("POST /take HTTP/1.1\r\n" + STRANGER + "Content-Length: 50\r\n\r\na"))
                .startsWith("HTTP/1.1 408");
        assertThat(answer("POST /take HTTP/1.1\r\n" + STRANGER + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n"))
                .startsWith("HTTP/1.1 408");
        assertThat(status("POST /take HTTP/1.1\r\n" + STRANGER + "Content-Length: 1\r\n\r\na"))
                .isEqualTo(200);
    }

    private void large(Exchange exchange) throws IOException {
        begun.incrementAndGet();
        byte[] part = new byte[1 << 20];
        try (OutputStream out = exchange.stream("application/octet-stream")) {
            for (int i = 0; i < LARGE; i += part.length) {
                out.write(part);
            }
        }
    }

    /** The server sees the byte, or has ended the connection. */
    private static boolean isCutAfterAByteMore(Socket socket) {
        try {
            socket.getOutputStream().write('a');
            socket.setSoTimeout(50);
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private Socket send(String text) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        open.add(socket);
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It has had to make room already.
        }
        return socket;
    }

    private int status(String request) throws IOException {
        return status(send(request));
    }

    private static int status(Socket socket) throws IOException {
        return Integer.parseInt(answer(socket).substring(9, 12));
    }

    private String answer(String request) throws IOException {
        return answer(send(request));
    }

    /** Up to the end of the headers. */
    private static String answer(Socket socket) throws IOException {
        socket.setSoTimeout(30_000);
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("ended after: " + answer);
            }
            answer.append((char) c);
        }
        return answer.toString();
    }
}
