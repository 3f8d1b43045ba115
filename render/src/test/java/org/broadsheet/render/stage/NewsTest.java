package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Readable;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the world is told: one id is one piece of news, and who hears all of it in order ends with what is. */
class NewsTest {
    private final Newsroom newsroom = new Newsroom();
    private final Press press = new Press();

    @AfterEach
    void end() throws IOException {
        press.kill();
    }

    @Test
    void aBranchThatGoesBackAndForthIsOtherNewsEachTime() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();
        newsroom.post("first", 1, "As of A", "Hello.").post("second", 2, "Second", "Again.");
        List<NewRecord> a = newsroom.commit();
        newsroom.post("first", 1, "As of B", "Hello.").remove("second");
        List<NewRecord> b = newsroom.commit();

        for (List<NewRecord> tip : List.of(a, b, a, b, a)) {
            press.ingest(newsroom, tip).run();
        }

        assertThat(press.events()).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(byUrlToOneThatHearsNoIdTwice())
                .isEqualTo(Map.of("/posts/first", "As of A", "/posts/second", "Second"));
        assertThat(press.events().stream().filter(event -> event.type() == Event.Type.SITE_RELEASED))
                .hasSize(6);
    }

    /** Ingest has read its history anew, and articles are made otherwise: of a commit that was told of. */
    @Test
    void whatAnUpdateMakesAnewIsNoNews() throws Exception {
        newsroom.post("first", 1, "First", "[second](second)").post("second", 2, "Second", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();
        List<Event> told = press.events();

        press.within(new MarkdownLimits(1 << 20, 100, 1_000, 5_000, 99, Duration.ofSeconds(10)));
        int written = press.site.changes();
        press.ingest(newsroom, newsroom.fresh()).run();

        assertThat(press.site.changes()).isGreaterThan(written);
        assertThat(press.events()).isEqualTo(told);
    }

    @Test
    void backAndForthIsOtherNewsThoughItsOwnerIsKilledAndReadableCompactedInBetween() throws Exception {
        newsroom.post("first", 1, "As of A", "Hello.").page("about", "About");
        List<NewRecord> a = newsroom.commit();
        newsroom.remove("first").state("about", Content.State.DRAFT);
        List<NewRecord> b = newsroom.commit();

        for (List<NewRecord> tip : List.of(a, b, a, b, a)) {
            press.ingest(newsroom, tip).run();
            press.log.compact(KafkaTopic.READABLE, true);
            press.kill();
        }

        assertThat(press.events()).hasSize(5 * 3).extracting(Event::id).doesNotHaveDuplicates();
    }

    @Test
    void aHistoryThatForgetsAPostAndBringsItBackIsOtherNews() throws Exception {
        newsroom.post("other", 2, "Other", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();
        newsroom.post("first", 1, "First", "Hello.");
        List<NewRecord> with = newsroom.commit();
        NewRecord forgotten =
                NewRecord.tombstone(KafkaTopic.CONTENT, with.getFirst().key());
        List<NewRecord> without = List.of(forgotten, newsroom.commit().getLast());

        for (List<NewRecord> tip : List.of(with, without, with, without, with)) {
            press.ingest(newsroom, tip).run();
            press.kill();
        }

        assertThat(press.events()).hasSize(2 + 5 * 2).extracting(Event::id).doesNotHaveDuplicates();
    }

    /** As after a disk that was put back: what was told since is told again, and is the same news. */
    @Test
    void whatIsRepeatedHasTheSameId() throws Exception {
        List<List<NewRecord>> commits = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            newsroom.post("first", 1, "Title " + i, "Hello.").post("post-" + i, i, "Post", "Text.");
            commits.add(newsroom.commit());
        }

        try (Press again = new Press()) {
            for (List<NewRecord> commit : commits) {
                press.ingest(newsroom, commit).run();
                again.ingest(newsroom, commit).run().kill();
            }

            assertThat(again.events()).isEqualTo(press.events());
        }
    }

    @Test
    void theLastEventOfWhatIsNoMoreIsKeptAsLongAsTheEventIs() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();
        newsroom.remove("first");
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(lastEvents()).hasSize(3);

        press.now = press.now.plus(Duration.ofDays(90));
        press.run();
        assertThat(lastEvents()).hasSize(3);

        press.kill();
        press.now = press.now.plusSeconds(1);
        press.run();
        assertThat(lastEvents()).hasSize(2);

        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(lastEvents()).hasSize(3);
        assertThat(press.events()).extracting(Event::id).doesNotHaveDuplicates();
    }

    @Test
    void whatComesBackInTimeIsNotForgotten() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();
        newsroom.state("first", Content.State.DRAFT);
        press.ingest(newsroom, newsroom.commit()).run();
        newsroom.state("first", Content.State.LIVE);
        press.ingest(newsroom, newsroom.commit()).run();

        press.now = press.now.plus(Duration.ofDays(1000));
        press.run();

        assertThat(lastEvents()).hasSize(3);
    }

    @Test
    void aUrlThatAnotherTakesOverIsNotGone() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.remove("first").rename("second", "first");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.status("posts/first")).isEqualTo(200);
        assertThat(said()).containsExactly("LIVE http://localhost:8080/posts/first");
        assertThat(done().counts().gone()).isZero();
        assertThat(lastTypes(3)).containsExactly("post.deleted", "post.moved", "site.released");
        assertThat(((Event.ReleaseData) press.events().getLast().data()).removed())
                .isEqualTo(1);
    }

    @Test
    void aUrlThatAListOfOursTakesBackIsNotGone() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").page("archive", "My own archive");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.remove("archive");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.status("archive")).isEqualTo(200);
        assertThat(said()).isEmpty();
        assertThat(done().counts().gone()).isZero();
    }

    @Test
    void aUrlThatAFileOfTheAuthorsTakesOverIsNotGone() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").page("about", "About");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.remove("about").asset("/about.html", "my own");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.status("about")).isEqualTo(200);
        assertThat(said()).isEmpty();
    }

    @Test
    void ofARemovedPostWhoseUrlADraftHadItIsSaidWhatItAnswers() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();
        newsroom.state("first", Content.State.DRAFT).rename("second", "first");
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(said()).containsExactly("LIVE http://localhost:8080/posts/first");

        newsroom.remove("second");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.status("posts/first")).isEqualTo(404);
        assertThat(said()).containsExactly("WITHDRAWN http://localhost:8080/posts/first");
    }

    @Test
    void ofAForgottenPostItIsSaidThatItsUrlAnswersNothing() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Again.");
        List<NewRecord> both = newsroom.commit();
        press.ingest(newsroom, both).run();
        NewRecord forgotten =
                NewRecord.tombstone(KafkaTopic.CONTENT, both.get(1).key());

        press.ingest(newsroom, List.of(forgotten, newsroom.commit().getLast())).run();

        assertThat(press.status("posts/first")).isEqualTo(404);
        assertThat(said()).containsExactly("WITHDRAWN http://localhost:8080/posts/first");
    }

    @Test
    void whatWasGoneInAReleaseThatWasCutOffIsNotSoWhenTheNextCommitBroughtItBack() throws Exception {
        press.stage.transaction = 1;
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();
        newsroom.remove("first").post("third", 3, "Third", "More.");
        press.ingest(newsroom, newsroom.commit());
        press.runAndDieAfter(1);
        assertThat(press.events().getLast().type()).isEqualTo(Event.Type.POST_DELETED);

        newsroom.rename("second", "first");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(said())
                .containsExactly("LIVE http://localhost:8080/posts/third", "LIVE http://localhost:8080/posts/first");
    }

    @Test
    void urlsThatArePassedOnAreToldFromTheFreedOneOn() throws Exception {
        newsroom.post("a", 1, "A", "Text.")
                .post("b", 2, "B", "Text.")
                .post("c", 3, "C", "Text.")
                .post("d", 4, "D", "Text.");
        press.ingest(newsroom, newsroom.commit()).run();

        // Each takes the URL of the next, and the last one's is free again.
        newsroom.remove("d").rename("c", "d").rename("b", "c").rename("a", "b").post("e", 5, "E", "Text.");
        newsroom.rename("e", "a");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.events().subList(5, 10))
                .extracting(event -> event.type() + " " + ((Event.DocumentData) event.data()).url())
                .containsExactly(
                        "post.deleted http://localhost:8080/posts/d",
                        "post.moved http://localhost:8080/posts/d",
                        "post.moved http://localhost:8080/posts/c",
                        "post.moved http://localhost:8080/posts/b",
                        "post.published http://localhost:8080/posts/a");
        assertThat(byUrl(press.events(), false)).isEqualTo(liveByUrl());
    }

    @Test
    void aLongChainIsTold() throws Exception {
        int posts = 2_000;
        for (int i = 0; i < posts; i++) {
            newsroom.post("p" + i, 0, "P" + i, "Text.");
        }
        press.ingest(newsroom, newsroom.commit()).run();

        for (int i = posts; i > 0; i--) {
            newsroom.rename("p" + (i - 1), "p" + i);
        }
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(byUrl(press.events(), false)).isEqualTo(liveByUrl());
    }

    @Test
    void aPostThatBecomesAPageIsToldOfAsThatLast() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").page("about", "About");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.remove("first").page("first", "First").remove("about").post("about", 2, "About", "Text.");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(lastTypes(5))
                .containsExactly("post.deleted", "page.deleted", "post.published", "page.published", "site.released");
        assertThat(bySubject(press.events())).isEqualTo(IncrementalEqualsCleanTest.live(newsroom));
        assertThat(byUrl(press.events(), false)).isEqualTo(liveByUrl());
    }

    /** URLs are few, so that they are taken, left, swapped and passed round within one commit, and within several of one release. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void whoKeepsWhatHeHearsByUrlEndsWithWhatIs(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 80; i++) {
            for (int change = random.nextInt(8); change >= 0; change--) {
                change(random);
            }
            press.ingest(newsroom, newsroom.commit());
            if (random.nextInt(3) > 0) {
                press.run();
                assertThat(byUrl(press.events(), true)).isEqualTo(liveByUrl());
            }
        }
        press.run();

        assertThat(byUrl(press.events(), true)).isEqualTo(liveByUrl());
        assertThat(press.events()).extracting(Event::id).doesNotHaveDuplicates();
        for (CommitStage stage : press.records(KafkaTopic.COMMITS, CommitStage.class)) {
            assertThat(stage.documents()).extracting(CommitStage.Outcome::url).doesNotHaveDuplicates();
        }
    }

    private void change(Random random) {
        String name = "p" + random.nextInt(8);
        boolean there = newsroom.posts().stream().anyMatch(post -> post.name().equals(name));
        Set<String> slugs = new HashSet<>();
        newsroom.posts().forEach(post -> slugs.add(post.slug()));
        if (!there) {
            if (slugs.add(name)) {
                newsroom.post(name, random.nextInt(9), "Title " + random.nextInt(99), "Text.");
            }
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> newsroom.remove(name);
            case 1 -> newsroom.state(name, Content.State.DRAFT);
            case 2 -> newsroom.state(name, Content.State.LIVE);
            case 3 -> {
                String slug = "p" + random.nextInt(8);
                if (slugs.add(slug)) {
                    newsroom.rename(name, slug);
                }
            }
            default ->
                swap(name, newsroom.posts().get(random.nextInt(newsroom.posts().size())));
        }
    }

    private void swap(String name, Newsroom.Post other) {
        String slug = newsroom.posts().stream()
                .filter(post -> post.name().equals(name))
                .findFirst()
                .orElseThrow()
                .slug();
        if (!other.name().equals(name)) {
            newsroom.rename(name, "swapping").rename(other.name(), slug).rename(name, other.slug());
        }
    }

    private Map<String, String> byUrlToOneThatHearsNoIdTwice() {
        Set<UUID> heard = new HashSet<>();
        return byUrl(
                press.events().stream().filter(event -> heard.add(event.id())).toList(), false);
    }

    /**
     * What somebody has who hears events and keeps titles by URL.
     *
     * @param careful forgets a former URL only if what is there is still that post: needed where posts swap
     */
    private static Map<String, String> byUrl(List<Event> events, boolean careful) {
        Map<String, String> titles = new TreeMap<>();
        Map<String, String> owners = new HashMap<>();
        for (Event event : events) {
            if (event.data() instanceof Event.DocumentData data) {
                switch (event.type()) {
                    case POST_DELETED, POST_UNPUBLISHED, PAGE_DELETED, PAGE_UNPUBLISHED ->
                        titles.remove(path(data.url()));
                    default -> {
                        data.previous()
                                .flatMap(Event.Previous::url)
                                .map(NewsTest::path)
                                .ifPresent(former -> {
                                    if (!careful || event.subject().equals(owners.get(former))) {
                                        titles.remove(former);
                                    }
                                });
                        titles.put(path(data.url()), data.title());
                        owners.put(path(data.url()), event.subject());
                    }
                }
            }
        }
        return titles;
    }

    private static Map<String, String> bySubject(List<Event> events) {
        Map<String, String> titles = new HashMap<>();
        for (Event event : events) {
            if (event.data() instanceof Event.DocumentData data) {
                switch (event.type()) {
                    case POST_DELETED, POST_UNPUBLISHED, PAGE_DELETED, PAGE_UNPUBLISHED ->
                        titles.remove(event.subject());
                    default -> titles.put(event.subject(), data.title());
                }
            }
        }
        return titles;
    }

    private Map<String, String> liveByUrl() {
        Map<String, String> live = new TreeMap<>();
        newsroom.posts().stream()
                .filter(post -> post.state() == Content.State.LIVE)
                .forEach(post -> live.put(post.url().value(), post.title()));
        return live;
    }

    private static String path(String url) {
        return url.substring("http://localhost:8080".length());
    }

    private CommitStage done() {
        return press.records(KafkaTopic.COMMITS, CommitStage.class).getLast();
    }

    private List<String> said() {
        return done().documents().stream()
                .map(outcome -> outcome.what() + " " + outcome.url().orElseThrow())
                .toList();
    }

    private List<String> lastTypes(int number) {
        List<Event> events = press.events();
        return events.subList(events.size() - number, events.size()).stream()
                .map(event -> event.type().toString())
                .toList();
    }

    private List<Readable> lastEvents() {
        return press.readable().values().stream()
                .filter(Readable.LastEvent.class::isInstance)
                .toList();
    }
}
