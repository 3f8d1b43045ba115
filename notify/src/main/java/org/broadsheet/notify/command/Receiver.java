package org.broadsheet.notify.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.broadsheet.notify.signature.Signature;
import org.broadsheet.notify.signature.SigningSecret;

/** A receiver of deliveries on loopback: verifies each, prints a line, answers 204; 400 to what it cannot trust. */
final class Receiver implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int MAX_BODY = 1 << 20;
    private static final int SECRET_SECONDS = 10;

    private final HttpServer server;
    private final PrintWriter out;
    private final InstantSource clock;
    /** Known only after the server, which has to know our port, has made it. */
    private final CompletableFuture<SigningSecret> secret = new CompletableFuture<>();

    /** @param port 0 for any free one */
    Receiver(int port, PrintWriter out, InstantSource clock) throws IOException {
        this.out = out;
        this.clock = clock;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
        this.server.createContext("/", this::receive);
    }

    void start() {
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    void trust(SigningSecret made) {
        secret.complete(made);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readNBytes(MAX_BODY);
            Optional<String> refusal = Signature.refusal(
                    secret.get(SECRET_SECONDS, TimeUnit.SECONDS),
                    header(exchange, Signature.ID),
                    header(exchange, Signature.TIMESTAMP),
                    header(exchange, Signature.SIGNATURE),
                    body,
                    clock.instant());
            out.println(Line.of(body, clock.instant(), refusal));
            out.flush();
            exchange.sendResponseHeaders(refusal.isEmpty() ? 204 : 400, -1);
        } catch (ExecutionException | TimeoutException e) {
            exchange.sendResponseHeaders(503, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
