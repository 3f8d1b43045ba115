package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.storage.FileStorage;
import org.broadsheet.common.storage.MemoryStorage;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.theme.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guarantee 1: a death at any moment changes nothing in the final state. */
class KilledStageTest {
    /** Small, so that a release is several transactions. */
    private static final int TRANSACTION = 5;

    /** Before one of them and after the next by turns. */
    @Test
    void atEveryWriteOfARelease() throws Exception {
        int writes = writes();
        assertThat(writes).isGreaterThan(30);

        for (int place = 0; place < writes; place++) {
            int at = place;
            survives(press -> {
                int first = press.site.changes();
                WatchedStorage.Watcher death = n -> {
                    if (n == first + at) {
                        throw new IOException("killed at write " + at);
                    }
                };
                if (at % 2 == 0) {
                    press.site.before = death;
                } else {
                    press.site.after = death;
                }
            });
        }
    }

    @Test
    void atEveryTransactionOfARelease() throws Exception {
        int transactions = transactions();
        assertThat(transactions).isGreaterThan(8);

        for (int place = 0; place < transactions; place++) {
            survives(deathAt(place));
        }
    }

    @Test
    void atEveryTransactionOfAReleaseOfFilesAlone() throws Exception {
        Newsroom newsroom = new Newsroom();
        newsroom.post("first", 1, "First", "Hello.");
        List<NewRecord> post = newsroom.commit();
        for (int i = 0; i < 2 * TRANSACTION; i++) {
            newsroom.asset("/" + i + ".txt", "A file.");
        }
        List<NewRecord> files = newsroom.commit();
        int told = 0;

        for (int place = 0; place < 2; place++) {
            try (Press press = new Press()) {
                press.stage.transaction = TRANSACTION;
                press.ingest(newsroom, post).run();
                press.ingest(newsroom, files);
                deathAt(place).set(press);
                assertThatThrownBy(press::run).hasMessageStartingWith("killed");
                press.kill();
                revive(press);
                press.run();
                told += press.events().size();
            }
        }

        // Of the post, of its release, and of the files'.
        assertThat(told).isEqualTo(2 * 3);
    }

    @Test
    void whatWaitsForTheEndOfItsCommitIsNotShownByAMendedStore() throws Exception {
        Newsroom newsroom = new Newsroom();
        newsroom.post("first", 1, "First", "Hello.").asset("/a.txt", "A");
        try (Press press = new Press()) {
            press.ingest(newsroom, newsroom.commit()).run();
            newsroom.asset("/b.txt", "B").post("second", 2, "Second", "No [link](nowhere).");
            newsroom.state("second", Content.State.DRAFT);
            List<NewRecord> commit = newsroom.commit();

            press.ingest(newsroom, commit.subList(0, commit.size() - 1)).run();
            press.kill();
            ObjectInfo lost = press.site.info(new ObjectKey("a.txt")).orElseThrow();
            press.site.delete(lost.key(), lost.digest());
            Set<String> before = press.readable().keySet();
            press.run();

            assertThat(press.text("a.txt")).isEqualTo("A");
            assertThat(press.status("b.txt")).isEqualTo(404);
            assertThat(press.readable().keySet()).isEqualTo(before);

            press.append(commit.getLast());
            press.run();

            assertThat(press.text("b.txt")).isEqualTo("B");
            assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
        }
    }

    private static Trap deathAt(int transaction) {
        return press -> {
            int[] commits = {0};
            press.stage.beforeCommit = n -> {
                if (commits[0]++ == transaction) {
                    throw new IllegalStateException("killed at transaction " + transaction);
                }
            };
        };
    }

