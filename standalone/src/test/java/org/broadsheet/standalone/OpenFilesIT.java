package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real program where the system lets it open few files, sockets included. */
@EnabledOnOs(OS.LINUX)
class OpenFilesIT {
    private static final int LIMIT = 512;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /x.bin HTTP/1.1\r\nHost: localhost\r\n\r\n"
            })
    void asManyConnectionsAsThereAreFilesHarmNothing(String request) throws Exception {
        int port = Program.freePort();
        try (Program program = Program.launchAfter(
                "ulimit -n " + LIMIT,
                folder,
                port,
                List.of(),
                Map.of("BROADSHEET_HTTP_IDLE_TIMEOUT", "5m"),
                "up",
                "--port",
                Integer.toString(port))) {
            program.awaitReady(Duration.ofMinutes(1));
            GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
            author.write("_posts/first.md", "# First\n\nHello.\n");
            author.write("public/x.bin", "x".repeat(8 << 20));
            author.commit("Begin");
            author.run("push", program.url("/git/content.git"), "main");
            List<Socket> open = new ArrayList<>();
            try {
                for (int i = 0; i < LIMIT; i++) {
                    Socket socket = new Socket();
                    socket.setReceiveBufferSize(4096);
                    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    open.add(socket);
                    send(socket, request);
                }
                if (!request.contains("x.bin")) {
                    assertThat(program.get("/posts/first").statusCode()).isEqualTo(200);
                    assertThat(program.get("/api/v1/status").statusCode()).isEqualTo(200);
                    author.write("_posts/second.md", "# Second\n\nHello.\n");
                    author.commit("Go on");
                    assertThat(author.run("push", program.url("/git/content.git"), "main")
                                    .toString())
                            .contains("success: 1 live");
                }
                assertThat(openFiles(program)).isLessThan(LIMIT - 20);
            } finally {
                for (Socket socket : open) {
                    socket.close();
                }
            }

            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(program.get("/health/ready").statusCode())
                            .isEqualTo(200));
            author.write("_posts/third.md", "# Third\n\nHello.\n");
            author.commit("Go on");
            assertThat(author.run("push", program.url("/git/content.git"), "main")
                            .toString())
                    .contains("success: ");
            assertThat(program.lines()).noneMatch(line -> line.contains("Too many open files"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 320})
    void tooLowALimitIsOneSentence(int limit) throws IOException {
        try (Program program =
                Program.launchAfter("ulimit -n " + limit, folder, 0, List.of(), Map.of(), "up", "--port", "0")) {
            assertThat(program.await()).isEqualTo(1);

            assertThat(program.lines())
                    .singleElement()
                    .asString()
                    .contains(limit + " files", "ulimit -n", "LimitNOFILE");
        }
    }

    @Test
    void whatTheSentenceAsksForIsEnough() throws IOException {
        String sentence;
        try (Program program =
                Program.launchAfter("ulimit -n 200", folder, 0, List.of(), Map.of(), "up", "--port", "0")) {
            assertThat(program.await()).isEqualTo(1);
            sentence = program.lines().getFirst();
        }
        String needed = sentence.replaceFirst(".*at least (\\d+).*", "$1");

        try (Program program =
                Program.launchAfter("ulimit -n " + needed, folder, 0, List.of(), Map.of(), "up", "--port", "0")) {
            program.awaitReady(Duration.ofMinutes(1));
        }
    }

    private static void send(Socket socket, String request) {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It has had to make room already.
        }
    }

    private static long openFiles(Program program) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(program.pid()), "fd"))) {
            return files.count();
        }
    }
}
