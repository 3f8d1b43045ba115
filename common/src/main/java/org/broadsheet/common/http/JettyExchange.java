package org.broadsheet.common.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.record.Json;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** An exchange over Jetty's core request and response. */
final class JettyExchange implements Exchange {
    private static final ObjectReader STRICT_JSON =
            Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Request request;
    private final Response response;
    private final AccessRules rules;
    private final Configuration.Http settings;
    private final Scheduler scheduler;
    private final Turns turns;
    private final AccessRules.Facts facts;
    private final boolean trusted;
    private final String path;
    private Map<String, String> parameters = Map.of();
    /** Of what is computed: what is asked of one route waits for nothing that is asked of others. */
    private String kind = "";

    private @Nullable Fields query;
    /** The client has sent on, beyond this request. */
    private boolean hasMore;

    private @Nullable GzipBody unpacking;

    JettyExchange(
            Request request,
            Response response,
            AccessRules rules,
            Configuration.Http settings,
            Scheduler scheduler,
            Turns turns,
            List<String> segments) {
        this.request = request;
        this.response = response;
        this.rules = rules;
        this.settings = settings;
        this.scheduler = scheduler;
        this.turns = turns;
        this.facts = facts(request);
        this.trusted = rules.permits(facts);
        this.path = "/" + String.join("/", segments);
    }

    void matched(Router.Found.Matched found) {
        this.parameters = found.parameters();
        this.kind = found.route().pattern();
    }

    /** What the access rules look at. */
    AccessRules.Facts facts() {
        return facts;
    }

    /** Whether it is local or brings the token. */
    boolean isTrusted() {
        return trusted;
    }

    /** Whether something of the answer has been sent. */
    boolean isBegun() {
        return response.isCommitted();
    }

