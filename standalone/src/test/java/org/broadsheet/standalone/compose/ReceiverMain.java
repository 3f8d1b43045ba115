package org.broadsheet.standalone.compose;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The receiver's container: keeps what is posted to it and lists it, a line each ({@code webhook-id webhook-timestamp
 * webhook-signature body}, the last two base64), so that the test can verify it. Needs the JDK alone.
 */
final class ReceiverMain {
    private ReceiverMain() {}

    public static void main(String[] arguments) throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(9000), 0);
        server.createContext("/hook", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(exchange.getRequestHeaders().getFirst("webhook-id") + " "
                    + exchange.getRequestHeaders().getFirst("webhook-timestamp") + " "
                    + base64(exchange.getRequestHeaders()
                            .getFirst("webhook-signature")
                            .getBytes(StandardCharsets.UTF_8))
                    + " " + base64(body));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/received", exchange -> {
            byte[] list = String.join("\n", received).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, list.length == 0 ? -1 : list.length);
            if (list.length > 0) {
                exchange.getResponseBody().write(list);
            }
            exchange.close();
        });
        server.start();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
