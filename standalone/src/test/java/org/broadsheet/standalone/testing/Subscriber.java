package org.broadsheet.standalone.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedInput;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.broadsheet.common.record.Json;

/** Somebody outside: asks for pages, reads feeds with another's reader, calls the API with or without a token. */
public final class Subscriber {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final Optional<String> token;

    public Subscriber(Optional<String> token) {
        this.token = token;
    }

    public HttpResponse<String> get(String url) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    public HttpResponse<String> post(String url, String json) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    public JsonNode json(String url) throws IOException {
        return Json.read(get(url).body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    /** RSS or Atom. */
    public SyndFeed feed(String url) throws IOException {
        try {
            return new SyndFeedInput().build(new StringReader(get(url).body()));
        } catch (FeedException e) {
            throw new IOException(url, e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
