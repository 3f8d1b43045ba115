package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Records;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Signal;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A work store that was restored in part, or that a power failure has damaged. */
class LostObjectsTest {
    private final Newsroom newsroom = new Newsroom();
    private final Press press = new Press();

    @AfterEach
    void end() throws IOException {
        press.kill();
    }

    @Test
    void aLostFileThatReadersCanFetchIsBroughtBackFromThereAndStopsNothing() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").asset("/a.txt", "A");
        press.ingest(newsroom, newsroom.commit()).run();
        press.work.lose(source("A"));

        newsroom.asset("/b.txt", "A");
        newsroom.commit().forEach(press::append);
        press.run();

        assertThat(press.text("a.txt")).isEqualTo("A");
        assertThat(press.text("b.txt")).isEqualTo("A");
        assertThat(press.work(source("A"))).isEqualTo("A");
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "B", "AA"})
    void likewiseADamagedOne(String damaged) throws Exception {
        newsroom.post("first", 1, "First", "Hello.").asset("/a.txt", "A");
        press.ingest(newsroom, newsroom.commit()).run();
        press.work.damage(source("A"), damaged.getBytes(StandardCharsets.UTF_8));

        newsroom.asset("/b.txt", "A");
        newsroom.commit().forEach(press::append);
        press.run();

        assertThat(press.text("b.txt")).isEqualTo("A");
        assertThat(press.work(source("A"))).isEqualTo("A");
    }

    @Test
    void aLostFileThatNobodyCanFetchIsAProblemAndTheRestGoesOn() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").asset("/a.txt", "A");
        press.ingest(newsroom, newsroom.commit()).run();
        newsroom.post("first", 1, "First", "Hello again.").asset("/a.txt", "B").asset("/b.txt", "C");
        List<NewRecord> commit = newsroom.commit();

        // Not stored: nobody calls ingest(…).
        commit.forEach(press::append);
        press.run();

        assertThat(press.text("posts/first")).contains("Hello again");
        assertThat(press.text("a.txt")).isEqualTo("A");
        assertThat(press.status("b.txt")).isEqualTo(404);
        assertThat(problems().keySet())
                .containsExactlyInAnyOrder(new ContentPath("public/a.txt"), new ContentPath("public/b.txt"));
        assertThat(asked()).containsExactly("public/a.txt", "public/b.txt");
        assertThat(lastDone().problems()).hasSize(2);
        assertThat(lastDone().counts().problems()).isEqualTo(2);
        assertThat(press.recorded()).isEqualTo(press.stored());
    }

    @Test
    void whatIsStoredAgainGoesLiveAndTheProblemEnds() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").asset("/a.txt", "A");
        List<NewRecord> commit = newsroom.commit();
        commit.forEach(press::append);
        press.run();
        assertThat(problems()).isNotEmpty();

        again("/a.txt", commit);

        assertThat(problems()).isEmpty();
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
        assertThat(press.records(KafkaTopic.EVENTS, Object.class))
                .as("of which two are releases: the file goes live with one of its own")
                .hasSize(3);
    }

    @Test
    void asksOnceHoweverOftenItIsStillLost() throws Exception {
        newsroom.asset("/a.txt", "A");
        List<NewRecord> commit = newsroom.commit();
        for (int i = 0; i < 4; i++) {
            commit.forEach(press::append);
            press.run();
        }
        assertThat(asked()).containsExactly("public/a.txt");

        press.kill();
        press.run();

        assertThat(asked()).as("once more by a new owner").containsExactly("public/a.txt", "public/a.txt");
    }

    @Test
    void aLostTextLeavesTheFormerVersionAndWithholdsANewPost() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("third", 3, "Third", "More.");
        press.ingest(newsroom, newsroom.commit()).run();
        newsroom.post("first", 1, "Prime", "Other.")
                .post("second", 2, "Second", "New.")
                .post("third", 3, "Third", "!");

        stored("first", "second");
        press.run();

        assertThat(press.text("posts/first")).contains("Hello.").doesNotContain("Prime");
        assertThat(press.status("posts/second")).isEqualTo(404);
        assertThat(press.text("archive")).doesNotContain("posts/second");
        assertThat(press.text("posts/third")).contains("<p>!</p>");
        assertThat(problems().keySet())
                .containsExactlyInAnyOrder(new ContentPath("_posts/first.md"), new ContentPath("_posts/second.md"));
        assertThat(problems()
                        .get(new ContentPath("_posts/first.md"))
                        .problems()
                        .getFirst()
                        .stays())
                .isPresent();
        assertThat(asked()).containsExactly("_posts/first.md", "_posts/second.md");
    }

    @Test
    void aPostWhoseTextAndArticleAreLostStaysAsItIsUntilItComesAgain() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "New.");
        NewRecord first = stored("first");
        put(source("Hello."), "Hello.");
        press.run();
        assertThat(press.text("posts/first")).contains("Hello.");
        press.work.names().forEach(press.work::lose);

        newsroom.settings(Newsroom.settings("http://localhost:8080", "The Other Gazette"));
        newsroom.commit().forEach(press::append);
        press.run();

        assertThat(press.text("posts/first")).contains("Hello.").doesNotContain("Other Gazette");
        assertThat(press.text("posts/second")).contains("New.").contains("Other Gazette");
        assertThat(press.text("")).contains("Other Gazette");
        assertThat(problems().keySet()).containsExactly(new ContentPath("_posts/first.md"));
        assertThat(lastDone().counts().problems()).isEqualTo(1);
        assertThat(press.recorded()).isEqualTo(press.stored());

        put(source("Hello."), "Hello.");
        press.append(first);
        newsroom.commit().forEach(press::append);
        press.run();

        assertThat(problems()).isEmpty();
        assertThat(press.text("posts/first")).contains("Hello.").contains("Other Gazette");
        assertThat(press.recorded()).isEqualTo(press.stored());
    }

    @Test
    void aListingGoesOnWithoutALostIntroduction() throws Exception {
        newsroom.introduction("/archive", "All of it", "An introduction.").post("first", 1, "First", "Hello.");
        List<NewRecord> records = new ArrayList<>(newsroom.commit());
        records.replaceAll(r -> withStoredBody(r, "An introduction."));
        put(source("An introduction."), "An introduction.");
        records.forEach(press::append);
        press.run();
        assertThat(press.text("archive")).contains("An introduction.");
        press.work.names().forEach(press.work::lose);

        newsroom.post("second", 2, "Second", "New.");
        newsroom.commit().forEach(press::append);
        press.run();

        assertThat(press.text("archive")).contains("/posts/second").doesNotContain("An introduction.");
        assertThat(problems().keySet()).containsExactly(new ContentPath("_posts/_index.md"));

        put(source("An introduction."), "An introduction.");
        records.forEach(press::append);
        press.run();

        assertThat(press.text("archive")).contains("An introduction.").contains("/posts/second");
        assertThat(problems()).isEmpty();
    }

    @Test
    void deletingOrMovingWhatIsLostNeedsNothingOfIt() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "New.");
        stored("first", "second");
        press.run();
        assertThat(problems()).hasSize(2);

        newsroom.remove("first").state("second", org.broadsheet.common.record.Content.State.DRAFT);
        newsroom.commit().forEach(press::append);
        press.run();

        assertThat(problems()).isEmpty();
        assertThat(press.status("posts/second")).isEqualTo(404);
    }

    @Test
    void aStartFindsAFileThatBothStoresHaveLostAndIsReady() throws Exception {
        List<NewRecord> commit = aStartFindsAFileThatBothStoresHaveLost();

        newsroom.post("second", 2, "Second", "New.");
        newsroom.commit().forEach(press::append);
        press.run();
        assertThat(press.status("posts/second")).isEqualTo(200);

        again("/a.txt", commit);

        assertThat(press.text("a.txt")).isEqualTo("A");
        assertThat(problems()).isEmpty();
    }

    @Test
    void whatAStartHasFoundLostComesAgainAndTheProblemEndsThoughNothingElseWasReleased() throws Exception {
        List<NewRecord> commit = aStartFindsAFileThatBothStoresHaveLost();

        again("/a.txt", commit);

        assertThat(press.text("a.txt")).isEqualTo("A");
        assertThat(problems()).isEmpty();
        assertThat(lastDone().problems()).isEmpty();
    }

    @Test
    void whatAStartHasFoundLostAndItsAuthorRemovesIsNoProblem() throws Exception {
        aStartFindsAFileThatBothStoresHaveLost();

        newsroom.removeAsset("/a.txt");
        newsroom.commit().forEach(press::append);
        press.run();

        assertThat(problems()).isEmpty();
        assertThat(lastDone().problems()).isEmpty();
    }

    private List<NewRecord> aStartFindsAFileThatBothStoresHaveLost() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").asset("/a.txt", "A");
        List<NewRecord> commit = newsroom.commit();
        press.ingest(newsroom, commit).run();
        press.kill();
        press.work.lose(source("A"));
        ObjectInfo there = press.site.info(new ObjectKey("a.txt")).orElseThrow();
        press.site.delete(there.key(), there.digest());
        press.run();
        assertThat(problems().keySet()).containsExactly(new ContentPath("public/a.txt"));
        return commit;
    }

    /** As ingest does when it is asked. */
    private void again(String url, List<NewRecord> commit) throws IOException {
        put(source("A"), "A");
        commit.stream()
                .filter(r -> r.key().endsWith(url) || r.key().endsWith("cursor"))
                .forEach(press::append);
        press.run();
    }

    /** The commit, these posts' texts being too large for their records, and not stored. */
    private NewRecord stored(String... posts) {
        List<NewRecord> records = new ArrayList<>(newsroom.commit());
        NewRecord last = null;
        for (String name : posts) {
            Newsroom.Post post = newsroom.posts().stream()
                    .filter(p -> p.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            String id = Newsroom.id(post).toString();
            for (int i = 0; i < records.size(); i++) {
                if (records.get(i).key().endsWith(id)) {
                    last = withStoredBody(records.get(i), post.text());
                    records.set(i, last);
                }
            }
        }
        records.forEach(press::append);
        return last;
    }

    private static NewRecord withStoredBody(NewRecord record, String text) {
        String json = new String(record.value().orElseThrow(), StandardCharsets.UTF_8);
        String inline = "\"body\":"
                + new String(Json.write(new org.broadsheet.common.record.Body.Inline(text)), StandardCharsets.UTF_8);
        String stored = "\"body\":"
                + new String(
                        Json.write(new org.broadsheet.common.record.Body.Stored(Digest.of(text))),
                        StandardCharsets.UTF_8);
        return new NewRecord(
                record.topic(),
                record.key(),
                Optional.of(json.replace(inline, stored).getBytes(StandardCharsets.UTF_8)),
                Map.of());
    }

    private static ContentName source(String text) {
        return ContentName.source(Digest.of(text));
    }

    private void put(ContentName name, String text) throws IOException {
        press.work.put(name, ByteSource.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Map<ContentPath, PathProblems> problems() {
        return Records.latest(press.log, KafkaTopic.PROBLEMS, PathProblems.class).values().stream()
                .collect(Collectors.toMap(PathProblems::path, of -> of));
    }

    private List<String> asked() {
        return press.records(KafkaTopic.SIGNALS, Signal.class).stream()
                .flatMap(signal -> signal.lost().stream())
                .map(ContentPath::value)
                .toList();
    }

    private CommitStage lastDone() {
        return press.records(KafkaTopic.COMMITS, CommitStage.class).getLast();
    }
}
