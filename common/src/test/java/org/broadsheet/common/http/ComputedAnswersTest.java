package org.broadsheet.common.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.testing.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What takes long to compute is computed beside those who read, however many ask for it. */
@Timeout(60)
class ComputedAnswersTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final AtomicBoolean enough = new AtomicBoolean();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch givenUp = new CountDownLatch(1);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        Configuration.Http http =
                TestConfiguration.http(Map.of("maxConnections", "100", "maxRequestBytes", "4096", "computing", "1"));
        List<Route> routes = List.of(
                new Route("GET", "/page", Route.Access.PUBLIC, x -> x.json(200, "a page")),
                new Route("GET", "/much", Route.Access.PRIVATE, x -> x.json(200, this::much)),
                new Route(
                        "GET",
                        "/refused",
                        Route.Access.PRIVATE,
                        x -> x.json(200, turn -> {
                            throw new Exchange.BadRequest(409, "on purpose");
                        })));
        server = new HttpServer(http, new AccessRules(http, List.of()), routes);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        enough.set(true);
        server.close();
    }

    /** Never leaves its processor by itself. */
    private String much(Turns.Turn turn) throws Exchange.ClientLeft {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        begun.countDown();
        try {
            while (!enough.get()) {
                turn.check();
                Thread.onSpinWait();
            }
            return Thread.currentThread().isVirtual() ? "virtual" : "platform";
        } catch (Exchange.ClientLeft e) {
            givenUp.countDown();
            throw e;
        } finally {
            atOnce.decrementAndGet();
        }
    }

    @Test
    void readersAreAnsweredHoweverManyAskForWhatTakesLong() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 2 + 2 * Runtime.getRuntime().availableProcessors(); i++) {
            asked.add(CLIENT.sendAsync(request("/much"), HttpResponse.BodyHandlers.ofString()));
        }
        begun.await();

        HttpResponse<String> page = CLIENT.send(request("/page"), HttpResponse.BodyHandlers.ofString());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(asked).noneMatch(CompletableFuture::isDone);
        enough.set(true);
        for (CompletableFuture<HttpResponse<String>> each : asked) {
            assertThat(each.get().body()).isEqualTo("\"platform\"");
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsGivenUp() throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream()
                    .write("GET /much HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            begun.await();
        }

        givenUp.await();
    }

    @Test
    void whatCannotBeIsAnsweredAsElsewhere() throws Exception {
        HttpResponse<String> answer = CLIENT.send(request("/refused"), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("on purpose");
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .build();
    }
}
