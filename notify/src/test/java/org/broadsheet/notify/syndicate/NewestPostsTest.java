package org.broadsheet.notify.syndicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private final NewestPosts newest = new NewestPosts(3);
    private final Posts posts = new Posts(new MemoryEventLog(), new MemoryContentStore());

    @Test
    void looksForLostDocumentsSeldomHoweverManyPostsGo() {
        List<Readable.Document> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(post("p" + i, i, Optional.empty()));
        }

        int lookedFor = 0;
        for (int i = 99; i >= 3; i--) {
            newest.remove(all.get(i).id());
            List<PostId> missing =
                    newest.missing().stream().map(SiteFold.Kept.Post::id).toList();
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
        assertThat(newest.guid(oldest.id())).contains("old:1");
        newest.remove(oldest.id());
        assertThat(newest.guid(claimant.id())).contains("old:1");
    }

    private Readable.Document post(String slug, int day, Optional<String> guid) {
        Readable.Document post = posts.publish(slug, Events.TIME.plus(Duration.ofDays(day)), "<p></p>", guid);
        newest.put(new SiteFold.Kept.Post(post.id(), post.publishedAt(), guid, 0), post);
        return post;
    }
}
