package org.broadsheet.notify.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.Event;
import org.broadsheet.notify.RunningRole;
import org.broadsheet.notify.testing.Events;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class WebhooksCommandTest {
    @TempDir
    private Path data;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintWriter out = new PrintWriter(printed, true, StandardCharsets.UTF_8);
    private RunningRole role;

    @BeforeEach
    void start() throws Exception {
        role = new RunningRole(data, Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        role.close();
    }

    @Test
    void listensVerifiesAndRemovesItsEndpointAtTheEnd() throws Exception {
        ApiClient api = new ApiClient(URI.create(role.server()), Optional.empty());
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Void> listening = CompletableFuture.runAsync(() -> {
            try (Receiver receiver = new Receiver(0, out, Clock.systemUTC())) {
                receiver.start();
                new WebhooksCommand.Listen().listen(api, receiver, out, end);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> text().contains("listening at http://127.0.0.1:"));

        role.log
                .append(NewRecord.of(Events.post(Event.Type.POST_PUBLISHED, "first", 1)))
                .join();
        role.log.append(NewRecord.of(Events.release(1, false))).join();
        await().until(() -> text().lines().count() == 3);
        int meanwhile = api.get("/api/v1/webhooks").path("items").size();
        end.countDown();
        listening.get();

        assertThat(text().lines().skip(1))
                .anySatisfy(line -> assertThat(line)
                        .contains("  post.published    http://localhost:8080/posts/first  \"Post first 1\"  verified"))
                .anySatisfy(line -> assertThat(line).contains("  site.released     http://localhost:8080  verified"));
        assertThat(meanwhile).isEqualTo(1);
        assertThat(api.get("/api/v1/webhooks").path("items")).isEmpty();
    }

    @Test
    void addsListsAndRemoves() throws Exception {
        ApiClient api = new ApiClient(URI.create(role.server()), Optional.empty());
        WebhooksCommand.Add add = new WebhooksCommand.Add();
        new CommandLine(add).parseArgs("https://example.org/hook", "--event", "post.*", "--topic", "Life");

        add.run(api, out);
        String id = text().lines().findFirst().orElseThrow().substring("id      ".length());
        new WebhooksCommand.ListAll().run(api, out);
        WebhooksCommand.Remove remove = new WebhooksCommand.Remove();
        new CommandLine(remove).parseArgs(id);
        remove.run(api, out);

        assertThat(text())
                .contains("events  post.*", "topics  Life", "secret  whsec_")
                .contains(id + "  post.*  https://example.org/hook")
                .endsWith("removed " + id + "\n");
        assertThat(api.get("/api/v1/webhooks").path("items")).isEmpty();
    }

    @Test
    void saysWhatIsWrongAndEndsWithOne() {
        CommandLine command = new CommandLine(new WebhooksCommand());

        assertThat(command.execute("add", "ftp://example.org/", "--server", role.server()))
                .isEqualTo(1);
        assertThat(command.execute("list", "--server", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(command.execute("remove", "x", "--server", role.server())).isEqualTo(1);
        assertThat(command.execute()).isEqualTo(2);
        assertThat(command.execute("add")).isEqualTo(2);
    }

    @Test
    void printsNothingThatATerminalWouldObey() {
        byte[] body = "{\"type\":\"post.published\",\"data\":{\"url\":\"http://x/\",\"title\":\"a\\u001b[2Jb\\nc\"}}"
                .getBytes(StandardCharsets.UTF_8);

        String line = Line.of(body, Instant.parse("2026-11-23T12:03:44Z"), Optional.of("no signature"));

        assertThat(line.chars().noneMatch(Character::isISOControl)).isTrue();
        assertThat(line).startsWith("12:03:44.000Z").endsWith("NOT VERIFIED: no signature");
        assertThat(Line.of(new byte[] {1, 2}, Instant.EPOCH, Optional.empty())).contains("?");
    }

    private String text() {
        out.flush();
        return printed.toString(StandardCharsets.UTF_8);
    }
}
