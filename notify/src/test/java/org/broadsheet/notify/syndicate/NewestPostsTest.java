package org.broadsheet.notify.syndicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.MemoryContentStore;
import org.broadsheet.notify.testing.Events;
import org.broadsheet.notify.testing.Posts;
import org.junit.jupiter.api.Test;

class NewestPostsTest {
    private final Map<String, SiteFold.Kept> records = new HashMap<>();
    private final NewestPosts newest = new NewestPosts(3, records);
    private final Posts posts = new Posts(new MemoryEventLog(), new MemoryContentStore());

    @Test
    void looksForLostDocumentsSeldomHoweverManyPostsGo() {
        List<Readable.Document> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(post("p" + i, i, Optional.empty()));
        }

        int lookedFor = 0;
        for (int i = 99; i >= 3; i--) {
            remove(all.get(i));
            List<PostId> missing =
                    newest.missing().stream().map(NewestPosts.Place::id).toList();
            if (!missing.isEmpty()) {
                lookedFor++;
                all.stream()
                        .filter(post -> missing.contains(post.id()))
                        .forEach(post -> newest.supply(post.id(), Json.write(post)));
            }
            assertThat(newest.list()).containsExactly(all.get(i - 1), all.get(i - 2), all.get(i - 3));
        }

        assertThat(lookedFor).isLessThan(10);
    }

    @Test
    void leavesAGuidToTheOldestThatClaimsItThoughOthersAreNewer() {
        Readable.Document oldest = post("a", 0, Optional.of("old:1"));
        for (int i = 1; i < 50; i++) {
            post("p" + i, i, Optional.empty());
        }
        Readable.Document claimant = post("b", 50, Optional.of("old:1"));
        Readable.Document blank = post("c", 51, Optional.of(" "));

        assertThat(newest.guid(claimant.id())).isEmpty();
        assertThat(newest.guid(blank.id())).isEmpty();
        remove(oldest);
        assertThat(newest.guid(claimant.id())).contains("old:1");
    }

    private Readable.Document post(String slug, int day, Optional<String> guid) {
        Readable.Document post = posts.publish(slug, Events.TIME.plus(Duration.ofDays(day)), "<p></p>", guid);
        SiteFold.Kept.Post place = SiteFold.Kept.Post.of(post.publishedAt(), guid, 0);
        records.put(post.key(), place);
        newest.put(NewestPosts.Place.of(post.key(), place), post);
        return post;
    }

    private void remove(Readable.Document post) {
        SiteFold.Kept.Post place = (SiteFold.Kept.Post) Objects.requireNonNull(records.remove(post.key()));
        newest.remove(NewestPosts.Place.of(post.key(), place));
    }
}