    private static AccessRules.Facts facts(Request request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getLowerCaseName(), name -> new ArrayList<>())
                    .add(field.getValue() == null ? "" : field.getValue());
        }
        HttpVersion version = request.getConnectionMetaData().getHttpVersion();
        return new AccessRules.Facts(peer(request), version.getVersion() < HttpVersion.HTTP_1_1.getVersion(), headers);
    }

    private static InetAddress peer(Request request) {
        if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                && address.getAddress() != null) {
            return address.getAddress();
        }
        throw new IllegalStateException("a connection without a peer address");
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String rawPath() {
        return request.getHttpURI().getPath();
    }

    @Override
    public String pathParameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    @Override
    public Optional<String> query(String name) {
        if (query == null) {
            try {
                query = Request.extractQueryParameters(request);
            } catch (RuntimeException e) {
                throw new BadRequest(400, "the query is not well formed: " + e.getMessage());
            }
        }
        return Optional.ofNullable(query.getValue(name));
    }

    @Override
    public Optional<String> rawQuery() {
        return Optional.ofNullable(request.getHttpURI().getQuery());
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    @Override
    public List<String> headers(String name) {
        return request.getHeaders().getFields(name).stream()
                .map(HttpField::getValue)
                .map(value -> value == null ? "" : value)
                .toList();
    }

    @Override
    public boolean isLocal() {
        return rules.isLocal(facts);
    }

    @Override
    public InputStream body(long limit) throws IOException {
        // Few bytes may unpack to any number, so that limits count behind it.
        InputStream body = unpacking().unpacked(raw(limit));
        if (body instanceof GzipBody packed) {
            unpacking = packed;
        }
        return new LimitedInputStream(body, limit);
    }

    @Override
    public InputStream sent(long limit) throws IOException {
        return new LimitedInputStream(raw(limit), limit);
    }

    private InputStream raw(long limit) throws IOException {
        if (request.getLength() > limit) {
            throw new RequestTooLarge(
                    "the body has " + request.getLength() + " bytes, more than the " + limit + " allowed");
        }
        if (!trusted) {
            endIfSlow();
        }
        return Content.Source.asInputStream(request);
    }

    @Override
    public Unpacking unpacking() {
        String encoding = String.join(", ", headers("Content-Encoding")).strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> sent -> sent;
            case "gzip", "x-gzip" -> GzipBody::new;
            default -> {
                setHeader("Accept-Encoding", "gzip");
                throw new BadRequest(415, "Content-Encoding is \"" + encoding + "\"; send gzip, or none");
            }
        };
    }

    /** Nothing more is read of the request. */
    void ended() {
        if (unpacking != null) {
            unpacking.end();
        }
    }

    /** Whoever brings no token has a deadline for what they send. */
    private void endIfSlow() {
        Duration most = settings.bodyTimeout();
        Scheduler.Task late = scheduler.schedule(
                () -> request.fail(new SlowBody("the body took longer than " + most.toMillis() + " ms")),
                most.toMillis(),
                TimeUnit.MILLISECONDS);
        Request.addCompletionListener(request, failure -> late.cancel());
    }

    @Override
    public boolean hasLeft() {
        if (hasMore) {
            return false;
        }
        // Jetty does not look at a connection whose request is being answered. Nobody else reads from it meanwhile: the
        // one that
        // would is this thread.
        Connection connection = request.getConnectionMetaData().getConnection();
        EndPoint peer = connection.getEndPoint();
        ByteBuffer next = BufferUtil.allocate(1);
        try {
            if (peer.fill(next) < 0) {
                return true;
            }
        } catch (IOException e) {
            return true;
        }
        if (next.hasRemaining() && connection instanceof Connection.UpgradeTo parser) {
            // The beginning of the connection's next request, for whoever reads that.
            parser.onUpgradeTo(next);
            hasMore = true;
        }
        return false;
    }

    @Override
    public void status(int status) {
        response.setStatus(status);
    }

    @Override
    public void setHeader(String name, String value) {
        response.getHeaders().put(name, value);
    }

    @Override
    public OutputStream stream(String mediaType) {
        setHeader("Content-Type", mediaType);
        return new BufferedOutputStream(Content.Sink.asOutputStream(response), 16 * 1024);
    }

    @Override
    public void respond(int status, String mediaType, byte[] body) throws IOException {
        response.setStatus(status);
        setHeader("Content-Type", mediaType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        write(ByteBuffer.wrap(body));
    }

    @Override
    public void respond(int status) throws IOException {
        response.setStatus(status);
        if (status != 204 && status != 304) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
        }
        write(ByteBuffer.allocate(0));
    }

    private void write(ByteBuffer last) throws IOException {
        try (Blocker.Callback written = Blocker.callback()) {
            response.write(true, last, written);
            written.block();
        }
    }

    @Override
    public void json(int status, Object value) throws IOException {
        respond(status, "application/json", Json.write(value));
    }

    @Override
    public <T> T computed(Turns.Question<T> question) throws IOException {
        try {
            return turns.ask(kind, question, this::hasLeft);
        } catch (Turns.TooBusy e) {
            setHeader("Retry-After", "1");
            throw new BadRequest(503, "too many requests are computed already; try again in a second");
        }
    }

    @Override
    public void problem(int status, String title, String detail) throws IOException {
        problem(status, title, detail, Map.of());
    }

    @Override
    public void problem(int status, String title, String detail, Map<String, Object> members) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "about:blank");
        document.put("title", title);
        document.put("status", status);
        document.put("detail", detail);
        document.putAll(members);
        respond(status, "application/problem+json", Json.write(document));
    }

    @Override
    public <T> T jsonBody(Class<T> type) throws IOException {
        if (!isJson(header("Content-Type").orElse(""))) {
            throw new BadRequest(415, "send the body as Content-Type: application/json");
        }
        byte[] body = body(settings.maxRequestBytes()).readAllBytes();
        try {
            T value = STRICT_JSON.forType(type).readValue(body);
            if (value == null) {
                throw new BadRequest(400, "the body is null; send an object");
            }
            return value;
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw new BadRequest(400, "the body is not what is expected here: " + e.getOriginalMessage() + where);
        }
    }

    static boolean isJson(String contentType) {
        String mediaType = contentType.toLowerCase(Locale.ROOT);
        int semicolon = mediaType.indexOf(';');
        return (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon))
                .strip()
                .equals("application/json");
    }

    /** Fails beyond a number of bytes instead of ending there. */
    private static final class LimitedInputStream extends InputStream {
        private final InputStream in;
        private final long limit;
        private long read;

        LimitedInputStream(InputStream in, long limit) {
            this.in = in;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            count(Math.max(n, 0));
            return n;
        }

        private void count(int n) throws RequestTooLarge {
            read += n;
            if (read > limit) {
                throw new RequestTooLarge("the body has more than the " + limit + " bytes allowed");
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
