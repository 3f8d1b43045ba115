package org.broadsheet.notify.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.record.Json;
import org.jspecify.annotations.Nullable;

/** The API of a running Broadsheet, as a client. */
final class ApiClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI server;
    private final Optional<String> token;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** @param server such as {@code http://localhost:8080} */
    ApiClient(URI server, Optional<String> token) {
        this.server = server;
        this.token = token;
    }

    URI server() {
        return server;
    }

    JsonNode get(String path) throws InterruptedException {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    JsonNode post(String path, Object body) throws InterruptedException {
        return send("POST", path, HttpRequest.BodyPublishers.ofByteArray(Json.write(body)));
    }

    void delete(String path) throws InterruptedException {
        send("DELETE", path, HttpRequest.BodyPublishers.noBody());
    }

    private JsonNode send(String method, String path, HttpRequest.BodyPublisher body) throws InterruptedException {
        String base = server.toString().replaceFirst("/+$", "");
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(base + path));
        } catch (IllegalArgumentException e) {
            throw new Refused("\"" + server + "\" is not a server's URL, such as http://localhost:8080", e);
        }
        request.method(method, body).timeout(TIMEOUT).header("Content-Type", "application/json");
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2) {
                throw new Refused(explained(response), null);
            }
            return Json.MAPPER.readTree(response.body());
        } catch (ConnectException e) {
            throw new Refused("nothing answers at " + server + "; is Broadsheet running there? (--server URL)", e);
        } catch (IOException e) {
            throw new Refused(server + " did not answer as it should: " + e.getMessage(), e);
        }
    }

    private static String explained(HttpResponse<byte[]> response) {
        if (response.statusCode() == 401) {
            return "the server wants its token: set BROADSHEET_TOKEN";
        }
        try {
            JsonNode problem = Json.MAPPER.readTree(response.body());
            String detail = problem.path("detail").asText(problem.path("title").asText(""));
            if (!detail.isEmpty()) {
                return Printable.line(detail);
            }
        } catch (IOException e) {
            // Not a problem document: the status has to do.
        }
        return "the server answered " + response.statusCode();
    }

    /** The request was not granted; the message says why, for people. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
