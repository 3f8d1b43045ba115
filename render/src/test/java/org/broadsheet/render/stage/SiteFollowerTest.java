package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.ForwardingLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.common.testing.TestConfiguration;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.site.SiteFollower;
import org.broadsheet.render.site.SiteFollowers;
import org.broadsheet.render.theme.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That all of a role knows the same site, whoever makes it. */
class SiteFollowerTest {
    private final Newsroom newsroom = new Newsroom();

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void whoeverFollowsHasTheSiteOfItsOwner(long seed) throws Exception {
        RandomHistory history = new RandomHistory(seed, newsroom, 30);
        try (Press press = new Press(1, Press.ARTICLES, Maker.of(Theme.builtIn()))) {
            // Of few records, so that transactions end in the midst of releases.
            press.stage.transaction = 4;
            SiteFollower elsewhere = follower(press.log);
            for (int i = 0; i < 40; i++) {
                history.commit();
                press.ingest(newsroom, newsroom.commit()).run();
                if (i % 7 == 6) {
                    press.kill();
                }

                Map<String, Object> recorded = said(Site.of(press.readable().values()));
                assertThat(said(elsewhere.upToDate())).isEqualTo(recorded);
                assertThat(said(press.readable.upToDate())).isEqualTo(recorded);
            }
        }
    }

    @Test
    void whatTheOwnerHasCommittedIsReadByNobody() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        try (Press press = new Press()) {
            press.ingest(newsroom, newsroom.commit()).run();
            Site site = press.readable.now();

            assertThat(site.posts()).extracting(Published::title).containsExactly("First");
            assertThat(press.readable.upToDate()).isSameAs(site);
        }
    }

    @Test
    void whatAFormerOwnerLeftInTheMidstOfAReleaseIsThere() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        try (Press press = new Press()) {
            press.ingest(newsroom, newsroom.commit()).run();
            SiteFollower elsewhere = follower(press.log);
            assertThat(elsewhere.upToDate().posts()).hasSize(1);
            for (int i = 2; i < 9; i++) {
                newsroom.post("post-" + i, i, "Post " + i, "Hello.");
            }
            press.ingest(newsroom, newsroom.commit());
            press.stage.transaction = 3;
            press.runAndDieAfter(4);

            assertThat(elsewhere.upToDate().posts()).hasSizeBetween(2, 7);
            assertThat(said(elsewhere.upToDate()))
                    .isEqualTo(said(Site.of(press.readable().values())));
        }
    }

    @Test
    void whileTheLogIsAwayItIsAsItWas() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        try (Press press = new Press()) {
            press.ingest(newsroom, newsroom.commit()).run();
            Reading reading = new Reading(press.log);
            SiteFollower follower = follower(reading);
            reading.isAway = true;
            assertThatThrownBy(follower::upToDate).isInstanceOf(EventLog.LogFailure.class);
            reading.isAway = false;
            Site site = follower.upToDate();

            reading.isAway = true;

            assertThat(follower.upToDate()).isSameAs(site);
        }
    }

    @Test
    void whoAsksInTheMidstOfASwapHasTheSiteAllTheSame() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Hello.");
        try (Press press = new Press()) {
            press.ingest(newsroom, newsroom.commit()).run();
            AtomicInteger told = new AtomicInteger();
            AtomicReference<SiteFollower> asked = new AtomicReference<>();
            EventLog reading = new ForwardingLog(press.log) {
                @Override
                public AutoCloseable tail(KafkaTopic topic, boolean fromBeginning, Consumer<LogRecord> to) {
                    return super.tail(topic, fromBeginning, record -> {
                        to.accept(record);
                        // A reader asks for a page after each record.
                        asked.get().now();
                        told.incrementAndGet();
                    });
                }
            };
            asked.set(follower(reading));
            SiteFollowers followers = new SiteFollowers(reading, Map.of(Newsroom.SITE, asked.get()));
            followers.start();
            asked.get().upToDate();
            long before = press.log.written(KafkaTopic.READABLE, 0);

            newsroom.rename("first", "tmp").rename("second", "first").rename("first", "second");
            press.ingest(newsroom, newsroom.commit()).run();
            int records = press.log.page(KafkaTopic.READABLE, 0, before, 1_000).size();
            await().until(() -> told.get() >= records);

            assertThat(said(asked.get().now()))
                    .isEqualTo(said(Site.of(press.readable().values())));
            press.kill();
            press.readable = asked.get();
            press.run();
            assertThat(press.status("posts/first")).isEqualTo(200);
            assertThat(press.status("posts/second")).isEqualTo(200);
            followers.close();
        }
    }

    @Test
    void anotherSiteOfThePartitionChangesNothing() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        try (Press press = new Press()) {
            press.ingest(newsroom, newsroom.commit()).run();
            SiteFollower follower = follower(press.log);
            Map<String, Object> before = said(follower.upToDate());
            SiteId other = new SiteId("other");
            Published post = follower.now().posts().getFirst();
            Readable.StoredObject archive = new Readable.StoredObject(
                    other, Kind.LISTING, new UrlPath("/archive"), post.article(), 3, Optional.empty());
            press.append(NewRecord.of(KafkaTopic.READABLE, archive.key(), archive));
            press.append(NewRecord.tombstone(KafkaTopic.READABLE, post.key().in(other)));

            assertThat(said(follower.upToDate())).isEqualTo(before);
        }
    }

    private static SiteFollower follower(EventLog log) {
        SiteAddress address = TestConfiguration.address(TestConfiguration.of(Path.of("target"), Map.of()));
        return new SiteFollower(log, address, Snapshots.none());
    }

    /** All that a site says, but for what follows from that. */
    private static Map<String, Object> said(Site site) {
        Map<String, Object> said = new TreeMap<>();
        site.documents().forEach(document -> said.put("document " + document.key(), document));
        site.sources(Newsroom.SITE).forEach(key -> said.put("source " + key, ""));
        site.introductions().forEach(one -> said.put("introduction " + one.listing(), one));
        site.assets(url -> said.put("asset " + url, site.assetAt(url)));
        site.claimed(url -> said.put("claimed " + url, site.isGone(url)));
        site.objects((url, object) -> said.put("object " + url, object.kind() + " " + object.digest() + object.view()));
        site.lists(list -> said.put(
                "list " + list, site.list(list).stream().map(Published::id).toList()));
        for (UrlPath url : site.documents().stream().map(Published::url).toList()) {
            said.put("owner " + url, site.documentAt(url).map(Published::key));
        }
        said.put("settings", site.settings());
        said.put("rendered", site.rendered());
        said.put("release", site.release());
        return said;
    }

    /** May be away. */
    private static final class Reading extends ForwardingLog {
        boolean isAway;

        Reading(EventLog log) {
            super(log);
        }

        @Override
        public long read(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
            return isAway ? away() : super.read(topic, partition, from, to);
        }

        @Override
        public long readAll(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
            return isAway ? away() : super.readAll(topic, partition, from, to);
        }

        private static long away() {
            throw new LogFailure("the log is away", null);
        }
    }
}
