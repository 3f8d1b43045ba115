package org.broadsheet.ingest.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.AccessRules;
import org.broadsheet.common.http.HttpServer;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.StandingProblems;
import org.broadsheet.common.log.WhoReads;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.record.Role;
import org.broadsheet.ingest.commits.BranchCommits;
import org.broadsheet.ingest.commits.CommitLog;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.Said;
import org.broadsheet.ingest.testing.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTest {
    private static final CommitId FIRST = new CommitId("1111111a" + "0".repeat(32));
    private static final CommitId SECOND = new CommitId("1111111b" + "0".repeat(32));
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Digest DIGEST = Digest.of(new byte[0]);

    private final Counting log = new Counting(new MemoryEventLog());
    private final GitFixture git = new GitFixture();
    private final List<SiteId> asked = new CopyOnWriteArrayList<>();
    private CommitLog commits;
    private HttpServer server;

    /** Counts the records that are handed out. */
    private static final class Counting extends WhoReads {
        private final Map<KafkaTopic, Integer> read = new ConcurrentHashMap<>();

        Counting(EventLog log) {
            super(log);
        }

        int read(KafkaTopic topic) {
            return read.getOrDefault(topic, 0);
        }

        @Override
        public long read(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
            return super.read(topic, partition, from, record -> {
                read.merge(topic, 1, Integer::sum);
                to.accept(record);
            });
        }

        @Override
        public List<LogRecord> page(KafkaTopic topic, int partition, long from, int limit) {
            List<LogRecord> page = super.page(topic, partition, from, limit);
            read.merge(topic, page.size(), Integer::sum);
            return page;
        }
    }

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Configuration configuration = TestConfiguration.of(folder, Map.of());
        commits = new CommitLog(log);
        commits.start();
        SiteViews views = new SiteViews(log, Said.SITE, StandingProblems.follow(log, Said.SITE), Snapshots.none());
        List<Route> routes = Stream.of(
                        new StatusRoutes(List.of(views)).routes(),
                        new CommitRoutes(
                                        Map.of(Said.SITE, new BranchCommits(git.repository(), git::tip)),
                                        commits,
                                        asked::add)
                                .routes(),
                        new ProblemRoutes(List.of(views)).routes())
                .flatMap(List::stream)
                .toList();
        server = new HttpServer(configuration.http(), new AccessRules(configuration.http(), List.of()), routes);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        commits.close();
        log.close();
        git.close();
    }

    @Test
    void tellsHowACommitWent() throws Exception {
        say(Said.ingest(FIRST)
                .subject("First post")
                .live("first")
                .warning("_posts/first.md", 3, 1, "no post x", null)
                .done());
        say(Said.render(FIRST).live("first").done());
        say(Said.notify(FIRST).done());

        JsonNode answer = get("/api/v1/commits/" + FIRST + "?wait=60");

        assertThat(answer.path("site").asText()).isEqualTo("main");
        assertThat(answer.path("commit").asText()).isEqualTo(FIRST.value());
        assertThat(answer.path("subject").asText()).isEqualTo("First post");
        assertThat(answer.path("state").asText()).isEqualTo("live");
        assertThat(answer.path("stages").fieldNames()).toIterable().containsExactly("ingest", "render", "notify");
        assertThat(answer.at("/stages/render/millis").asInt()).isEqualTo(50);
        assertThat(answer.at("/stages/render/startedAt").asText()).isEqualTo("2026-01-01T00:00:01Z");
        assertThat(answer.at("/counts/live").asInt()).isEqualTo(1);
        assertThat(answer.at("/counts/warnings").asInt()).isEqualTo(1);
        assertThat(answer.path("posts").toString())
                .isEqualTo("[{\"state\":\"live\",\"path\":\"_posts/first.md\","
                        + "\"url\":\"http://localhost:8080/posts/first\"}]");
        assertThat(answer.at("/problems/0/line").asInt()).isEqualTo(3);
    }

    @Test
    void readsNothingOfTheLogOnThreadsThatReadersNeed() {
        say(Said.ingest(FIRST).done());

        get("/api/v1/status");
        get("/api/v1/problems");
        get("/api/v1/commits/1111111");
        send("/api/v1/commits/" + SECOND);

        assertThat(log.onOthers()).contains(KafkaTopic.PROBLEMS, KafkaTopic.COMMITS);
        assertThat(log.onVirtualThreads()).isEmpty();
    }

    @Test
    void waitsUntilTheCommitIsLive() throws Exception {
        say(Said.ingest(FIRST).done());
        assertThat(get("/api/v1/commits/" + FIRST).path("state").asText()).isEqualTo("processing");

        CompletableFuture<JsonNode> waiting =
                CompletableFuture.supplyAsync(() -> get("/api/v1/commits/" + FIRST + "?wait=60"));
        say(Said.render(FIRST).done());
        say(Said.notify(FIRST).done());

        assertThat(waiting.get().path("state").asText()).isEqualTo("live");
    }

    /** So that {@code curl --fail} fails. */
    @Test
    void tellsWhoWaitsByTheStatusThatACommitIsNotPublished() throws Exception {
        say(Said.ingest(FIRST).failed("it has too many files: take some away"));
        say(Said.ingest(SECOND).done());

        HttpResponse<byte[]> failed = send("/api/v1/commits/" + FIRST + "?wait=60");
        HttpResponse<byte[]> slow = send("/api/v1/commits/" + SECOND + "?wait=1");

        assertThat(failed.statusCode()).isEqualTo(422);
        assertThat(failed.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(failed).path("detail").asText()).isEqualTo("it has too many files: take some away");
        assertThat(json(failed).path("state").asText()).isEqualTo("failed");
        assertThat(json(failed).path("stages").path("ingest").path("startedAt").asText())
                .startsWith("20");
        assertThat(slow.statusCode()).isEqualTo(504);
        assertThat(slow.headers().firstValue("Retry-After")).contains("10");
        assertThat(json(slow).path("state").asText()).isEqualTo("processing");
        assertThat(send("/api/v1/commits/" + FIRST).statusCode())
                .as("nobody waits")
                .isEqualTo(200);
        assertThat(send("/api/v1/commits/" + SECOND).statusCode()).isEqualTo(200);

        say(Said.ingest(SECOND).supersededBy(FIRST));
        assertThat(send("/api/v1/commits/" + SECOND + "?wait=60").statusCode()).isEqualTo(200);
    }

    @Test
    void asksForALookWhenSomebodyWaitsForACommitThatIsNotKnown() throws Exception {
        send("/api/v1/commits/" + FIRST);
        assertThat(asked).isEmpty();

        CompletableFuture<HttpResponse<byte[]>> waiting =
                CompletableFuture.supplyAsync(() -> send("/api/v1/commits/" + FIRST + "?wait=60"));
        await().until(() -> asked.equals(List.of(Said.SITE)));
        say(Said.ingest(FIRST).done());
        say(Said.render(FIRST).done());
        say(Said.notify(FIRST).done());

        assertThat(waiting.get().statusCode()).isEqualTo(200);
        assertThat(send("/api/v1/commits/" + "0".repeat(40) + "?wait=1").statusCode())
                .isEqualTo(404);
    }

    @Test
    void findsCommitsFromBeforeItsStart() throws Exception {
        commits.close();
        say(Said.ingest(FIRST).supersededBy(SECOND));
        commits.start();

        JsonNode answer = get("/api/v1/commits/" + FIRST);

        assertThat(answer.path("state").asText()).isEqualTo("superseded");
        assertThat(answer.path("supersededBy").asText()).isEqualTo(SECOND.value());
    }

    /** A push brings several, and is told of by its last one alone. */
    @Test
    void accountsForTheCommitsBetweenTwoTips() {
        CommitId one = git.write("_posts/a.md", "One").commit("One");
        CommitId two = git.write("_posts/a.md", "Two").commit("Two");
        git.on("side").write("_posts/b.md", "Side");
        CommitId side = git.commit("Side");
        git.on("main").write("_posts/a.md", "Three");
        CommitId three = git.commit("Three");
        CommitId merge = git.merge("side");
        CommitId last = git.write("_posts/a.md", "Last").commit("Last");
        git.on("elsewhere").write("_posts/c.md", "Elsewhere");
        CommitId elsewhere = git.commit("On no published branch");
        git.on("main");

        assertUntold(three, "processing", null);
        assertUntold(last, "processing", null);

        tell(Said.ingest(two).done());
        tell(Said.ingest(merge).failed("Git lacks an object"));
        assertUntold(one, "superseded", two);
        assertUntold(three, "processing", null);

        tell(Said.ingest(last).done());
        assertUntold(one, "superseded", two);
        assertUntold(side, "superseded", last);
        assertUntold(three, "superseded", last);
        assertThat(get("/api/v1/commits/" + three.value().substring(0, 12))
                        .path("commit")
                        .asText())
                .isEqualTo(three.value());
        assertProblem("/api/v1/commits/" + elsewhere, 404, "nothing is known of commit " + elsewhere);
        assertProblem("/api/v1/commits/" + elsewhere.value().substring(0, 12), 404, "nothing is known of commit ");
        assertProblem("/api/v1/commits/" + "0".repeat(64), 404, "nothing is known of commit ");

        // The branch goes elsewhere: what was live on the way was.
        git.rewrite("Anew");
        assertUntold(one, "superseded", two);
        assertUntold(side, "superseded", last);
        assertProblem("/api/v1/commits/" + elsewhere, 404, "nothing is known of commit " + elsewhere);
    }

    private void assertUntold(CommitId commit, String state, CommitId by) {
        JsonNode answer = get("/api/v1/commits/" + commit);
        assertThat(answer.path("commit").asText()).isEqualTo(commit.value());
        assertThat(answer.path("state").asText()).isEqualTo(state);
        assertThat(answer.path("supersededBy").asText()).isEqualTo(by == null ? "" : by.value());
    }

    @Test
    void waitsForTheOneWithWhichACommitGoesLive() throws Exception {
        CommitId one = git.write("_posts/a.md", "One").commit("One");
        CommitId two = git.write("_posts/a.md", "Two").commit("Two");

        CompletableFuture<JsonNode> middle =
                CompletableFuture.supplyAsync(() -> get("/api/v1/commits/" + one + "?wait=60"));
        CompletableFuture<JsonNode> last =
                CompletableFuture.supplyAsync(() -> get("/api/v1/commits/" + two + "?wait=60"));
        tell(Said.ingest(two).processing());
        tell(Said.ingest(two).done());
        tell(Said.render(two).done());
        tell(Said.notify(two).done());

        assertThat(middle.get().path("supersededBy").asText()).isEqualTo(two.value());
        assertThat(last.get().path("state").asText()).isEqualTo("live");
    }

    @Test
    void whereTheBranchIsDamagedTheLogSaysWhatItKnows() {
        CommitId one = git.write("_posts/a.md", "One").commit("One");
        CommitId two = git.write("_posts/a.md", "Two").commit("Two");
        git.standingAt(Optional.of(SECOND));
        tell(Said.ingest(FIRST).done());

        assertProblem("/api/v1/commits/" + one, 404, "nothing is known of commit " + one);
        tell(Said.ingest(two).done());
        assertUntold(one, "superseded", two);
        assertThat(get("/api/v1/commits/" + FIRST).path("state").asText()).isEqualTo("processing");
    }

    @Test
    void takesTheBeginningOfAnIdIfItIsTheOnlyOne() throws Exception {
        say(Said.ingest(FIRST).done());
        say(Said.ingest(SECOND).done());

        assertThat(get("/api/v1/commits/1111111A").path("commit").asText()).isEqualTo(FIRST.value());
        assertProblem("/api/v1/commits/1111111", 400, "1111111 is the beginning of 2 commits");
        assertProblem("/api/v1/commits/111111", 400, "\"111111\" is not a commit's id");
    }

    @Test
    void knowsNothingOfOtherCommits() {
        assertProblem("/api/v1/commits/" + FIRST, 404, "nothing is known of commit " + FIRST + " of site main");
        assertProblem("/api/v1/commits/" + FIRST + "?wait=soon", 400, "\"soon\" is not a number of seconds");
    }

    @Test
    void looksOnceForWhatIsUnknownHoweverOftenItIsAskedFor() throws Exception {
        commits.close();
        for (int i = 0; i < 300; i++) {
            Said.allDone(new CommitId(String.format("%040x", i)), "first").forEach(this::say);
        }
        commits.start();
        assertProblem("/api/v1/commits/" + FIRST, 404, "nothing is known of commit " + FIRST);
        int before = log.read(KafkaTopic.COMMITS);

        assertProblem("/api/v1/commits/" + FIRST, 404, "nothing is known of commit " + FIRST);
        assertProblem("/api/v1/commits/" + SECOND, 404, "nothing is known of commit " + SECOND);
        assertProblem("/api/v1/commits/abcdef0", 404, "nothing is known of commit abcdef0");

        assertThat(log.read(KafkaTopic.COMMITS) - before).as("records read").isZero();

        String old = String.format("%040x", 7);
        assertThat(get("/api/v1/commits/" + old).path("state").asText()).isEqualTo("live");
        assertThat(log.read(KafkaTopic.COMMITS) - before)
                .as("records read for one from before")
                .isLessThanOrEqualTo(50);
    }

    @Test
    void findsWhatCameAfterItLooked() throws Exception {
        assertProblem("/api/v1/commits/" + FIRST, 404, "nothing is known of commit " + FIRST);
        say(Said.render(FIRST).live("first").done());

        assertThat(get("/api/v1/commits/1111111a").path("commit").asText()).isEqualTo(FIRST.value());
    }

    @Test
    void spellsSeverityTheSameEverywhere() throws Exception {
        say(Said.ingest(FIRST)
                .problem("_posts/a.md", 2, 7, "date: found a list", "write a date", null)
                .warning("_posts/a.md", 3, 1, "no post x", null)
                .done());
        put(KafkaTopic.PROBLEMS, problems("a.md", 1));

        assertThat(get("/api/v1/commits/" + FIRST).path("problems").findValuesAsText("severity"))
                .containsExactly("problem", "warning");
        assertThat(get("/api/v1/problems").path("items").findValuesAsText("severity"))
                .containsExactly("problem");
    }

    @Test
    void readsNoTextsForAGlance() {
        for (int i = 0; i < 1_000; i++) {
            put(KafkaTopic.CONTENT, document("post-" + i, Content.State.LIVE));
        }
        log.append(NewRecord.of(KafkaTopic.CONTENT, Content.cursorKey(Said.SITE), ingested(FIRST)))
                .join();

        assertThat(get("/api/v1/status").at("/items/0/ingested").asText()).isEqualTo(FIRST.value());
        assertThat(log.read(KafkaTopic.CONTENT)).as("records read").isLessThan(100);

        for (int i = 0; i < 200; i++) {
            put(KafkaTopic.CONTENT, document("more-" + i, Content.State.LIVE));
        }
        assertThat(get("/api/v1/status").at("/items/0/ingested").asText()).isEqualTo(FIRST.value());
    }

    @Test
    void findsTheLastCommitBehindALargeOneThatIsUnderWay() {
        put(KafkaTopic.CONTENT, document("first", Content.State.LIVE));
        log.append(NewRecord.of(KafkaTopic.CONTENT, Content.cursorKey(Said.SITE), ingested(FIRST)))
                .join();
        for (int i = 0; i < 700; i++) {
            put(KafkaTopic.CONTENT, document("post-" + i, Content.State.LIVE));
        }

        assertThat(get("/api/v1/status").at("/items/0/ingested").asText()).isEqualTo(FIRST.value());
    }

    @Test
    void countsAsPostsWhatCanBeRead() {
        readable(Kind.POST, "1");
        for (Kind kind : List.of(Kind.POST, Kind.PAGE)) {
            for (Readable.Former.Why why : Readable.Former.Why.values()) {
                PostId id = new PostId(UUID.nameUUIDFromBytes((kind + "" + why).getBytes(UTF_8)));
                Readable former = new Readable.Former(Said.SITE, kind, id, why, FIRST, new TreeSet<>());
                log.append(NewRecord.of(KafkaTopic.READABLE, former.key(), former))
                        .join();
            }
        }

        assertThat(get("/api/v1/status").at("/items/0/posts").asInt()).isEqualTo(1);
        assertThat(get("/api/v1/status").at("/items/0/pages").asInt()).isZero();
    }

    @Test
    void listsProblemsInPages() {
        put(KafkaTopic.PROBLEMS, problems("b.md", 2));
        put(KafkaTopic.PROBLEMS, problems("a.md", 1));
        put(KafkaTopic.PROBLEMS, problems("mended.md", 1));
        log.append(NewRecord.tombstone(
                        KafkaTopic.PROBLEMS, PathProblems.key(Said.SITE, Role.INGEST, new ContentPath("mended.md"))))
                .join();

        JsonNode first = get("/api/v1/problems?limit=2");
        JsonNode second =
                get("/api/v1/problems?limit=2&after=" + first.path("next").asText());

        assertThat(first.at("/items").findValuesAsText("path")).containsExactly("a.md", "b.md");
        assertThat(first.at("/items/0").toString())
                .isEqualTo("{\"site\":\"main\",\"role\":\"ingest\",\"severity\":\"problem\",\"path\":\"a.md\","
                        + "\"line\":1,\"column\":7,\"message\":\"date: found a list\",\"hint\":\"write a date\","
                        + "\"since\":\"2026-11-23T12:00:00Z\",\"commit\":\"" + FIRST + "\"}");
        assertThat(second.at("/items").findValuesAsText("line")).containsExactly("2");
        assertThat(second.has("next")).isFalse();
        assertThat(get("/api/v1/problems?site=other").path("items")).isEmpty();
    }

    @Test
    void showsASiteAtAGlance() {
        log.append(NewRecord.of(KafkaTopic.CONTENT, "main/x", "")).join();
        put(KafkaTopic.CONTENT, document("half-done", Content.State.DRAFT));
        put(KafkaTopic.CONTENT, document("done", Content.State.LIVE));
        long cursor = log.append(NewRecord.of(
                        KafkaTopic.CONTENT,
                        Content.cursorKey(Said.SITE),
                        ingested(FIRST).with(1, 0)))
                .join();
        readable(Kind.POST, "1");
        readable(Kind.POST, "2");
        readable(Kind.PAGE, "3");
        readable(Kind.ASSET, "a.png");
        readable(Kind.LISTING, "archive");
        log.append(NewRecord.tombstone(KafkaTopic.READABLE, Content.key(Said.SITE, Kind.POST, "2")))
                .join();
        log.append(NewRecord.of(
                        KafkaTopic.READABLE,
                        Readable.releaseKey(Said.SITE),
                        new Readable.Release(Said.SITE, FIRST, NOON, cursor, DIGEST, DIGEST, List.of(), true)))
                .join();
        put(KafkaTopic.PROBLEMS, problems("b.md", 2));

        assertThat(get("/api/v1/status").toString())
                .isEqualTo(
                        "{\"items\":[{\"site\":\"main\",\"commit\":\"" + FIRST
                                + "\",\"committedAt\":\"2026-11-23T12:00:00Z\",\"ingested\":\"" + FIRST + "\","
                                + "\"posts\":1,\"pages\":1,\"assets\":1,\"drafts\":1,\"scheduled\":0,\"problems\":2,\"warnings\":0,\"lag\":0}]}");
    }

    @Test
    void showsThatIngestIsAhead() {
        get("/api/v1/status");
        log.append(NewRecord.of(KafkaTopic.CONTENT, Content.cursorKey(Said.SITE), ingested(SECOND)))
                .join();

        JsonNode status = get("/api/v1/status").at("/items/0");

        assertThat(status.path("lag").asInt()).isEqualTo(1);
        assertThat(status.path("ingested").asText()).isEqualTo(SECOND.value());
        assertThat(status.has("commit")).isFalse();
    }

    /** Until it is heard. */
    private void tell(CommitStage stage) {
        say(stage);
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (commits.find(stage.site(), stage.commit())
                .flatMap(state -> state.stage(stage.role()))
                .filter(stage::equals)
                .isEmpty()) {
            assertThat(System.nanoTime()).as("heard of " + stage.commit()).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    private void say(CommitStage stage) {
        log.append(NewRecord.of(KafkaTopic.COMMITS, stage.site().value(), stage))
                .join();
    }

    private void put(KafkaTopic topic, PathProblems problems) {
        log.append(NewRecord.of(topic, problems.key(), problems)).join();
    }

    private void put(KafkaTopic topic, Content content) {
        log.append(NewRecord.of(topic, content.key(), content)).join();
    }

    /** Of what is readable its key and type alone are looked at. */
    private void readable(Kind kind, String id) {
        log.append(new NewRecord(
                        KafkaTopic.READABLE,
                        Content.key(Said.SITE, kind, id),
                        Optional.of((kind == Kind.POST || kind == Kind.PAGE
                                        ? "{\"is\":\"document\"}"
                                        : "{\"is\":\"object\"}")
                                .getBytes(UTF_8)),
                        Map.of()))
                .join();
    }

    private static Content.CommitIngested ingested(CommitId commit) {
        return new Content.CommitIngested(
                Said.SITE, Optional.of(commit), "refs/heads/main", NOON, Optional.empty(), false, List.of());
    }

    private static PathProblems problems(String path, int count) {
        List<Problem> problems = Stream.iterate(1, i -> i + 1)
                .limit(count)
                .map(line -> Finding.problem(line, 7, "date: found a list", "write a date")
                        .in(new ContentPath(path)))
                .toList();
        return new PathProblems(Said.SITE, Role.INGEST, new ContentPath(path), FIRST, NOON, problems);
    }

    private static Content.Document document(String slug, Content.State state) {
        PostId id = new PostId(UUID.nameUUIDFromBytes(slug.getBytes(UTF_8)));
        ContentPath path = new ContentPath("_posts/" + slug + ".md");
        UrlPath url = new UrlPath("/posts/" + slug);
        return new Content.Document(
                Said.SITE,
                new Facts(
                        Kind.POST,
                        id,
                        path,
                        FIRST,
                        url,
                        new Slug(slug),
                        NOON,
                        NOON,
                        FrontMatter.NONE,
                        DIGEST,
                        DIGEST,
                        new TreeSet<>()),
                state,
                NOON,
                List.of(),
                new Body.Inline("text"),
                0,
                new Content.Past(path, NOON, Optional.of(FIRST), Optional.empty(), false));
    }

    private JsonNode get(String path) {
        HttpResponse<byte[]> response = send(path);
        assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
        return Json.read(response.body(), JsonNode.class);
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return Json.read(response.body(), JsonNode.class);
    }

    private void assertProblem(String path, int status, String detail) {
        HttpResponse<byte[]> response = send(path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Json.read(response.body(), JsonNode.class).path("detail").asText())
                .contains(detail);
    }

    private HttpResponse<byte[]> send(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                            .build(),
                    BodyHandlers.ofByteArray());
        } catch (Exception e) {
            throw new AssertionError(path, e);
        }
    }
}
