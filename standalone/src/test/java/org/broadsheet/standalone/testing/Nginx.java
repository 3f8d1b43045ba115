package org.broadsheet.standalone.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's own nginx before a port of loopback, in one process that the test ends. */
public final class Nginx implements AutoCloseable {
    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Where it is, if it is there. */
    public static Optional<Path> installed() {
        return Stream.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Returns when it listens.
     *
     * @param folder for what it writes
     * @param directives of the one location, such as {@code proxy_pass http://127.0.0.1:8080;}
     */
    public static Nginx before(Path nginx, Path folder, List<String> directives) throws IOException {
        int port = Program.freePort();
        return serving(
                nginx,
                folder,
                "server { listen 127.0.0.1:" + port + "; location / {\n" + String.join("\n", directives) + "\n} }\n",
                port);
    }

    /**
     * Likewise.
     *
     * @param servers what stands in the block {@code http}
     * @param port on which one of them listens
     */
    public static Nginx serving(Path nginx, Path folder, String servers, int port) throws IOException {
        Files.createDirectories(folder);
        Path settings = folder.resolve("nginx.conf");
        StringBuilder text =
                new StringBuilder("daemon off;\nmaster_process off;\nevents {}\nhttp {\naccess_log off;\n");
        for (Path types : List.of(Path.of("/etc/nginx/mime.types"), Path.of("/opt/homebrew/etc/nginx/mime.types"))) {
            if (Files.exists(types)) {
                text.append("include ").append(types).append(";\n");
            }
        }
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            text.append(kind).append("_temp_path ").append(folder.resolve(kind)).append(";\n");
        }
        Files.writeString(settings, "pid " + folder.resolve("pid") + ";\n" + text + servers + "}\n");
        Process process = new ProcessBuilder(
                        nginx.toString(),
                        "-p",
                        folder.toString(),
                        "-e",
                        folder.resolve("error.log").toString(),
                        "-c",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        Nginx started = new Nginx(process, port);
        try {
            await("nginx listens: " + folder).atMost(Duration.ofSeconds(30)).until(() -> Ports.isTaken(port));
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    public int port() {
        return port;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
