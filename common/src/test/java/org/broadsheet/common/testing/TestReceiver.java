package org.broadsheet.common.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.broadsheet.common.record.Json;

/** A receiver of webhooks on loopback: remembers what came, answers 204 or as it is told, and may misbehave on the wire. */
public final class TestReceiver implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private volatile Function<Received, Answer> answers = one -> Answer.of(204);

    public record Received(String path, HttpHeaders headers, String body) {
        public String id() {
            return headers.firstValue("webhook-id").orElse("");
        }

        /** Such as {@code post.published}. */
        public String type() {
            return Json.read(body.getBytes(UTF_8), JsonNode.class).path("type").asText();
        }
    }

    /** What goes over the wire in return. */
    public interface Answer {
        void write(Socket socket, OutputStream out) throws IOException, InterruptedException;

        /** @param headers a line each */
        static Answer of(int status, String... headers) {
            List<String> lines = new ArrayList<>(List.of("HTTP/1.1 " + status + " As told", "Content-Length: 0"));
            lines.addAll(List.of(headers));
            return (socket, out) -> out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
        }

        /** As it is, with nothing behind it. */
        static Answer raw(Answer bytes) {
            return (socket, out) -> {
                try (socket) {
                    bytes.write(socket, out);
                }
            };
        }
    }

    public TestReceiver() {
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!socket.isClosed()) {
                Received one = read(in);
                received.add(one);
                answers.apply(one).write(socket, socket.getOutputStream());
            }
        } catch (IOException | InterruptedException e) {
            // The other side hung up, or spoke no HTTP, which may be what the test is about.
        }
    }

    private static Received read(InputStream in) throws IOException {
        String[] request = line(in).split(" ");
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] field = line.split(":", 2);
            fields.computeIfAbsent(field[0], name -> new ArrayList<>()).add(field[1].strip());
        }
        HttpHeaders headers = HttpHeaders.of(fields, (name, value) -> true);
        byte[] body =
                in.readNBytes((int) headers.firstValueAsLong("content-length").orElse(0));
        return new Received(request[1], headers, new String(body, UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < ' ' && c != '\r') {
                throw new IOException("neither HTTP nor TLS is spoken here");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/hook";
    }

    public void answer(int status) {
        answers = one -> Answer.of(status);
    }

    public void answer(Function<Received, Answer> how) {
        answers = how;
    }

    /** Answers 400 from now on to what does not pass; that is in {@link #refused} only. */
    public void check(Check check) {
        answers = one -> {
            try {
                check.check(one);
                return Answer.of(204);
            } catch (Exception e) {
                received.remove(one);
                refused.add(e + ": " + one);
                return Answer.of(400);
            }
        };
    }

    /** Such as the one of an independent library, which may take no time stamp of more than five minutes ago. */
    public interface Check {
        void check(Received one) throws Exception;
    }

    /** What did not pass, and why. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    /** Keeps its requests waiting until the latch opens. */
    public void hang(CountDownLatch until) {
        answers = one -> (socket, out) -> {
            until.await();
            Answer.of(204).write(socket, out);
        };
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public List<String> ids() {
        return received.stream().map(Received::id).toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
