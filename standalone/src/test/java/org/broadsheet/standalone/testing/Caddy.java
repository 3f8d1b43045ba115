package org.broadsheet.standalone.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's own Caddy on a port of loopback, in one process that the test ends. */
public final class Caddy implements AutoCloseable {
    private final Process process;

    private Caddy(Process process) {
        this.process = process;
    }

    /** Where it is, if it is there. */
    public static Optional<Path> installed() {
        return Stream.of("/usr/bin/caddy", "/usr/local/bin/caddy", "/opt/homebrew/bin/caddy")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Returns when it listens.
     *
     * @param folder for what it writes
     * @param sites what its file says of them
     * @param port on which one of them listens
     */
    public static Caddy serving(Path caddy, Path folder, String sites, int port) throws IOException {
        Files.createDirectories(folder);
        Path settings = folder.resolve("Caddyfile");
        Files.writeString(settings, "{\n\tadmin off\n\tauto_https off\n}\n" + sites);
        ProcessBuilder builder = new ProcessBuilder(
                        caddy.toString(), "run", "--config", settings.toString(), "--adapter", "caddyfile")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("XDG_DATA_HOME", folder.toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        Caddy started = new Caddy(builder.start());
        try {
            await("Caddy listens: " + folder).atMost(Duration.ofSeconds(30)).until(() -> Ports.isTaken(port));
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
