package org.broadsheet.notify.syndicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.io.SyndFeedInput;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.BehindOpenTransaction;
import org.broadsheet.common.log.CountingLog;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Records;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.StageDriver;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.record.Signal;
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.MemoryContentStore;
import org.broadsheet.common.storage.MemoryStorage;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.storage.StoredObject;
import org.broadsheet.common.testing.TestConfiguration;
import org.broadsheet.notify.testing.Configurations;
import org.broadsheet.notify.testing.Events;
import org.broadsheet.notify.testing.Posts;
import org.broadsheet.notify.testing.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedsTest {
    private static final int ITEMS = 3;
    private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path data;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final MemoryEventLog log = new MemoryEventLog(1, clock);
    private final Storage site = new MemoryStorage();
    private final MemoryContentStore work = new MemoryContentStore();
    private final Posts posts = new Posts(log, work);
    private FeedsStage stage;

    @BeforeEach
    void build() throws Exception {
        stage = new FeedsStage(address(), ITEMS, log, site, work, clock, Snapshots.none());
        posts.settings("https://example.org/blog");
    }

    private SiteAddress address() throws IOException {
        return TestConfiguration.address(configuration());
    }

    private Configuration configuration() throws IOException {
        return Configurations.with(
                data,
                Map.of(
                        "feeds.items",
                        Integer.toString(ITEMS),
                        "baseUrl",
                        "https://example.org/blog",
                        "http.token",
                        "t"));
    }

    @Test
    void writesTheFeedsOfARelease() throws Exception {
        StageDriver driver = new StageDriver(log, stage).open();
        posts.publish("a", DAY, "<p>Hello <a href=\"/blog/posts/b\">b</a></p>", Optional.empty());
        driver.step();
        boolean early = site.info(new ObjectKey("feed.xml")).isPresent();

        posts.release(1);
        driver.step();

        assertThat(early).as("before the release").isFalse();
        assertThat(rss()).singleElement().satisfies(entry -> {
            assertThat(entry.getLink()).isEqualTo("https://example.org/blog/posts/a");
            assertThat(entry.getContents().get(0).getValue())
                    .isEqualTo("<p>Hello <a href=\"https://example.org/blog/posts/b\">b</a></p>");
        });
        JsonNode item = json().path("items").get(0);
        assertThat(item.path("image").asText()).isEqualTo("https://example.org/blog/cover.png");
        assertThat(item.path("authors").get(0).path("avatar").asText()).isEqualTo("https://example.org/blog/ada.png");
        assertThat(text("atom.xml")).contains("https://example.org/blog/atom.xml");
        assertThat(done()).containsExactly(Events.commit(1).toString());
    }

    @Test
    void sayWhereTheSiteIsAsSoonAsTheyAreOpened() throws Exception {
        posts.settings("http://localhost:8080");
        posts.publish("a", DAY, "<p>A</p>", Optional.empty());
        posts.release(1);

        StageDriver driver = new StageDriver(log, stage).open();

        assertThat(rss())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getLink()).isEqualTo("https://example.org/blog/posts/a"));
        assertThat(done()).as("of a step").isEmpty();
        driver.step();
        assertThat(done()).containsExactly(Events.commit(1).toString());
    }

    @Test
    void holdsTheNewestPostsWhateverWasWrittenLast() throws Exception {
        StageDriver driver = new StageDriver(log, stage).open();
        for (int i = 0; i < 40; i++) {
            posts.publish(
                    "p" + (i * 7 % 40), DAY.plus(Duration.ofDays(i * 7 % 40)), "<p>" + i + "</p>", Optional.empty());
        }
        posts.release(1);

        driver.step();

        assertThat(titles()).containsExactly("Post p39", "Post p38", "Post p37");
    }

    @Test
    void findsOlderPostsAgainWhenManyNewerOnesGo() throws Exception {
        StageDriver driver = new StageDriver(log, stage).open();
        List<Readable.Document> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(posts.publish("p" + i, DAY.plus(Duration.ofDays(i)), "<p>" + i + "</p>", Optional.empty()));
        }
        posts.release(1);
        driver.step();

        all.subList(5, 60).forEach(posts::remove);
        posts.release(2);
        driver.step();

        assertThat(titles()).containsExactly("Post p4", "Post p3", "Post p2");
    }

    @Test
    void aPostWhoseArticleIsLostStandsThereWithItsExcerptUntilItIsMadeAgain() throws Exception {
        StageDriver driver = new StageDriver(log, stage).open();
        posts.publish("a", DAY, "<p>Hello.</p>", Optional.empty());
        Readable.Document b = posts.publish("b", DAY.plus(Duration.ofDays(1)), "<p>Again.</p>", Optional.empty());
        ContentName name = ContentName.article(b.article());
        work.damage(name, new byte[0]);
        posts.release(1);

        driver.step();
        posts.release(2);
        driver.step();

        assertThat(done())
                .containsExactly(Events.commit(1).toString(), Events.commit(2).toString());
        assertThat(rss().get(0).getContents().get(0).getValue())
                .isEqualTo("<p>" + b.published().excerpt() + "</p>");
        assertThat(rss().get(1).getContents().get(0).getValue()).isEqualTo("<p>Hello.</p>");
        assertThat(problems()).containsExactly(b.path().value());
        assertThat(asked()).containsExactly(b.path().value());

        driver.kill();
        driver.step();
        assertThat(asked()).as("once more by a new owner").hasSize(2);

        work.put(name, ByteSource.of(Posts.stored("<p>Again.</p>")));
        posts.release(3);
        driver.step();

        assertThat(rss().get(0).getContents().get(0).getValue()).isEqualTo("<p>Again.</p>");
        assertThat(problems()).isEmpty();
    }

    @Test
    void theProblemOfALostArticleEndsThoughItStandsBehindAnothersOpenTransaction() throws Exception {
        EventLog behind = new BehindOpenTransaction(log, KafkaTopic.PROBLEMS);
        StageDriver driver = new StageDriver(log, stage).open();
        Readable.Document a = posts.publish("a", DAY, "<p>Hello.</p>", Optional.empty());
        ContentName name = ContentName.article(a.article());
        work.lose(name);
        posts.release(1);
        driver.step();
        assertThat(problems()).containsExactly(a.path().value());
        work.put(name, ByteSource.of(Posts.stored("<p>Hello.</p>")));

        driver.kill();
        new StageDriver(behind, new FeedsStage(address(), ITEMS, behind, site, work, clock, Snapshots.none())).step();

        assertThat(problems()).isEmpty();
    }

    private List<String> problems() {
        List<String> paths = new ArrayList<>();
        log.read(KafkaTopic.PROBLEMS, 0, 0, record -> {
            String path = record.key().substring("main/notify/".length());
            paths.remove(path);
            record.value().ifPresent(value -> paths.add(path));
        });
        return paths;
    }

    private List<String> asked() {
        return Records.all(log, KafkaTopic.SIGNALS, Signal.class).stream()
                .flatMap(signal -> signal.lost().stream())
                .map(ContentPath::value)
                .toList();
    }

    @Test
    void leavesOutAPostThatIsGone() throws Exception {
        StageDriver driver = new StageDriver(log, stage).open();
        posts.publish("a", DAY, "<p>a</p>", Optional.empty());
        Readable.Document gone = posts.publish("b", DAY.plusSeconds(1), "<p>b</p>", Optional.empty());
        posts.release(1);
        driver.step();

        posts.remove(gone);
        posts.release(2);
        driver.step();

        assertThat(titles()).containsExactly("Post a");
        assertThat(done())
                .containsExactly(Events.commit(1).toString(), Events.commit(2).toString());
    }

    @Test
    void writesTheSameFeedsAfterARestartAsWithoutOne() throws Exception {
        StageDriver driver = withOnePost();
        posts.publish("b", DAY.plusSeconds(1), "<p>b</p>", Optional.empty());
        posts.release(2);
        assertThat(driver.diesAfter(0, driver::step)).isTrue();
        Map<String, String> before = all();

        clock.advance(Duration.ofDays(1));
        driver.step();

        assertThat(all()).isEqualTo(before);
        assertThat(done())
                .containsExactly(Events.commit(1).toString(), Events.commit(2).toString());
    }

    @Test
    void aRestartReadsLittleMoreThanTheSnapshot() throws Exception {
        CountingLog counting = new CountingLog(log);
        Snapshots snapshots = new Snapshots(data.resolve("cache"), "feeds", Events.SITE, clock);
        SiteAddress configuration = address();
        StageDriver driver = new StageDriver(
                counting, () -> new FeedsStage(configuration, ITEMS, counting, site, work, clock, snapshots));
        for (int i = 0; i < 300; i++) {
            posts.publish("p" + i, DAY.plus(Duration.ofDays(i)), "<p>" + i + "</p>", Optional.empty());
        }
        posts.release(1);
        driver.step();
        driver.close();
        posts.publish("new", DAY.plus(Duration.ofDays(400)), "<p>new</p>", Optional.empty());
        posts.release(2);
        counting.read.set(0);

        driver.step();

        assertThat(titles()).containsExactly("Post new", "Post p299", "Post p298");
        assertThat(done()).endsWith(Events.commit(2).toString());
        assertThat(counting.read).hasValueLessThan(20);
        driver.kill();
        driver.step();
        assertThat(titles()).containsExactly("Post new", "Post p299", "Post p298");
    }

    @Test
    void makesLostFeedsAgainWhenItOpens() throws Exception {
        StageDriver driver = withOnePost();
        Map<String, String> before = all();
        takeAway("feed.xml");

        driver.kill();
        driver.step();

        assertThat(all()).isEqualTo(before);
    }

    /** After an update of the program, until render has made the article anew. */
    @Test
    void keepsWhatItHasWhileAnArticleIsInAnothersForm() throws Exception {
        StageDriver driver = new StageDriver(log, stage).open();
        Readable.Document a = posts.publish("a", DAY, "<p>a</p>", Optional.empty());
        posts.release(1);
        driver.step();
        Map<String, String> before = all();
        ContentName name = ContentName.article(a.article());
        work.replace(name, ByteSource.of("{\"html\":\"<p>a</p>\"}".getBytes(StandardCharsets.UTF_8)));

        driver.kill();
        driver.step();

        assertThat(all()).isEqualTo(before);
        assertThat(problems()).isEmpty();

        posts.publish("b", DAY.plus(Duration.ofDays(1)), "<p>b</p>", Optional.empty());
        posts.release(2);
        driver.step();
        assertThat(titles()).as("news does not wait").containsExactly("Post b", "Post a");
    }

    @Test
    void overwritesNoFeedThatANewerOwnerMayHaveWritten() throws Exception {
        StageDriver driver = withOnePost();
        ObjectKey key = new ObjectKey("atom.xml");
        site.put(
                key,
                ObjectType.of("application/atom+xml"),
                ByteSource.of(new byte[] {1}),
                Optional.of(site.info(key).orElseThrow().digest()));

        posts.publish("b", DAY.plusSeconds(1), "<p>b</p>", Optional.empty());
        posts.release(2);

        assertThatThrownBy(driver::step).isInstanceOf(IOException.class).hasMessageContaining("/atom.xml");
    }

    @Test
    void noticesAFeedThatWasTakenAwayThoughItWouldNotChange() throws Exception {
        StageDriver driver = withOnePost();
        Map<String, String> before = all();
        posts.release(2);
        driver.step();
        takeAway("feed.json");

        posts.release(3);

        assertThatThrownBy(driver::step).isInstanceOf(IOException.class).hasMessageContaining("/feed.json");
        driver.kill();
        driver.step();
        assertThat(all()).isEqualTo(before);
    }

    @Test
    void passesOverPostsThatCannotBeReadWhenItOpens() throws Exception {
        posts.publish("a", DAY, "<p>a</p>", Optional.empty());
        String id = "0b4f0b5e-3d5c-3e7a-9c1e-5c5f1f3b9a01";
        for (String broken : List.of(
                "{",
                "{\"publishedAt\": \"2026-01-02T00:00:00Z\"}",
                "{\"is\": \"document\", \"id\": \"" + id
                        + "\", \"publishedAt\": \"2026-01-03T00:00:00Z\", \"kind\": \"pamphlet\"}")) {
            log.append(new NewRecord(
                            KafkaTopic.READABLE,
                            Content.key(Events.SITE, Kind.POST, id),
                            Optional.of(broken.getBytes(StandardCharsets.UTF_8)),
                            Map.of()))
                    .join();
        }
        posts.release(1);

        new StageDriver(log, stage).step();

        assertThat(titles()).containsExactly("Post a");
    }

    /** With a restart and without one. */
    @Test
    void aPostWhoseLastRecordCannotBeReadIsLeftOut() throws Exception {
        StageDriver driver = new StageDriver(log, stage).open();
        posts.publish("a", DAY, "<p>a</p>", Optional.empty());
        Readable.Document broken = posts.publish("b", DAY.plusSeconds(1), "<p>b</p>", Optional.empty());
        posts.release(1);
        driver.step();
        assertThat(titles()).containsExactly("Post b", "Post a");

        log.append(new NewRecord(
                        KafkaTopic.READABLE, broken.key(), Optional.of("{".getBytes(StandardCharsets.UTF_8)), Map.of()))
                .join();
        posts.release(2);
        driver.step();
        List<String> without = titles();
        driver.kill();
        posts.release(3);
        driver.step();

        assertThat(without).containsExactly("Post a");
        assertThat(titles()).containsExactly("Post a");
    }

    @Test
    void givesAGuidThatTwoPostsClaimToTheOlder() throws Exception {
        StageDriver driver = new StageDriver(log, stage).open();
        posts.publish("a", DAY, "<p>a</p>", Optional.of("old:1"));
        posts.publish("b", DAY.plusSeconds(1), "<p>b</p>", Optional.of("old:1"));
        posts.release(1);

        driver.step();

        assertThat(rss()).extracting(SyndEntry::getUri).last().isEqualTo("old:1");
        assertThat(rss()).extracting(SyndEntry::getUri).first().asString().startsWith("urn:uuid:");
    }

    @Test
    void writesTheFeedsOfItsOwnSiteOnly() throws Exception {
        StageDriver driver = withOnePost();
        Posts others = new Posts(log, work, new SiteId("other"));
        others.settings("https://other.example");
        others.publish("b", DAY, "<p>b</p>", Optional.empty());
        others.release(2);

        driver.step();
        driver.kill();
        driver.step();

        assertThat(titles()).containsExactly("Post a");
        assertThat(done()).containsExactly(Events.commit(1).toString());
        assertThat(driver.committed()).isEqualTo(log.end(KafkaTopic.READABLE, 0));
    }

    /** The feeds of a site of one post are there. */
    private StageDriver withOnePost() throws IOException {
        StageDriver driver = new StageDriver(log, stage).open();
        posts.publish("a", DAY, "<p>a</p>", Optional.empty());
        posts.release(1);
        driver.step();
        return driver;
    }

    private void takeAway(String file) throws IOException {
        ObjectKey key = new ObjectKey(file);
        site.delete(key, site.info(key).orElseThrow().digest());
    }

    private List<SyndEntry> rss() throws Exception {
        return new SyndFeedInput().build(new StringReader(text("feed.xml"))).getEntries();
    }

    private List<String> titles() throws Exception {
        return rss().stream().map(SyndEntry::getTitle).toList();
    }

    private JsonNode json() throws IOException {
        return Json.MAPPER.readTree(text("feed.json"));
    }

    private Map<String, String> all() throws IOException {
        Map<String, String> all = new HashMap<>();
        for (String name : List.of("feed.xml", "atom.xml", "feed.json")) {
            all.put(name, text(name));
        }
        return all;
    }

    private String text(String name) throws IOException {
        try (StoredObject stored = site.get(new ObjectKey(name)).orElseThrow()) {
            return new String(stored.readAll(), StandardCharsets.UTF_8);
        }
    }

    private List<String> done() {
        List<CommitStage> said = Records.all(log, KafkaTopic.COMMITS, CommitStage.class);
        assertThat(said).allMatch(stage -> stage.role() == Role.NOTIFY && stage.state() == CommitStage.State.DONE);
        return said.stream().map(stage -> stage.commit().toString()).toList();
    }
}
