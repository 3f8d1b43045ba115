package org.broadsheet.common.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.testing.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies with a {@code Content-Encoding}. */
class PackedBodyTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final byte[] JSON = "{\"name\": \"Ada\"}".getBytes(UTF_8);

    private HttpServer server;

    record Greeting(String name) {}

    @BeforeEach
    void start() throws Exception {
        Configuration.Http http = TestConfiguration.http(Map.of("maxConnections", "100", "maxRequestBytes", "100000"));
        server = new HttpServer(
                http,
                new AccessRules(http, List.of()),
                List.of(
                        new Route(
                                "POST",
                                "/api/v1/greetings",
                                Route.Access.PRIVATE,
                                exchange -> exchange.json(
                                        200, exchange.jsonBody(Greeting.class).name())),
                        new Route("POST", "/length", Route.Access.PRIVATE, exchange -> {
                            try (OutputStream out = exchange.stream("text/plain")) {
                                long length = exchange.body(100_000).transferTo(OutputStream.nullOutputStream());
                                out.write(Long.toString(length).getBytes(UTF_8));
                            }
                        })));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", " gzip "})
    void unpacksWhatIsPacked(String encoding) throws Exception {
        HttpResponse<String> answer = send("/api/v1/greetings", encoding, gzip(JSON));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("\"Ada\"");
    }

    @Test
    void unpacksSeveralMembersAndAllThatAHeaderMayHold() throws Exception {
        byte[] plain = gzip("abc".getBytes(UTF_8));
        byte[] named = new byte[plain.length + 4 + 2 + 2];
        System.arraycopy(plain, 0, named, 0, 10);
        named[3] = 4 | 8 | 2;
        named[10] = 2;
        named[12] = 'x';
        named[13] = 'y';
        named[14] = 0;
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
        System.arraycopy(rest, 0, named, 17, rest.length);
        byte[] withHeader = Arrays.copyOf(named, 17 + rest.length);

        assertThat(send("/length", "gzip", join(plain, gzip(new byte[0]), plain))
                        .body())
                .isEqualTo("6");
        assertThat(send("/length", "gzip", withHeader).body()).isEqualTo("3");
        assertThat(send("/length", "identity", plain).body()).isEqualTo(Integer.toString(plain.length));
    }

    static Stream<Arguments> refused() {
        byte[] packed = gzip(JSON);
        byte[] flipped = packed.clone();
        flipped[packed.length - 6] ^= 1;
        byte[] damaged = packed.clone();
        Arrays.fill(damaged, 10, 20, (byte) 0xff);
        byte[] flags = packed.clone();
        flags[3] = (byte) 0xe0;
        return Stream.of(
                arguments("none", "gzip", JSON, 400),
                arguments("nothing", "gzip", new byte[0], 400),
                arguments("one byte", "gzip", new byte[] {0x1f}, 400),
                arguments("a header alone", "gzip", Arrays.copyOf(packed, 10), 400),
                arguments("cut in the middle", "gzip", Arrays.copyOf(packed, packed.length / 2), 400),
                arguments("without its end", "gzip", Arrays.copyOf(packed, packed.length - 8), 400),
                arguments("without its last byte", "gzip", Arrays.copyOf(packed, packed.length - 1), 400),
                arguments("with a wrong checksum", "gzip", flipped, 400),
                arguments("damaged", "gzip", damaged, 400),
                arguments("with flags of nobody", "gzip", flags, 400),
                arguments("with something behind", "gzip", join(packed, "more".getBytes(UTF_8)), 400),
                arguments("with zeros behind", "gzip", join(packed, new byte[64]), 400),
                arguments("with half a member behind", "gzip", join(packed, Arrays.copyOf(packed, 12)), 400),
                arguments("a bomb", "gzip", gzip(new byte[64 << 20]), 413),
                arguments("twice packed", "gzip, gzip", gzip(packed), 415),
                arguments("unknown", "br", packed, 415),
                arguments("deflate", "deflate", packed, 415),
                arguments("no name at all", "%%%", packed, 415),
                arguments("packed, not said", "identity", packed, 400));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String name, String encoding, byte[] body, int status) throws Exception {
        HttpResponse<String> answer = send("/api/v1/greetings", encoding, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).doesNotContain("\tat ", "java.");
    }

    private HttpResponse<String> send(String path, String encoding, byte[] body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", encoding)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
