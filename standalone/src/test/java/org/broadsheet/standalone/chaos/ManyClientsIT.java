package org.broadsheet.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four clients push to one branch as fast as they can, in one another's way, and the program is killed meanwhile, as in {@link ChaosIT}.
 * Each commit that a client saw accepted is in the branch and accounted for, none that was refused is, and the last one is live.
 *
 * <p>{@code -Dbroadsheet.chaos.pushes=1000} for a long one, {@code -Dbroadsheet.chaos.seed} for the same choices again, {@code
 * -Dbroadsheet.chaos.onProblem=reject} for one that takes no problems.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class ManyClientsIT {
    private static final int CLIENTS = 4;
    private static final int PUSHES = Integer.getInteger("broadsheet.chaos.pushes", 25);
    private static final int KILLS = Math.max(1, PUSHES / 50);
    /** {@code publish} or {@code reject}. */
    private static final String ON_PROBLEM = System.getProperty("broadsheet.chaos.onProblem", "publish");

    private static final List<String> PLACES =
            List.of("release-transaction", "ref-updated", "ingest-transaction", "release-written", "receiver-answered");

    /** What a client saw of its push. */
    private enum Seen {
        ACCEPTED,
        /** By its own Git, which had looked where the branch is. */
        STALE,
        REFUSED,
        /** The program was killed, or not there. */
        NOTHING
    }

    @TempDir
    Path folder;

    private final long seed = Long.getLong("broadsheet.chaos.seed", System.nanoTime());
    private final Map<String, Seen> commits = new ConcurrentHashMap<>();
    private final AtomicInteger pushes = new AtomicInteger();
    private final AtomicInteger kills = new AtomicInteger();

    private final class Client implements Callable<Void> {
        private final int number;
        private final Deployment deployment;
        private final Random random;
        private final GitCommandLine git;
        private int words;

        Client(int number, Deployment deployment) {
            this.number = number;
            this.deployment = deployment;
            this.random = new Random(seed + number);
            this.git = GitCommandLine.init(folder.resolve("client-" + number));
        }

        @Override
        public Void call() {
            while (pushes.incrementAndGet() <= PUSHES || kills.get() < KILLS) {
                if (random.nextInt(4) > 0) {
                    catchUp();
                }
                change();
                Seen seen = push();
                if (seen != Seen.ACCEPTED) {
                    catchUp();
                }
            }
            return null;
        }

        /** To where the branch is, whatever was not taken. */
        void catchUp() {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(200))
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> git.run("fetch", "--quiet", deployment.git("content"), "main")
                                    .exitCode()
                            == 0);
            git.git("reset", "--quiet", "--hard", "FETCH_HEAD");
        }

        private void change() {
            boolean broken = random.nextInt(8) == 0;
            String name = broken || random.nextInt(8) == 0 ? "mended" : random.nextInt(6) == 0 ? "new-" + words : "own";
            git.write(
                    "_posts/" + name + "-" + number + ".md",
                    broken ? "---\ntitle: [broken\n---\n\nNo " + words++ + ".\n" : text());
        }

        private String text() {
            return "# Of " + number + "\n\nWord " + words++ + " of client " + number + ".\n";
        }

        Seen push() {
            String commit = git.commit("Push " + words + " of client " + number).value();
            GitCommandLine.Result pushed = git.run("push", deployment.git("content"), "main");
            Seen seen = pushed.exitCode() == 0
                    ? Seen.ACCEPTED
                    : pushed.error().contains("! [remote rejected]")
                            ? Seen.REFUSED
                            : pushed.error().contains("! [rejected]") ? Seen.STALE : Seen.NOTHING;
            commits.put(commit, seen);
            return seen;
        }
    }

    @Test
    void whatIsAcceptedIsAccountedForAndNothingElseIs() throws Exception {
        Path control = Files.createDirectories(folder.resolve("control"));
        Files.writeString(
                folder.resolve("broadsheet.yml"),
                "kafka:\n  transactionRecords: 2\npush:\n  onProblem: " + ON_PROBLEM + "\n");
        List<String> agent = List.of("-javaagent:" + KillAgentJar.in(folder) + "=" + control);
        try (TestReceiver receiver = new TestReceiver();
                Deployment deployment = new OneProcess(folder, agent);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            deployment.process(Role.NOTIFY).post("/api/v1/webhooks", "{\"url\": \"" + receiver.url() + "\"}");
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Client(i, deployment));
            }
            clients.getFirst().change();
            assertThat(clients.getFirst().push()).isEqualTo(Seen.ACCEPTED);
            clients.forEach(Client::catchUp);

            List<Future<Void>> ends = clients.stream().map(threads::submit).toList();
            try {
                kill(deployment, control);
            } finally {
                // They wait for no more, whatever it came to.
                kills.set(KILLS);
            }
            for (Future<Void> end : ends) {
                end.get();
            }

            Client last = clients.getFirst();
            last.catchUp();
            last.git.write("_posts/last.md", last.text());
            assertThat(last.push()).isEqualTo(Seen.ACCEPTED);
            assertAccounts(deployment.process(Role.INGEST), last);
        }
    }

    private void kill(Deployment deployment, Path control) throws Exception {
        Random random = new Random(seed);
        int first = random.nextInt(PLACES.size());
        for (int i = 0; i < KILLS; i++) {
            int after = (i + 1) * PUSHES / (KILLS + 1);
            Awaitility.await().atMost(Duration.ofMinutes(10)).until(() -> pushes.get() >= after);
            String place = PLACES.get((first + i) % PLACES.size());
            Files.writeString(control.resolve("arm"), place + " " + random.nextInt(4));
            Awaitility.await("seed " + seed + ", " + place)
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.exists(control.resolve("hit")));
            deployment.process(Role.INGEST).kill();
            System.out.println("many clients: seed " + seed + ", kill -9 after " + pushes + " pushes at "
                    + Files.readString(control.resolve("hit")));
            Files.delete(control.resolve("arm"));
            Files.delete(control.resolve("hit"));
            deployment.restart(Role.INGEST);
            kills.incrementAndGet();
        }
    }

    private void assertAccounts(Program program, Client last) throws Exception {
        String tip = last.git.head().value();
        Set<String> branch =
                new HashSet<>(last.git.git("rev-list", "HEAD").lines().toList());
        Map<Seen, Integer> numbers = new EnumMap<>(Seen.class);
        int taken = 0;
        for (Map.Entry<String, Seen> one : commits.entrySet()) {
            numbers.merge(one.getValue(), 1, Integer::sum);
            String commit = one.getKey();
            HttpResponse<String> answer =
                    program.get("/api/v1/commits/" + commit + (branch.contains(commit) ? "?wait=60" : ""));
            if (one.getValue() == Seen.ACCEPTED) {
                assertThat(branch).as("seed " + seed).contains(commit);
            } else if (one.getValue() != Seen.NOTHING) {
                assertThat(branch).as("seed " + seed).doesNotContain(commit);
            }
            if (branch.contains(commit)) {
                taken += one.getValue() == Seen.NOTHING ? 1 : 0;
                assertThat(Program.json(answer).path("state").asText())
                        .as("seed " + seed + ": " + answer.body())
                        .isIn("live", "superseded");
            } else {
                assertThat(answer.statusCode())
                        .as("seed " + seed + ": " + one + ": " + answer.body())
                        .isEqualTo(404);
            }
        }
        for (String commit : branch) {
            assertThat(commits).as("seed " + seed).containsKey(commit);
        }
        JsonNode live = Program.json(program.get("/api/v1/status")).at("/items/0");
        assertThat(live.path("commit").asText()).as(live.toString()).isEqualTo(tip);
        for (String name : last.git
                .git("ls-files", "_posts/own-*", "_posts/last.md")
                .lines()
                .toList()) {
            String word = Files.readString(last.git.folder().resolve(name))
                    .lines()
                    .toList()
                    .get(2);
            assertThat(program.get(name.replaceFirst("_posts(.*)\\.md", "/posts$1"))
                            .body())
                    .contains(word);
        }
        System.out.println("many clients: seed " + seed + ", " + commits.size() + " pushes, " + kills
                + " kills: accepted "
                + numbers.getOrDefault(Seen.ACCEPTED, 0) + ", refused by the program "
                + numbers.getOrDefault(Seen.REFUSED, 0)
                + ", by the client's Git " + numbers.getOrDefault(Seen.STALE, 0) + ", not known "
                + numbers.getOrDefault(Seen.NOTHING, 0) + " (of which " + taken + " were taken)");
    }
}
