package org.broadsheet.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.standalone.testing.OpenedLog;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.SiteFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program is killed with {@code kill -9} in the middle of pushes, at places and at random. Afterwards nothing is
 * lost and nothing stands twice. A kill that finds nothing in flight does not count. {@code -Dbroadsheet.chaos.seed} repeats a
 * run, {@code -Dbroadsheet.chaos.rounds} makes it longer; each round is five kills, one at each place and one at random.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class ChaosIT {
    static final String BASE_URL = "http://localhost:8080";
    private static final int ROUNDS = Integer.getInteger("broadsheet.chaos.rounds", 4);

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
    /** From the update of the ref to the role being done, as last seen. */
    private final Map<Role, Duration> inFlight = new EnumMap<>(Role.class);

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
        try (TestReceiver receiver = new TestReceiver();
                Deployment deployment = new OneProcess(folder, agent())) {
            subscribe(deployment, receiver);
            firstPush(deployment);

            for (int round = 0; round < ROUNDS; round++) {
                killEverywhere(deployment);
            }

            assertKills();
            finish(deployment, receiver);
        }
    }

    @Test
    void norInThreeProcessesWhileEveryStateIsCompacted() throws Exception {
        try (TestReceiver receiver = new TestReceiver();
                ThreeProcesses deployment = new ThreeProcesses(folder, agent())) {
            subscribe(deployment, receiver);
            firstPush(deployment);

            Iterator<Role> stopped = List.of(Role.values()).iterator();
            for (int round = 0; round < ROUNDS || stopped.hasNext(); round++) {
                killEverywhere(deployment);
                if (stopped.hasNext()) {
                    compactWhileStopped(deployment, stopped.next());
                }
            }

            assertKills();
            finish(deployment, receiver);
        }
    }

    /** Pushes what the stopped role has not seen, compacts, and lets it come back to the states as they then are. */
    private void compactWhileStopped(ThreeProcesses deployment, Role stopped) throws Exception {
        blog.change();
        author.commit("While " + stopped + " is stopped");
        if (stopped == Role.INGEST) {
            // Its own stop is no use: nobody would take the push. It has the push, and nobody was told.
            killAt("ref-updated", deployment);
        } else {
            deployment.process(stopped).stop();
            GitCommandLine.Result pushed = push(deployment);
            // Which of the two, and of whom a warning speaks, depends on how much of the short time the others took.
            assertThat(pushed.remoteLines()).last().asString().matches("(warning|hint): .*");
        }
        deployment.compactEveryState();
        System.out.println("chaos: every state compacted while " + stopped + " was stopped");
        recover(deployment, stopped);
    }

    private void firstPush(Deployment deployment) throws IOException {
        blog.begin();
        push(deployment);
        awaitLive(deployment.process(Role.INGEST), author.head().value());
    }

    private static void subscribe(Deployment deployment, TestReceiver receiver) {
        HttpResponse<String> added =
                deployment.process(Role.NOTIFY).post("/api/v1/webhooks", "{\"url\": \"" + receiver.url() + "\"}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        String secret = json(added).path("secret").asText();
        receiver.check(one -> new Webhook(secret).verify(one.body(), one.headers()));
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
        // Each change edits two posts at least, so that there are two pages to be written.
        int passes = place.equals("site-written") ? random.nextInt(2) : 0;
        Files.writeString(control.resolve("arm"), place + " " + passes);
        Process push = author.begin("push", deployment.git(), "main");
        Program victim = deployment.process(PLACES.get(place));
        try {
            Awaitility.await(place)
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.exists(control.resolve("hit")));
        } catch (ConditionTimeoutException e) {
            String report = victim.report();
            victim.kill();
            throw new AssertionError(
                    "seed " + seed + ": nobody came to " + place + "; the push printed:\n"
                            + GitCommandLine.finish(push).error() + "\nthe process:\n" + report,
                    e);
        }
        victim.kill();
        GitCommandLine.finish(push);
        kills.merge(place, 1, Integer::sum);
        System.out.println("chaos: seed " + seed + ", kill -9 at " + place + " after " + passes + " passes, "
                + Files.readString(control.resolve("hit")));
        Files.delete(control.resolve("arm"));
        Files.delete(control.resolve("hit"));
    }

    /**
     * Kills at some moment of what a role does with a push, as long as it took the last time; tries again, with another commit, when
     * that found nothing in flight.
     */
    private void killAtRandom(Deployment deployment, Role role) throws Exception {
        for (int attempt = 0; attempt < 20; attempt++) {
            String commit = author.head().value();
            Path ref = deployment.data().resolve("git/content.git/refs/heads/main");
            Process push = author.begin("push", deployment.git(), "main");
            while (push.isAlive() && !holds(ref, commit)) {
                Thread.onSpinWait();
            }
            Instant updated = Instant.now();
            long delay = random.nextLong(1
                    + Math.max(
                            0,
                            inFlight.getOrDefault(role, Duration.ofMillis(300)).toMillis()));
            boolean ended = push.waitFor(delay, TimeUnit.MILLISECONDS);
            deployment.process(role).kill();
            Instant killed = Instant.now();
            GitCommandLine.finish(push);
            boolean taken = holds(ref, commit);
            recover(deployment, role);
            Instant end = endOf(role, commit, deployment);
            if (!ended && taken && end.isAfter(killed)) {
                kills.merge("random", 1, Integer::sum);
                System.out.println("chaos: seed " + seed + ", kill -9 of " + role + " at random, " + delay
                        + " ms after the ref was updated");
                return;
            }
            inFlight.put(role, Duration.between(updated, end));
            author.write("_posts/filler.md", "# Filler\n\nTry " + attempt + " " + random.nextInt() + ".\n");
            author.commit("Once more");
        }
        throw new AssertionError("seed " + seed + ": no random kill found a push in flight");
    }

    private static boolean holds(Path ref, String commit) throws IOException {
        return Files.exists(ref) && Files.readString(ref).strip().equals(commit);
    }

    /** When the role was done with the commit: what was done before a kill was not in flight any more. */
    private static Instant endOf(Role role, String commit, Deployment deployment) {
        JsonNode stage = json(deployment.process(Role.INGEST).get("/api/v1/commits/" + commit))
                .path("stages")
                .path(role.toString());
        return Instant.parse(stage.path("startedAt").asText())
                .plusMillis(stage.path("millis").asLong());
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
        if (!answer.path("state").asText().equals("live")) {
            throw new AssertionError(commit + " did not go live: " + answer + "\n" + ingest.report());
        }
    }

    private void assertKills() {
        System.out.println("chaos: seed " + seed + ", kills with something in flight: " + kills);
        for (String place : PLACES.keySet()) {
            assertThat(kills.get(place)).as(place).isGreaterThanOrEqualTo(ROUNDS);
        }
        assertThat(kills.get("random")).isGreaterThanOrEqualTo(ROUNDS);
    }

    private void finish(Deployment deployment, TestReceiver receiver) throws Exception {
        Awaitility.await("no delivery waits any more")
                .atMost(Duration.ofMinutes(1))
                .until(() -> json(deployment.process(Role.NOTIFY).get("/api/v1/deliveries"))
                        .path("items")
                        .isEmpty());
        deployment.stop();
        try (OpenedLog log = deployment.openLog()) {
            assertEveryEventReached(log, receiver);
        }
        assertSameAsFreshImport(deployment.data());
    }

    /** Each event once in the log, and each one received, verified by another's library, under its one id. */
    private static void assertEveryEventReached(OpenedLog log, TestReceiver receiver) {
        List<String> events = new ArrayList<>();
        log.log()
                .read(
                        KafkaTopic.EVENTS,
                        0,
                        0,
                        record -> events.add(record.headers().get("ce_id")));
        assertThat(events).isNotEmpty().doesNotHaveDuplicates();
        assertThat(receiver.refused()).isEmpty();
        Set<String> received = new HashSet<>();
        Map<String, String> idOfBody = new HashMap<>();
        for (TestReceiver.Received delivery : receiver.received()) {
            received.add(delivery.id());
            assertThat(idOfBody.merge(delivery.body(), delivery.id(), (former, now) -> former))
                    .as("one event, one webhook-id, however often it is delivered")
                    .isEqualTo(delivery.id());
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
        return List.of("-Dbroadsheet.log=INFO", "-javaagent:" + KillAgentJar.in(folder) + "=" + control);
    }
}
