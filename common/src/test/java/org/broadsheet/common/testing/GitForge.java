package org.broadsheet.common.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/**
 * A forge on loopback: the machine's own {@code git http-backend} behind a token, with one bare repository, {@code blog.git}. Counts what
 * is asked, and may fail, hang, or send elsewhere.
 */
public final class GitForge implements AutoCloseable {
    private final Path folder;
    private final String token;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Optional<Answer> instead = Optional.empty();

    /** What it answers in the place of the repository. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    /** @param token empty: nobody needs one */
    public GitForge(Path folder, String token) throws IOException {
        this(folder, token, Optional.empty());
    }

    /** @param tls by which it is asked with {@code https://} */
    public GitForge(Path folder, String token, Optional<SSLContext> tls) throws IOException {
        this.folder = folder;
        this.token = token;
        GitCommandLine.in(folder.resolve("blog.git")).git("init", "--quiet", "--bare", "--initial-branch=main");
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = tls.isPresent() ? secured(address, tls.get()) : HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private static HttpServer secured(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer secured = HttpsServer.create(address, 0);
        secured.setHttpsConfigurator(new HttpsConfigurator(tls));
        return secured;
    }

    /** Where the repository is for whoever fetches. */
    public String url() {
        return url("127.0.0.1");
    }

    public String url(String host) {
        return (server instanceof HttpsServer ? "https://" : "http://") + host + ":"
                + server.getAddress().getPort() + "/blog.git";
    }

    /** Where it is for whoever pushes, past the server. */
    public String path() {
        return folder.resolve("blog.git").toString();
    }

    /** Of the repository itself. */
    public GitCommandLine repository() {
        return GitCommandLine.in(folder.resolve("blog.git"));
    }

    public void answers(Answer other) {
        instead = Optional.of(other);
    }

    public void fails(int status) {
        answers(exchange -> exchange.sendResponseHeaders(status, -1));
    }

    /** Until the forge is closed. */
    public void hangs() {
        answers(exchange -> {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** To the same path of another one. */
    public void redirects(String origin) {
        answers(exchange -> {
            exchange.getResponseHeaders().set("Location", origin + exchange.getRequestURI());
            exchange.sendResponseHeaders(301, -1);
        });
    }

    public void recovers() {
        instead = Optional.empty();
    }

    /** How often anybody has asked for anything. */
    public int asked() {
        return asked.size();
    }

    /** How often somebody fetched. */
    public int fetches() {
        return (int) asked.stream().filter(line -> line.contains("fetch")).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = body(exchange);
            String said = new String(body, ISO_8859_1);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI()
                    + (said.contains("command=fetch") || said.contains("want ") ? " fetch" : ""));
            if (instead.isPresent()) {
                instead.get().to(exchange);
            } else if (isAllowed(exchange)) {
                serve(exchange, body);
            } else {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"forge\"");
                exchange.sendResponseHeaders(401, -1);
            }
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!"gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            return body;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        }
    }

    private boolean isAllowed(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        return token.isEmpty()
                || (authorization != null
                        && authorization.startsWith("Basic ")
                        && new String(Base64.getDecoder().decode(authorization.substring(6)), UTF_8)
                                .endsWith(":" + token));
    }

    private void serve(HttpExchange exchange, byte[] body) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH"));
        environment.putAll(Map.of(
                "GIT_PROJECT_ROOT", folder.toString(),
                "GIT_HTTP_EXPORT_ALL", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_NOSYSTEM", "1",
                "REQUEST_METHOD", exchange.getRequestMethod(),
                "PATH_INFO", exchange.getRequestURI().getPath(),
                "QUERY_STRING",
                        Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""),
                "CONTENT_LENGTH", Integer.toString(body.length),
                "CONTENT_TYPE",
                        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                                .orElse("")));
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Git-Protocol"))
                .ifPresent(protocol -> environment.put("GIT_PROTOCOL", protocol));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(body);
        } catch (IOException e) {
            // It has read what it wants.
        }
        byte[] answer = process.getInputStream().readAllBytes();
        String text = new String(answer, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        int status = 200;
        for (String line : text.substring(0, Math.max(0, end)).split("\r\n")) {
            String[] header = line.split(": ", 2);
            if (header[0].equals("Status")) {
                status = Integer.parseInt(header[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(header[0], header[1]);
            }
        }
        byte[] content = Arrays.copyOfRange(answer, end + 4, answer.length);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
