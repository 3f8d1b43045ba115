package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.FreshImport;
import org.broadsheet.standalone.testing.OpenedLog;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.RawRequest;
import org.broadsheet.standalone.testing.SiteFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two sites of one program, each with its own author: through one {@code up}, and through two processes of each role on one broker. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SitesIT {
    private static final String GARDEN = "http://garden.localhost:8080";
    private static final String NOTES = "http://localhost:8080/notes";
    private static final Duration READY = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final Map<String, GitCommandLine> authors = new LinkedHashMap<>();
    private int edition;

    private void configure() throws IOException {
        Files.writeString(folder.resolve("broadsheet.yml"), """
                sites:
                  - {id: garden, baseUrl: "%s"}
                  - {id: notes, baseUrl: "%s"}
                """.formatted(GARDEN, NOTES));
        for (String site : List.of("garden", "notes")) {
            GitCommandLine author = GitCommandLine.init(folder.resolve("author-" + site));
            author.write("site.yml", "title: The " + site + "\n");
            author.write("public/dot.svg", "<svg xmlns='http://www.w3.org/2000/svg'><!-- " + site + " --></svg>\n");
            author.write("_posts/broken.md", "---\ntitle: [broken\n---\n\nNo.\n");
            authors.put(site, author);
            write(site);
        }
    }

    /** An edit of the post that both have at the same path, and a new one. */
    private void write(String site) throws IOException {
        edition++;
        GitCommandLine author = author(site);
        author.write(
                "_posts/shared.md",
                post("Shared", "Edition " + edition + " of " + site + ", [new](new-" + edition + ")."));
        author.write("_posts/new-" + edition + ".md", post("New " + edition, "Of " + site + ". ![dot](/dot.svg)"));
        author.commit("Edition " + edition);
    }

    private static String post(String title, String text) {
        return "---\ntitle: " + title + "\ndate: 2025-01-02\ntopics: [common]\n---\n\n" + text + "\n";
    }

    private GitCommandLine author(String site) {
        return java.util.Objects.requireNonNull(authors.get(site));
    }

    private void awaitLive(Program program, String site) {
        await().atMost(READY)
                .untilAsserted(() -> assertThat(Program.json(program.get(
                                        "/api/v1/commits/" + author(site).head() + "?wait=20&site=" + site))
                                .path("state")
                                .asText())
                        .isEqualTo("live"));
    }

    private static String remote(Program program, String site) {
        return program.url("/git/" + site + ".git");
    }

    private void assertEachHasItsOwnAndNothingElse() throws IOException {
        for (String site : authors.keySet()) {
            assertThat(SiteFolder.digests(folder.resolve("broadsheet-data/sites/" + site + "/site")))
                    .as(site)
                    .isEqualTo(FreshImport.digests(
                            folder.resolve("fresh-" + site),
                            site,
                            author(site),
                            site.equals("garden") ? GARDEN : NOTES,
                            List.of()));
        }
    }

    @Test
    void eachHasItsOwnAndNothingElseInOneProcess() throws Exception {
        configure();
        Program program = Program.up(folder, Program.freePort(), List.of());
        try {
            for (int round = 0; round < 3; round++) {
                List<Process> pushes = new ArrayList<>();
                for (String site : authors.keySet()) {
                    pushes.add(author(site).begin("push", remote(program, site), "main"));
                }
                boolean killed = round % 2 == 1;
                if (killed) {
                    Thread.sleep(100 + new Random().nextInt(300));
                    program.kill();
                }
                pushes.forEach(GitCommandLine::finish);
                if (killed) {
                    program = Program.up(folder, Program.freePort(), List.of());
                    for (String site : authors.keySet()) {
                        author(site).git("push", remote(program, site), "main");
                    }
                }
                for (String site : authors.keySet()) {
                    awaitLive(program, site);
                    write(site);
                }
            }
            for (String site : authors.keySet()) {
                author(site).git("push", remote(program, site), "main");
                awaitLive(program, site);
            }
            assertServesEachAtItsPlace(program);
            program.stop();
        } finally {
            program.close();
        }
        assertEachHasItsOwnAndNothingElse();
    }

    private static void assertServesEachAtItsPlace(Program program) throws IOException {
        int port = program.port();
        assertThat(program.get("/notes/posts/shared").body())
                .contains("of notes")
                .doesNotContain("of garden");
        assertThat(program.get("/notes/feed.xml").body()).contains("The notes").doesNotContain("garden");
        assertThat(program.get("/posts/shared").statusCode()).isEqualTo(404);
        String garden = "Host: garden.localhost:" + port;
        assertThat(RawRequest.status(port, "GET", "/posts/shared", garden)).isEqualTo(200);
        assertThat(RawRequest.status(port, "GET", "/notes/posts/shared", garden))
                .isEqualTo(404);
        assertThat(RawRequest.status(port, "GET", "/git/other.git/info/refs", "Host: localhost:" + port))
                .isEqualTo(404);
        List<String> sites = new ArrayList<>();
        JsonNode status = Program.json(program.get("/api/v1/status"));
        status.path("items").forEach(site -> {
            sites.add(site.path("site").asText());
            assertThat(site.path("posts").asInt()).isEqualTo(5);
            assertThat(site.path("problems").asInt()).isEqualTo(1);
        });
        assertThat(sites).containsExactly("garden", "notes");
        assertThat(Program.json(program.get("/api/v1/problems")).path("items")).hasSize(2);
        assertThat(Program.json(program.get("/api/v1/problems?site=notes")).path("items"))
                .hasSize(1);
        // Page by page, through what both have at the same instant.
        TreeSet<String> urls = new TreeSet<>();
        String after = "";
        int pages = 0;
        do {
            JsonNode page = Program.json(program.get("/api/v1/posts?limit=4" + after));
            page.path("items").forEach(post -> urls.add(post.path("url").asText()));
            after = page.has("next") ? "&after=" + page.path("next").asText() : "";
            pages++;
        } while (!after.isEmpty());
        assertThat(urls).hasSize(10).contains(GARDEN + "/posts/shared", NOTES + "/posts/shared");
        assertThat(pages).isEqualTo(3);
        assertThat(program.post("/api/v1/webhooks", "{\"url\": \"http://localhost:9/\"}")
                        .body())
                .contains("site: is missing; there are garden, notes");
    }

    @Test
    void anImportOfOneHoldsUpNoPushToTheOther() throws Exception {
        configure();
        GitCommandLine garden = author("garden");
        for (int i = 0; i < 2_000; i++) {
            garden.write(
                    "_posts/many/post-" + i + ".md",
                    post(
                            "Post " + i,
                            "Many words, see [the one before](post-" + Math.max(0, i - 1) + ").\n\n* a\n* b\n"));
        }
        garden.commit("Many");
        try (Program program = Program.up(folder, Program.freePort(), List.of())) {
            Process push = garden.begin("push", remote(program, "garden"), "main");
            Path ref = folder.resolve("broadsheet-data/git/garden.git/refs/heads/main");
            await().atMost(READY).until(() -> Files.exists(ref));

            GitCommandLine.Result pushed = author("notes").run("push", remote(program, "notes"), "main");

            String importing = program.get("/api/v1/commits/" + garden.head() + "?site=garden")
                    .body();
            assertThat(pushed.remoteLines()).last().asString().startsWith("error: 1 problem, 2 live in ");
            assertThat(importing).contains("\"state\":\"processing\"");
            GitCommandLine.finish(push);
            awaitLive(program, "garden");
        }
    }

    @Test
    void eachHasItsOwnAndNothingElseInSixProcessesOnOneBroker() throws Exception {
        configure();
        Path cluster = Files.createDirectories(folder.resolve("cluster"));
        // Each site has a partition of its own, and so each process of a role a site.
        Files.writeString(cluster.resolve("broadsheet.yml"), "kafka:\n  partitions: 2\n");
        Files.writeString(
                folder.resolve("broadsheet.yml"),
                Files.readString(folder.resolve("broadsheet.yml")) + "kafka:\n  partitions: 2\n");
        try (OpenedLog log = OpenedLog.of(cluster)) {
            List<Role> roles = List.of(Role.INGEST, Role.INGEST, Role.RENDER, Role.RENDER, Role.NOTIFY, Role.NOTIFY);
            List<Program> processes = new ArrayList<>();
            try {
                for (Role role : roles) {
                    processes.add(launch(role, log));
                }
                for (int i = 0; i < roles.size(); i++) {
                    processes.get(i).awaitLine(roles.get(i) + " ready", READY);
                }
                // One of each role.
                for (int victim = 0; victim < roles.size(); victim += 2) {
                    pushThroughBoth(processes, victim);
                    processes.set(victim, launch(roles.get(victim), log));
                    processes.get(victim).awaitLine(roles.get(victim) + " ready", READY);
                    for (String site : authors.keySet()) {
                        awaitLive(processes.get(victim == 0 ? 1 : 0), site);
                        write(site);
                    }
                }
                pushThroughBoth(processes, -1);
                for (String site : authors.keySet()) {
                    awaitLive(processes.get(0), site);
                }
            } finally {
                processes.forEach(Program::close);
            }
            assertEventsStandOnce(log);
        }
        assertEachHasItsOwnAndNothingElse();
    }

    /** Each site through another process than the other; meanwhile one of them all is killed. */
    private void pushThroughBoth(List<Program> processes, int victim) throws Exception {
        Program first = processes.get(victim == 0 ? 1 : 0);
        Program second = processes.get(victim == 1 ? 0 : 1);
        Process garden = author("garden").begin("push", remote(first, "garden"), "main");
        Process notes = author("notes").begin("push", remote(second, "notes"), "main");
        if (victim >= 0) {
            Thread.sleep(150 + new Random().nextInt(250));
            processes.get(victim).kill();
        }
        GitCommandLine.finish(garden);
        GitCommandLine.finish(notes);
        author("garden").git("push", remote(first, "garden"), "main");
        author("notes").git("push", remote(second, "notes"), "main");
    }

    private Program launch(Role role, OpenedLog log) throws IOException {
        return Program.launchRole(folder, Program.freePort(), List.of(), role, log);
    }

    private void assertEventsStandOnce(OpenedLog log) {
        Map<String, List<String>> events = new LinkedHashMap<>();
        for (int partition = 0; partition < 2; partition++) {
            log.log()
                    .read(
                            KafkaTopic.EVENTS,
                            partition,
                            0,
                            record -> events.computeIfAbsent(record.key(), site -> new ArrayList<>())
                                    .add(record.headers().get("ce_id")));
        }
        assertThat(events).containsOnlyKeys("garden", "notes");
        assertThat(events.values()).allSatisfy(ids -> assertThat(ids).doesNotHaveDuplicates());
        List<String> all = events.values().stream().flatMap(List::stream).toList();
        assertThat(all).doesNotHaveDuplicates();
    }
}
