package org.broadsheet.standalone.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.testing.GitCommandLine;
import org.jspecify.annotations.Nullable;

/**
 * The packaged program ({@code lib/}) as a process of its own on loopback, ended by its own handle. What it prints is kept and
 * can be waited for.
 */
public final class Program implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(3);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final Process process;
    private final int port;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Program(Process process, int port) {
        this.process = process;
        this.port = port;
        this.reader = new Thread(this::read, "program-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** A port that was free just now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts {@code arguments} and does not wait for anything. */
    public static Program launch(
            Path folder, int port, List<String> jvm, Map<String, String> environment, String... arguments)
            throws IOException {
        return launchAfter("", folder, port, jvm, environment, arguments);
    }

    /** Likewise, after a command of the shell that changes what the process may, such as {@code ulimit -n 512}. */
    public static Program launchAfter(
            String shell, Path folder, int port, List<String> jvm, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(
                List.of("-XX:SharedArchiveFile=" + ClassArchive.of(libraries()), "-Xlog:cds*=off,aot*=off"));
        all.addAll(jvm);
        return launchWith(all, shell, folder, port, environment, arguments);
    }

    /** As the launcher does, but for the cache of classes that it keeps in lib/. */
    static Program launchWith(
            List<String> jvm, String shell, Path folder, int port, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(java(), "-Xmx512m", "-XX:+UseSerialGC", "-Xmn40m", "-XX:MaxTenuringThreshold=1"));
        if (Runtime.getRuntime().availableProcessors() <= 2) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(jvm);
        command.addAll(List.of(
                "-jar", libraries().resolve("broadsheet-standalone-0.1.0.jar").toString()));
        command.addAll(Arrays.asList(arguments));
        Map<String, String> all = new HashMap<>();
        all.put("LC_ALL", "C.UTF-8");
        // A busy machine may take longer over a first push than an author would wait.
        all.put("BROADSHEET_PUSH_TIMEOUT", "120s");
        all.putAll(environment);
        return begin(folder, port, shell.isEmpty() ? command : shelled(shell, command), all);
    }

    private static List<String> shelled(String shell, List<String> command) {
        List<String> all = new ArrayList<>(List.of("bash", "-c", shell + " && exec \"$@\"", "bash"));
        all.addAll(command);
        return all;
    }

    /**
     * {@code broadsheet up} on {@code folder/broadsheet-data}; returns when it is ready.
     *
     * @param port another is taken if somebody has it meanwhile, see {@link #port}
     */
    public static Program up(Path folder, int port, List<String> jvm, String... arguments) throws IOException {
        Program program = launchUp(folder, port, jvm, arguments);
        try {
            program.awaitReady(READY);
        } catch (AssertionError e) {
            if (program.lines().stream().noneMatch(line -> line.contains("port " + port + " of "))) {
                throw e;
            }
            program = launchUp(folder, freePort(), jvm, arguments);
            program.awaitReady(READY);
        }
        return program;
    }

    /** A role alone, on a broker; does not wait for anything. Its pushes wait for 2 s. */
    public static Program launchRole(Path folder, int port, List<String> jvm, Role role, OpenedLog log)
            throws IOException {
        return launch(
                folder,
                port,
                jvm,
                Map.of("BROADSHEET_PUSH_TIMEOUT", "2s"),
                role.toString(),
                "--kafka",
                log.broker().bootstrap(),
                "--port",
                Integer.toString(port));
    }

    private static Program launchUp(Path folder, int port, List<String> jvm, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("up", "--port", Integer.toString(port)));
        all.addAll(Arrays.asList(arguments));
        return launch(folder, port, jvm, Map.of(), all.toArray(String[]::new));
    }

    /**
     * In the environment of whoever runs the tests, without what would configure the program or make its JVM print a line of its own,
     * and with {@code environment}.
     */
    private static Program begin(Path folder, int port, List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("BROADSHEET_"));
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        builder.environment().putAll(environment);
        return new Program(builder.start(), port);
    }

    /**
     * {@code up} as people start it, through the launcher, with the cache of classes that it keeps; returns when it is ready.
     *
     * @param options for the JVM, such as {@code -Xmx512m}
     */
    public static Program byLauncher(Path folder, int port, String options, String... arguments) throws IOException {
        return byLauncher(Path.of("target", "dist"), folder, port, options, arguments);
    }

    /** @param distribution with bin/ and lib/ */
    public static Program byLauncher(Path distribution, Path folder, int port, String options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                distribution.resolve("bin/broadsheet").toAbsolutePath().toString(),
                "up",
                "--port",
                Integer.toString(port)));
        command.addAll(Arrays.asList(arguments));
        Program program = begin(folder, port, command, Map.of("BROADSHEET_JAVA_OPTS", options));
        // A first start makes the cache of classes before.
        program.awaitReady(Duration.ofMinutes(5));
        return program;
    }

    /** The {@code lib/} that {@code package} makes. */
    public static Path libraries() {
        Path libraries = Path.of("target", "dist", "lib").toAbsolutePath();
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException(libraries + " is not there: run the tests by verify, after package");
        }
        return libraries;
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public int port() {
        return port;
    }

    public String url(String path) {
        return "http://localhost:" + port + path;
    }

    /** All that it has printed. */
    public List<String> lines() {
        return lines;
    }

    /** What does not get ready does not stay behind either. */
    public void awaitReady(Duration timeout) {
        try {
            awaitLine("ready in ", timeout);
        } catch (AssertionError e) {
            try {
                throw new AssertionError("not ready within " + timeout.toSeconds() + " s:\n" + report(), e);
            } finally {
                kill();
            }
        }
    }

    /** The first line that holds {@code text}; fails with all that was printed when it does not come. */
    public String awaitLine(String text, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        int seen = 0;
        while (true) {
            for (; seen < lines.size(); seen++) {
                if (lines.get(seen).contains(text)) {
                    return lines.get(seen);
                }
            }
            if (System.nanoTime() > end || (!process.isAlive() && !reader.isAlive() && seen == lines.size())) {
                throw new AssertionError("no line with \"" + text + "\" in:\n" + String.join("\n", lines));
            }
            synchronized (this) {
                try {
                    wait(20);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    public HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofSeconds(70));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public HttpResponse<String> post(String path, String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public static JsonNode json(HttpResponse<String> response) {
        return Json.read(response.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    /** Pushes the branch {@code main}, and waits until it is live. */
    public void push(GitCommandLine author) {
        GitCommandLine.Result pushed = author.run("push", url("/git/content.git"), "main");
        if (pushed.exitCode() != 0) {
            throw new AssertionError("not pushed: " + pushed.error());
        }
        JsonNode answer = json(get("/api/v1/commits/" + author.head().value() + "?wait=60"));
        if (!answer.path("state").asText().equals("live")) {
            throw new AssertionError("did not go live: " + answer + "\n" + pushed.error());
        }
    }

    /** What it printed, how it says it is, and what its threads do: for the message of a test that fails. */
    public String report() {
        StringBuilder report = new StringBuilder(String.join("\n", lines));
        if (process.isAlive()) {
            report.append('\n').append(get("/health/ready").body()).append('\n');
            try {
                report.append(jcmd("Thread.print"));
            } catch (IOException e) {
                report.append(e);
            }
        }
        return report.toString();
    }

    /** What the process's JVM answers to a command of the JDK's {@code jcmd}. */
    public String jcmd(String command) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** As Ctrl-C does, and returns the exit code. */
    public int stop() {
        process.destroy();
        return await();
    }

    /** Waits for its own end. */
    public int await() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end within 30 s:\n" + String.join("\n", lines));
            }
            reader.join(5_000);
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }

    private void read() {
        try (InputStream output = process.getInputStream();
                BufferedReader text =
                        new BufferedReader(new java.io.InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (@Nullable String line = text.readLine(); line != null; line = text.readLine()) {
                lines.add(line);
                synchronized (this) {
                    notifyAll();
                }
            }
        } catch (IOException e) {
            lines.add("(output ended: " + e + ")");
        }
    }
}
