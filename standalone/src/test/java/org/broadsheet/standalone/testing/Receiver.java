package org.broadsheet.standalone.testing;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.broadsheet.common.record.Json;

/**
 * A webhook receiver on loopback that keeps what comes and answers 204. Verification is by an independent library, which takes
 * no time stamp of more than five minutes ago: a test that lasts longer has each delivery verified when it comes.
 */
public final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private volatile Optional<String> secret = Optional.empty();

    /** A delivery as it came. */
    public record Received(HttpHeaders headers, String body) {
        public String id() {
            return headers.firstValue("webhook-id").orElse("(none)");
        }

        /** Such as {@code post.published}. */
        public String type() {
            return Json.read(body.getBytes(StandardCharsets.UTF_8), com.fasterxml.jackson.databind.JsonNode.class)
                    .path("type")
                    .asText();
        }

        /** Throws when signature or timestamp are not right. */
        public void verify(String secret) throws Exception {
            new Webhook(secret).verify(body, headers);
        }
    }

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.setExecutor(Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "receiver");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    public List<Received> received() {
        return received;
    }

    /** Verifies from now on what comes; what is not right is answered 400, and is in {@link #refused} only. */
    public void verifyWith(String signingSecret) {
        secret = Optional.of(signingSecret);
    }

    /** What did not verify, and why. */
    public List<String> refused() {
        return refused;
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Received delivery =
                new Received(HttpHeaders.of(Map.copyOf(exchange.getRequestHeaders()), (a, b) -> true), body);
        exchange.sendResponseHeaders(isRight(delivery) ? 204 : 400, -1);
        exchange.close();
    }

    private boolean isRight(Received delivery) {
        try {
            if (secret.isPresent()) {
                delivery.verify(secret.get());
            }
            received.add(delivery);
            return true;
        } catch (Exception e) {
            refused.add(e + ": " + delivery);
            return false;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
