package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.theme.Theme;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guarantee 2: after any sequence of commits the site store holds what a fresh import of the last commit gives. */
class IncrementalEqualsCleanTest {
    private static final int COMMITS = 60;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void afterAnyHistory(long seed) throws Exception {
        Newsroom newsroom = new Newsroom();
        RandomHistory history = new RandomHistory(seed, newsroom);
        Random random = new Random(seed);
        try (Press press = new Press(2, Press.ARTICLES, Maker.of(Theme.builtIn()))) {
            for (int i = 0; i < COMMITS; i++) {
                history.commit();
                press.ingest(newsroom, newsroom.commit());
                // Now and then two commits are taken in at once.
                if (random.nextInt(3) > 0) {
                    press.run();
                }
                if (random.nextInt(10) == 0) {
                    press.log.compact(KafkaTopic.CONTENT, true);
                    press.log.compact(KafkaTopic.READABLE, true);
                }
                if (random.nextInt(5) == 0) {
                    press.run().close();
                }
                if (i % 10 == 9) {
                    press.run();
                    isAsFresh(press, newsroom);
                }
            }

            assertThat(liveByEvents(press)).isEqualTo(live(newsroom));
            assertThat(press.events().stream().map(Event::id)).doesNotHaveDuplicates();
        }
    }

    /** Its records of what stands there included: so that nothing was passed over of which the view has changed. */
    static void isAsFresh(Press press, Newsroom newsroom) throws Exception {
        try (Press fresh = new Press()) {
            assertThat(press.dump())
                    .isEqualTo(fresh.ingest(newsroom, newsroom.fresh()).run().dump());
            assertThat(press.recorded()).isEqualTo(press.stored());
            assertThat(press.views()).isEqualTo(fresh.views());
        }
    }

    /** What is in the site store after a fresh import. */
    static Map<String, String> fresh(Newsroom newsroom) throws Exception {
        try (Press press = new Press()) {
            return press.ingest(newsroom, newsroom.fresh()).run().dump();
        }
    }

    /** What somebody knows who has heard all events: the titles of what is live. */
    static Map<String, String> liveByEvents(Press press) {
        Map<String, String> live = new HashMap<>();
        for (Event event : press.events()) {
            if (event.data() instanceof Event.DocumentData data) {
                switch (event.type()) {
                    case POST_PUBLISHED, PAGE_PUBLISHED ->
                        assertThat(live.put(event.subject(), data.title())).isNull();
                    case POST_UPDATED, PAGE_UPDATED ->
                        assertThat(live.put(event.subject(), data.title())).isNotNull();
                    default -> assertThat(live.remove(event.subject())).isNotNull();
                }
            }
        }
        return live;
    }

    static Map<String, String> live(Newsroom newsroom) {
        Map<String, String> live = new HashMap<>();
        newsroom.posts().stream()
                .filter(post -> post.state() == org.broadsheet.common.record.Content.State.LIVE)
                .forEach(post -> live.put(Newsroom.id(post).toString(), post.title()));
        return live;
    }
}
