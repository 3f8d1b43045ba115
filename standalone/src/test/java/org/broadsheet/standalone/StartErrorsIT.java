package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.RawRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What whoever starts the program wrongly is told: one line, what was found and what to do, and exit code 1. */
class StartErrorsIT {
    @TempDir
    Path folder;

    @Test
    void namesThePortThatIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertFails(
                    "port " + taken.getLocalPort(), "--port", "up", "--port", Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void namesTheBranchesThereAre() throws IOException {
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        author.write("_posts/a.md", "# A\n");
        author.commit("A");

        assertFails(
                "mein",
                "main",
                "up",
                "--port",
                "0",
                "--content",
                author.folder().toString(),
                "--branch",
                "mein");
    }

    @Test
    void refusesTheDataFolderOfANewerVersion() throws IOException {
        Path data = Files.createDirectories(folder.resolve("newer"));
        Files.writeString(data.resolve("format"), "99\n");

        assertFails("format 99", "newer Broadsheet", "up", "--port", "0", "--data", data.toString());
    }

    @Test
    void endsAtOnceWhenAPartDoesNotStart() throws IOException {
        Path kafka = Files.createDirectories(folder.resolve("broadsheet-data/kafka"));
        Files.writeString(kafka.resolve("version"), "99.0.0\n");
        try (Program program = Program.launch(folder, 0, List.of(), Map.of(), "up", "--port", "0")) {
            program.awaitLine("99.0.0", Duration.ofMinutes(1));
            long told = System.nanoTime();

            assertThat(program.await()).isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(10));
            assertThat(program.lines()).hasSize(1);
        }
    }

    @Test
    void saysInOneLineThatTheBrokersFolderIsDamaged() throws IOException {
        Path log = Files.createDirectories(folder.resolve("broadsheet-data/kafka/log"));
        Files.writeString(log.resolve("meta.properties"), "garbage\n");

        assertFails(log.toString(), "put back a copy of it", "up", "--port", "0");
    }

    @Test
    void saysInOneLineThatAFileStandsWhereTheBrokersFolderShouldBe() throws IOException {
        Files.createDirectories(folder.resolve("broadsheet-data"));
        Files.writeString(folder.resolve("broadsheet-data/kafka"), "");

        assertFails("broadsheet-data/kafka", "move it away", "up", "--port", "0");
    }

    @Test
    void isNotReadyWhenItIsStoppedBefore() throws IOException {
        try (Program program = Program.launch(folder, 0, List.of(), Map.of(), "up", "--port", "0")) {
            Path formatted = folder.resolve("broadsheet-data/kafka/log/meta.properties");
            await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(formatted));

            program.stop();

            assertThat(program.lines()).noneMatch(line -> line.contains("ready in"));
        }
    }

    @Test
    void refusesAPublicHostWithoutAToken() throws IOException {
        assertFails("token", "BROADSHEET_TOKEN", "up", "--port", "0", "--host", "0.0.0.0");
    }

    @Test
    void refusesAPublicBaseUrlWithoutAToken() throws IOException {
        assertFails("token", "BROADSHEET_TOKEN", "up", "--port", "0", "--base-url", "https://example.org");
    }

    @Test
    void wantsToKnowOfARoleAloneWhereReadersFindTheSite() throws IOException {
        assertFails("--base-url", "BROADSHEET_BASE_URL", "render", "--port", "0", "--kafka", "localhost:1");
    }

    @Test
    void suggestsTheKeyThatWasMeant() throws IOException {
        Files.writeString(folder.resolve("broadsheet.yml"), "htpp:\n  port: 0\n");

        assertFails("htpp", "http", "up");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesTheLocaleThatCannotNameFiles() throws IOException {
        try (Program program = Program.launch(folder, 0, List.of(), Map.of("LC_ALL", "C"), "up", "--port", "0")) {
            assertThat(program.await()).isEqualTo(1);
            assertThat(program.lines()).singleElement().asString().contains("set LC_ALL=C.UTF-8");
        }
    }

    @Test
    void refusesASecondProcessOnOneDataFolder() throws IOException {
        try (Program first = Program.up(folder, Program.freePort(), List.of())) {
            assertFails("another Broadsheet", "--data", "up", "--port", "0");
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void answersNoForeignHostAndNoForeignOrigin() throws IOException {
        try (Program program = Program.up(folder, Program.freePort(), List.of())) {
            String own = "localhost:" + program.port();
            assertThat(RawRequest.status(program.port(), "GET", "/api/v1/status", "Host: " + own))
                    .isEqualTo(200);
            assertThat(RawRequest.status(program.port(), "GET", "/api/v1/status", "Host: evil.example"))
                    .isEqualTo(401);
            assertThat(RawRequest.status(
                            program.port(), "GET", "/api/v1/status", "Host: " + own, "Origin: https://evil.example"))
                    .isEqualTo(401);
            assertThat(RawRequest.status(
                            program.port(), "GET", "/api/v1/status", "Host: " + own, "X-Forwarded-For: 192.0.2.7"))
                    .isEqualTo(401);
            assertThat(RawRequest.status(
                            program.port(),
                            "GET",
                            "/git/content.git/info/refs?service=git-upload-pack",
                            "Host: evil.example"))
                    .isEqualTo(401);
        }
    }

    @Test
    void takesNoRequestForLocalOnceTheRepositoryNamesAPublicBaseUrl() throws Exception {
        String token = "a-token-of-this-test";
        int port = Program.freePort();
        try (Program program = Program.launch(
                folder, port, List.of(), Map.of("BROADSHEET_TOKEN", token), "up", "--port", Integer.toString(port))) {
            program.awaitLine("ready in ", Duration.ofMinutes(1));
            assertThat(program.get("/api/v1/status").statusCode()).isEqualTo(200);
            GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
            author.write("site.yml", "baseUrl: https://example.org\n").commit("Public");

            author.run("push", program.url("/git/content.git"), "HEAD");

            await().untilAsserted(() ->
                    assertThat(program.get("/api/v1/status").statusCode()).isEqualTo(401));
            assertThat(program.get("/git/content.git/info/refs?service=git-upload-pack")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(program.get("/api/v1/status", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private void assertFails(String found, String hint, String... arguments) throws IOException {
        try (Program program = Program.launch(folder, 0, List.of(), Map.of(), arguments)) {
            assertThat(program.await()).as(String.join("\n", program.lines())).isEqualTo(1);
            assertThat(program.lines()).hasSize(1);
            assertThat(program.lines().get(0))
                    .startsWith("broadsheet: ")
                    .contains(found)
                    .contains(hint);
        }
    }
}
