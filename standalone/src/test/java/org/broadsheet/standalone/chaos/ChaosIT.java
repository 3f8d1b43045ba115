package org.broadsheet.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.OpenedLog;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.Receiver;
import org.broadsheet.standalone.testing.SiteFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program is killed with {@code kill -9} in the middle of pushes, at places and at random. Afterwards nothing is
 * lost and nothing stands twice. A kill that finds nothing in flight does not count. {@code -Dbroadsheet.chaos.seed} repeats a
 * run, {@code -Dbroadsheet.chaos.rounds} makes it longer; each round is five kills.
 */
class ChaosIT {
    static final String BASE_URL = "http://localhost:8080";

    /** Where a thread is stopped before the kill, and which role's process is then killed. */
    private static final Map<String, Role> PLACES = new LinkedHashMap<>();

    static {
        PLACES.put("ref-updated", Role.INGEST);
        PLACES.put("ingest-transaction", Role.INGEST);
        PLACES.put("site-written", Role.RENDER);
        PLACES.put("receiver-answered", Role.NOTIFY);
    }

    @TempDir
    Path folder;

    private final long seed = Long.getLong("broadsheet.chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, Integer> kills = new LinkedHashMap<>();
    private GitCommandLine author;
    private Blog blog;
    private Path control;

    @BeforeEach
    void begin() throws IOException {
        author = GitCommandLine.init(folder.resolve("author"));
        blog = new Blog(author, random);
        control = Files.createDirectories(folder.resolve("control"));
    }

    @Test
    void nothingIsLostAndNothingStandsTwiceInOneProcess() throws Exception {
        int rounds = Integer.getInteger("broadsheet.chaos.rounds", 4);
        try (Receiver receiver = new Receiver();
                Deployment deployment = new OneProcess(folder, agent())) {
            String secret = subscribe(deployment, receiver);
            firstPush(deployment);

            for (int round = 0; round < rounds; round++) {
                killEverywhere(deployment);
            }

            assertKills(rounds);
            finish(deployment, receiver, secret);
        }
    }

    @Test
    void norInThreeProcessesWhileEveryStateIsCompacted() throws Exception {
        int rounds = Integer.getInteger("broadsheet.chaos.rounds", 1);
        try (Receiver receiver = new Receiver();
                ThreeProcesses deployment = new ThreeProcesses(folder, agent())) {
            String secret = subscribe(deployment, receiver);
            firstPush(deployment);

            for (int round = 0; round < rounds; round++) {
                killEverywhere(deployment);
                for (Role stopped : Role.values()) {
                    compactWhileStopped(deployment, stopped);
                }
            }

            assertKills(rounds);
            finish(deployment, receiver, secret);
        }
    }

    /** Pushes what the stopped role has not seen, compacts, and lets it come back to the states as they then are. */
    private void compactWhileStopped(ThreeProcesses deployment, Role stopped) throws Exception {
        blog.change();
        String commit = author.commit("While " + stopped + " is stopped").value();
        if (stopped == Role.INGEST) {
            deployment.process(stopped).kill();
        } else {
            deployment.process(stopped).stop();
            GitCommandLine.Result pushed = push(deployment);
            assertThat(pushed.remoteLines())
                    .last()
                    .asString()
                    .startsWith("warning: taken in, not live yet: " + stopped + " has not answered for ");
        }
        deployment.compactEveryState();
        deployment.restart(stopped);
        push(deployment);
        awaitLive(deployment.process(Role.INGEST), commit);
        System.out.println("chaos: every state compacted while " + stopped + " was stopped");
    }

    private void firstPush(Deployment deployment) throws IOException {
        blog.begin();
        push(deployment);
        awaitLive(deployment.process(Role.INGEST), author.head().value());
    }

    private static String subscribe(Deployment deployment, Receiver receiver) {
        HttpResponse<String> added =
                deployment.process(Role.NOTIFY).post("/api/v1/webhooks", "{\"url\": \"" + receiver.url() + "\"}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return json(added).path("secret").asText();
    }

    /** A kill at each place, and one at a random moment; after each the program comes back and the commit goes live. */
    private void killEverywhere(Deployment deployment) throws Exception {
        for (String place : PLACES.keySet()) {
            blog.change();
            author.commit("Killed at " + place);
            killAt(place, deployment);
            recover(deployment, PLACES.get(place));
        }
        blog.change();
        author.commit("Killed at random");
        killAtRandom(deployment, List.of(Role.values()).get(random.nextInt(3)));
    }

    private void killAt(String place, Deployment deployment) throws Exception {
        int passes = place.equals("site-written") ? random.nextInt(3) : 0;
        Files.writeString(control.resolve("arm"), place + " " + passes);
        Process push = author.begin("push", deployment.git(), "main");
        Awaitility.await(place)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(control.resolve("hit")));
        deployment.process(PLACES.get(place)).kill();
        GitCommandLine.finish(push);
        kills.merge(place, 1, Integer::sum);
        System.out.println("chaos: seed " + seed + ", kill -9 at " + place + " after " + passes + " passes, "
                + Files.readString(control.resolve("hit")));
        Files.delete(control.resolve("arm"));
        Files.delete(control.resolve("hit"));
    }

    /** Kills while the push waits for its commit; tries again, with another commit, when it was too late. */
    private void killAtRandom(Deployment deployment, Role role) throws Exception {
        for (int attempt = 0; attempt < 20; attempt++) {
            Process push = author.begin("push", deployment.git(), "main");
            long delay = random.nextInt(120);
            boolean ended = push.waitFor(delay, TimeUnit.MILLISECONDS);
            deployment.process(role).kill();
            GitCommandLine.Result pushed = GitCommandLine.finish(push);
            recover(deployment, role);
            if (!ended && !pushed.error().contains("success: ")) {
                kills.merge("random", 1, Integer::sum);
                System.out.println("chaos: seed " + seed + ", kill -9 of " + role + " at random, " + delay
                        + " ms after the push began");
                return;
            }
            author.write("_posts/filler.md", "# Filler\n\nTry " + attempt + " " + random.nextInt() + ".\n");
            author.commit("Once more");
        }
        throw new AssertionError("no random kill found a push in flight");
    }

    private void recover(Deployment deployment, Role role) throws IOException {
        deployment.restart(role);
        push(deployment);
        awaitLive(deployment.process(Role.INGEST), author.head().value());
    }

    private GitCommandLine.Result push(Deployment deployment) {
        GitCommandLine.Result pushed = author.run("push", deployment.git(), "main");
        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        return pushed;
    }

    private static void awaitLive(Program ingest, String commit) {
        JsonNode answer = json(ingest.get("/api/v1/commits/" + commit + "?wait=60"));
        assertThat(answer.path("state").asText())
                .as(answer + "\n" + String.join("\n", ingest.lines()))
                .isEqualTo("live");
    }

    private void assertKills(int rounds) {
        System.out.println("chaos: seed " + seed + ", kills with something in flight: " + kills);
        for (String place : PLACES.keySet()) {
            assertThat(kills).containsEntry(place, rounds);
        }
        assertThat(kills).containsEntry("random", rounds);
    }

    private void finish(Deployment deployment, Receiver receiver, String secret) throws Exception {
        Awaitility.await("no delivery waits any more")
                .atMost(Duration.ofMinutes(1))
                .until(() -> json(deployment.process(Role.NOTIFY).get("/api/v1/deliveries"))
                        .path("items")
                        .isEmpty());
        deployment.stop();
        try (OpenedLog log = deployment.openLog()) {
            assertEveryEventReached(log, receiver, secret);
        }
        assertSameAsFreshImport(deployment.data());
    }

    /** Each event once in the log, and each one received, verified by another's library, under its one id. */
    private static void assertEveryEventReached(OpenedLog log, Receiver receiver, String secret) throws Exception {
        List<String> events = new ArrayList<>();
        log.log()
                .read(
                        KafkaTopic.EVENTS,
                        0,
                        0,
                        record -> events.add(record.headers().get("ce_id")));
        assertThat(events).isNotEmpty().doesNotHaveDuplicates();
        Set<String> received = new HashSet<>();
        for (Receiver.Received delivery : receiver.received()) {
            delivery.verify(secret);
            received.add(delivery.id());
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(events);
    }

    private void assertSameAsFreshImport(Path data) throws IOException {
        Path fresh = Files.createDirectories(folder.resolve("fresh"));
        try (Program program = Program.up(fresh, Program.freePort(), List.of(), "--base-url", BASE_URL)) {
            author.run("push", program.url("/git/content.git"), "main");
            awaitLive(program, author.head().value());
        }
        assertThat(SiteFolder.digests(data.resolve("site")))
                .isEqualTo(SiteFolder.digests(fresh.resolve("broadsheet-data/site")));
        String feed = Files.readString(data.resolve("site/feed.xml"));
        List<String> guids = new ArrayList<>();
        for (String part : feed.split("<guid", -1)) {
            guids.add(part.substring(0, Math.min(80, part.length())));
        }
        assertThat(guids).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.read(response.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private List<String> agent() throws Exception {
        return List.of("-javaagent:" + KillAgentJar.in(folder) + "=" + control);
    }
}
