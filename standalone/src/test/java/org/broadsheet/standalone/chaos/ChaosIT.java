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
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.standalone.testing.FreshImport;
import org.broadsheet.standalone.testing.OpenedLog;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.SiteFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program, which has two sites, is killed with {@code kill -9} in the middle of pushes to both, at places and at random.
 * Afterwards nothing is lost, nothing stands twice, and each site has its own and nothing else. A kill that finds nothing in flight does not count. {@code -Dbroadsheet.chaos.seed} repeats a
 * run, {@code -Dbroadsheet.chaos.rounds} makes it longer and {@code -Dbroadsheet.chaos.posts} the blog larger; one round is
 * a kill at each place, one at random, and one while the program makes again what another one had made.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class ChaosIT {
    private static final String SITES = """
            sites:
              - {id: main, baseUrl: "http://localhost:8080"}
              - {id: beside, baseUrl: "http://localhost:8080/beside"}
            """;

    private static final int ROUNDS_PER_SLICE = 3;
    private static final int ROUNDS = Integer.getInteger("broadsheet.chaos.rounds", 1);

    /** Where a thread is stopped before the kill, and which role's process is then killed. */
    private static final Map<String, Role> PLACES = new LinkedHashMap<>();

    static {
        PLACES.put("ref-updated", Role.INGEST);
        PLACES.put("ingest-transaction", Role.INGEST);
        PLACES.put("release-written", Role.RENDER);
        PLACES.put("release-transaction", Role.RENDER);
        PLACES.put("receiver-answered", Role.NOTIFY);
    }

    @TempDir
    Path folder;

    private final long seed = Long.getLong("broadsheet.chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, Integer> kills = new LinkedHashMap<>();
    /** From the update of the ref to the role being done, as last seen. */
    private final Map<Role, Duration> inFlight = new EnumMap<>(Role.class);

    private int programs;
    private GitCommandLine author;
    private Blog blog;
    /** The other site's. */
    private GitCommandLine neighbour;

    private Blog beside;
    private Path control;

    @BeforeEach
    void begin() throws IOException {
        author = GitCommandLine.init(folder.resolve("author"));
        blog = new Blog(author, random);
        neighbour = GitCommandLine.init(folder.resolve("neighbour"));
        beside = new Blog(neighbour, random);
        control = Files.createDirectories(folder.resolve("control"));
        // So that nearly every commit is several transactions, of ingest and of render.
        Files.writeString(folder.resolve("broadsheet.yml"), SITES + "kafka:\n  transactionRecords: 2\n");
    }

    @Test
    void nothingIsLostAndNothingStandsTwiceInOneProcess() throws Exception {
        try (TestReceiver receiver = new TestReceiver();
                TestReceiver others = new TestReceiver();
                Deployment deployment = new OneProcess(folder, agent())) {
            subscribe(deployment, "main", receiver);
            subscribe(deployment, "beside", others);
            firstPush(deployment);

            for (int round = 0; round < ROUNDS; round++) {
                killEverywhere(deployment, round);
            }

            assertKills();
            finish(deployment, receiver, others);
        }
    }

    @Test
    void norInThreeProcessesWhileEveryStateIsCompacted() throws Exception {
        try (TestReceiver receiver = new TestReceiver();
                TestReceiver others = new TestReceiver();
                ThreeProcesses deployment = new ThreeProcesses(folder, agent())) {
            subscribe(deployment, "main", receiver);
            subscribe(deployment, "beside", others);
            firstPush(deployment);

            Iterator<Role> stopped = List.of(Role.values()).iterator();
            for (int round = 0; round < ROUNDS; round++) {
                killEverywhere(deployment, round);
                if (stopped.hasNext()) {
                    compactWhileStopped(deployment, stopped.next());
                }
            }
            while (stopped.hasNext()) {
                compactWhileStopped(deployment, stopped.next());
            }

            assertKills();
            finish(deployment, receiver, others);
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
        beside.begin();
        push(deployment);
        awaitLive(deployment);
    }

    private static void subscribe(Deployment deployment, String site, TestReceiver receiver) {
        HttpResponse<String> added = deployment
                .process(Role.NOTIFY)
                .post("/api/v1/webhooks", "{\"site\": \"" + site + "\", \"url\": \"" + receiver.url() + "\"}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        String secret = Program.json(added).path("secret").asText();
        receiver.check(one -> new Webhook(secret).verify(one.body(), one.headers()));
    }

    /**
     * A kill at each place and one at a random moment; of three rounds the first has another one while everything is made again, which
     * takes longer, the second another one at random. After each the program comes back and the commit goes live.
     */
    private void killEverywhere(Deployment deployment, int round) throws Exception {
        for (String place : PLACES.keySet()) {
            change("Killed at " + place);
            killAt(place, deployment);
            recover(deployment, PLACES.get(place));
        }
        randomly(deployment);
        switch (round % ROUNDS_PER_SLICE) {
            case 0 -> killInSlice(deployment);
            case 1 -> randomly(deployment);
            default -> {}
        }
    }

    private void randomly(Deployment deployment) throws Exception {
        change("Killed at random");
        killAtRandom(deployment, List.of(Role.values()).get(random.nextInt(3)));
    }

    /** Of both sites. */
    private void change(String why) throws IOException {
        blog.change();
        author.commit(why);
        beside.change();
        neighbour.commit(why);
    }

    private void killAt(String place, Deployment deployment) throws Exception {
        // Each change edits two posts at least, so that there are two pages to be written, and told of.
        int passes = switch (place) {
            case "release-written", "ingest-transaction" -> random.nextInt(2);
            case "release-transaction" -> 1 + random.nextInt(3);
            default -> 0;
        };
        arm(place, passes);
        Process other = neighbour.begin("push", deployment.git("beside"), "main");
        Process push = author.begin("push", deployment.git("main"), "main");
        Program victim = deployment.process(PLACES.get(place));
        killThere(
                place,
                passes,
                victim,
                () -> "the push printed:\n" + GitCommandLine.finish(push).error());
        GitCommandLine.finish(push);
        GitCommandLine.finish(other);
    }

    /**
     * Starts another program, which makes everything again while nothing else happens, and kills it meanwhile; what its successor has
     * to do then it does before or after the commit that comes.
     */
    private void killInSlice(Deployment deployment) throws Exception {
        deployment.process(Role.RENDER).stop();
        Files.writeString(control.resolve("theme"), "program " + ++programs);
        boolean writes = random.nextBoolean();
        String place = writes ? "slice-written" : "slice-transaction";
        // Each post has an object at least, and two records are a transaction.
        int passes = random.nextInt(writes ? blog.size() : blog.size() / 3);
        arm(place, passes);
        deployment.restart(Role.RENDER);
        killThere(place, passes, deployment.process(Role.RENDER), () -> "nothing was pushed");
        blog.change();
        author.commit("Between slices");
        recover(deployment, Role.RENDER);
        deployment
                .process(Role.RENDER)
                .awaitLine("This program has made all that another one had made", Duration.ofMinutes(2));
    }

    private void arm(String place, int passes) throws IOException {
        Files.writeString(control.resolve("arm"), place + " " + passes);
    }

    private void killThere(String place, int passes, Program victim, Supplier<String> pushed) throws IOException {
        try {
            Awaitility.await(place)
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.exists(control.resolve("hit")));
        } catch (ConditionTimeoutException e) {
            String report = victim.report();
            victim.kill();
            throw new AssertionError(
                    "seed " + seed + ": nobody came to " + place + "; " + pushed.get() + "\nthe process:\n" + report,
                    e);
        }
        victim.kill();
        kills.merge(place, 1, Integer::sum);
        String hit = Files.readString(control.resolve("hit"));
        if (place.matches("(release|slice)-transaction") && !hit.contains("after 0 transactions")) {
            kills.merge(place + " between two", 1, Integer::sum);
        }
        System.out.println("chaos: seed " + seed + ", kill -9 at " + place + " after " + passes + " passes, " + hit);
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
            Path ref = deployment.data().resolve("git/main.git/refs/heads/main");
            Process other = neighbour.begin("push", deployment.git("beside"), "main");
            Process push = author.begin("push", deployment.git("main"), "main");
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
            GitCommandLine.finish(other);
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
        JsonNode stage = Program.json(deployment.process(Role.INGEST).get("/api/v1/commits/" + commit + "?site=main"))
                .path("stages")
                .path(role.toString());
        return Instant.parse(stage.path("startedAt").asText())
                .plusMillis(stage.path("millis").asLong());
    }

    private void recover(Deployment deployment, Role role) throws IOException {
        deployment.restart(role);
        push(deployment);
        awaitLive(deployment);
    }

    /** Both sites at once; answers what was said of the first. */
    private GitCommandLine.Result push(Deployment deployment) {
        Process other = neighbour.begin("push", deployment.git("beside"), "main");
        GitCommandLine.Result pushed = author.run("push", deployment.git("main"), "main");
        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        GitCommandLine.Result too = GitCommandLine.finish(other);
        assertThat(too.exitCode()).as(too.error()).isZero();
        return pushed;
    }

    private void awaitLive(Deployment deployment) {
        Program ingest = deployment.process(Role.INGEST);
        awaitLive(ingest, author.head().value() + "?site=main&wait=60");
        awaitLive(ingest, neighbour.head().value() + "?site=beside&wait=60");
    }

    private static void awaitLive(Program ingest, String commit) {
        String answer = "";
        // On a busy machine a commit takes its time.
        for (int minutes = 0; minutes < 3; minutes++) {
            answer = ingest.get("/api/v1/commits/" + commit).body();
            if (Json.read(answer.getBytes(StandardCharsets.UTF_8), JsonNode.class)
                    .path("state")
                    .asText()
                    .equals("live")) {
                return;
            }
        }
        throw new AssertionError(commit + " did not go live: " + answer + "\n" + ingest.report());
    }

    private void assertKills() {
        System.out.println("chaos: seed " + seed + ", kills with something in flight: " + kills);
        for (String place : PLACES.keySet()) {
            assertThat(kills.get(place)).as(place).isGreaterThanOrEqualTo(ROUNDS);
        }
        assertThat(kills.get("random")).isGreaterThanOrEqualTo(ROUNDS);
        assertThat(kills.get("release-transaction between two")).isGreaterThanOrEqualTo(ROUNDS);
        assertThat(kills.getOrDefault("slice-written", 0) + kills.getOrDefault("slice-transaction", 0))
                .isGreaterThanOrEqualTo((ROUNDS + ROUNDS_PER_SLICE - 1) / ROUNDS_PER_SLICE);
    }

    private void finish(Deployment deployment, TestReceiver receiver, TestReceiver others) throws Exception {
        Awaitility.await("no delivery waits any more")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Program.json(deployment.process(Role.NOTIFY).get("/api/v1/deliveries"))
                        .path("items")
                        .isEmpty());
        deployment.stop();
        try (OpenedLog log = deployment.openLog()) {
            assertEveryEventReached("main", log, receiver);
            assertEveryEventReached("beside", log, others);
            assertNobodyWasPassedOver(log);
        }
        assertSameAsFreshImport("main", author, "http://localhost:8080", deployment.data());
        assertSameAsFreshImport("beside", neighbour, "http://localhost:8080/beside", deployment.data());
    }

    /** Each event once in the log, and each one received, verified by another's library, under its one id, by its own site's endpoint. */
    private static void assertEveryEventReached(String site, OpenedLog log, TestReceiver receiver) {
        List<String> events = new ArrayList<>();
        log.log().read(KafkaTopic.EVENTS, 0, 0, record -> {
            if (record.key().equals(site)) {
                events.add(record.headers().get("ce_id"));
            }
        });
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

    private static void assertNobodyWasPassedOver(OpenedLog log) {
        log.log()
                .read(
                        KafkaTopic.PROBLEMS,
                        0,
                        0,
                        record -> assertThat(record.key())
                                .matches("(main|beside)/(ingest|render|notify)/(?!broadsheet\\.).*"));
    }

    private void assertSameAsFreshImport(String site, GitCommandLine of, String baseUrl, Path data) throws Exception {
        Path store = data.resolve("sites").resolve(site).resolve("site");
        assertThat(SiteFolder.digests(store))
                .isEqualTo(FreshImport.digests(folder.resolve("fresh-" + site), site, of, baseUrl, agent()));
        String feed = Files.readString(store.resolve("feed.xml"));
        List<String> guids = new ArrayList<>();
        for (String part : feed.split("<guid", -1)) {
            guids.add(part.substring(0, Math.min(80, part.length())));
        }
        assertThat(guids).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    }

    private List<String> agent() throws Exception {
        return List.of("-Dbroadsheet.log=INFO", "-javaagent:" + KillAgentJar.in(folder) + "=" + control);
    }
}