    private static int transactions() throws Exception {
        Newsroom newsroom = new Newsroom();
        try (Press press = before(newsroom)) {
            int[] commits = {0};
            press.stage.beforeCommit = n -> commits[0]++;
            press.ingest(newsroom, newsroom.commit()).run();
            return commits[0];
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void againAndAgainInAnyHistory(long seed) throws Exception {
        againAndAgain(seed, new MemoryStorage());
    }

    @ParameterizedTest
    @ValueSource(longs = {15, 16})
    void againAndAgainOnFiles(long seed, @TempDir Path folder) throws Exception {
        try (Storage files = new FileStorage(folder)) {
            againAndAgain(seed, files);
        }
    }

    private static void againAndAgain(long seed, Storage site) throws Exception {
        Newsroom newsroom = new Newsroom();
        RandomHistory history = new RandomHistory(seed, newsroom, 60);
        Random random = new Random(seed);
        Maker maker = Maker.of(Theme.builtIn());
        Maker other = new Maker(maker.theme(), Digest.of("another program"));
        try (Press press = new Press(1, Press.ARTICLES, maker, site)) {
            press.stage.transaction = TRANSACTION;
            int deaths = 0;

            for (int i = 0; i < 60; i++) {
                history.commit();
                press.ingest(newsroom, newsroom.commit());
                int writes = press.site.changes() + random.nextInt(12);
                press.site.before = n -> {
                    if (n == writes) {
                        throw new IOException("killed at write " + writes);
                    }
                };
                int[] commits = {random.nextInt(6)};
                press.stage.beforeCommit = n -> {
                    if (commits[0]-- == 0) {
                        throw new IllegalStateException("killed before a transaction");
                    }
                };
                try {
                    press.run();
                } catch (IOException | IllegalStateException e) {
                    assertThat(e).hasMessageStartingWith("killed");
                    press.kill();
                    deaths++;
                    // Now and then while one program renders what another one had made.
                    press.by(random.nextInt(4) == 0 ? other : maker);
                }
                if (random.nextInt(10) == 0) {
                    press.log.compact(KafkaTopic.CONTENT, true);
                    press.log.compact(KafkaTopic.READABLE, true);
                }
            }
            revive(press);
            press.by(maker);
            press.run();

            assertThat(deaths).isGreaterThan(20);
            IncrementalEqualsCleanTest.isAsFresh(press, newsroom);
            assertThat(IncrementalEqualsCleanTest.liveByEvents(press))
                    .isEqualTo(IncrementalEqualsCleanTest.live(newsroom));
            assertThat(press.events().stream().map(Event::id)).doesNotHaveDuplicates();
        }
    }

    private interface Trap {
        void set(Press press);
    }

    private static void survives(Trap trap) throws Exception {
        Newsroom undisturbed = new Newsroom();
        Newsroom newsroom = new Newsroom();
        try (Press other = before(undisturbed);
                Press press = before(newsroom)) {
            other.ingest(undisturbed, undisturbed.commit()).run();
            press.ingest(newsroom, newsroom.commit());
            trap.set(press);

            assertThatThrownBy(press::run).hasMessageStartingWith("killed");
            press.kill();
            revive(press);
            press.run();

            IncrementalEqualsCleanTest.isAsFresh(press, newsroom);
            assertThat(IncrementalEqualsCleanTest.liveByEvents(press))
                    .isEqualTo(IncrementalEqualsCleanTest.live(newsroom));
            assertThat(press.events()).isEqualTo(other.events());
            assertThat(told(press)).isEqualTo(told(other));
        }
    }

    /** What is said of the last commit, in the end. */
    private static List<Object> told(Press press) {
        CommitStage done = press.records(KafkaTopic.COMMITS, CommitStage.class).getLast();
        return List.of(
                done.state(), done.counts(), done.documents(), press.events().getLast());
    }

    private static void revive(Press press) {
        press.site.before = n -> {};
        press.site.after = n -> {};
        press.stage.beforeCommit = n -> {};
    }

    private static int writes() throws Exception {
        Newsroom newsroom = new Newsroom();
        try (Press press = before(newsroom)) {
            int before = press.site.changes();
            press.ingest(newsroom, newsroom.commit()).run();
            return press.site.changes() - before;
        }
    }

    /** A site that stands, and a commit on the way in which everything happens. */
    private static Press before(Newsroom newsroom) throws Exception {
        Press press = new Press();
        press.stage.transaction = TRANSACTION;
        for (int i = 0; i < 45; i++) {
            newsroom.post("post-" + i, i, "Post " + i, "Text.", "garden", i % 3 == 0 ? "pond" : "hedge");
        }
        newsroom.link("post-7", List.of("post-20"));
        newsroom.page("about", "About")
                .asset("/a.txt", "a")
                .asset("/b.txt", "b")
                .asset("/old.html", "old")
                .asset("/404.html", "my own");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.post("post-20", 20, "Other title", "Text.", "new topic")
                .post("post-3", 60, "Post 3", "Later.", "pond")
                .rename("post-30", "moved")
                .remove("post-10")
                .post("new", 61, "New", "New.", "garden", "another topic")
                .page("contact", "Contact")
                .removeAsset("/a.txt")
                .asset("/b.txt", "changed")
                .asset("/c.txt", "c")
                .removeAsset("/404.html")
                .asset("/archive.html", "my own")
                .asset("/google123.html", "found");
        return press;
    }
}
