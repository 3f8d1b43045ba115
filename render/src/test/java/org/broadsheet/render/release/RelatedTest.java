package org.broadsheet.render.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Kind;
import org.junit.jupiter.api.Test;

class RelatedTest {
    private Site site = Site.of(List.of());

    @Test
    void areOlderPostsWithTheMostTopicsInCommonThenTheNewest() {
        publish(0, "pond", "hedge");
        publish(1, "pond");
        publish(2, "hedge");
        publish(3, "hedge");
        publish(4);
        publish(5, "pond", "hedge");
        publish(6, "pond");

        assertThat(related(5)).containsExactly(0, 3, 2);
        assertThat(related(0)).isEmpty();
        assertThat(related(4)).isEmpty();
    }

    @Test
    void theNextOlderPostIsShownAnyway() {
        publish(0, "pond");
        publish(1, "pond");
        publish(2, "pond");

        assertThat(related(2)).containsExactly(0);
    }

    @Test
    void noNewerPostChangesThemAndTheOneThatGoesIsReplaced() {
        for (int i = 0; i < 6; i++) {
            publish(i, "pond");
        }
        publish(6);
        publish(7, "Pond");
        List<Integer> before = related(7);
        publish(8, "pond");

        assertThat(before).containsExactly(5, 4, 3);
        assertThat(related(7)).isEqualTo(before);

        site = site.with(List.of(new Incoming.Absent(new DocumentKey(Kind.POST, Posts.id(4)), Optional.empty())))
                .now();

        assertThat(related(7)).containsExactly(5, 3, 2);
        assertThat(related(8)).containsExactly(5, 3);
    }

    @Test
    void aPostIsShownByNoMoreThanThreeForEachOfItsTopics() {
        for (int i = 0; i < 50; i++) {
            publish(i, "pond", i % 2 == 0 ? "hedge" : "wall");
        }
        List<Kept> shownBy = new ArrayList<>();
        site.relatedTo(kept(10), shownBy::add);

        assertThat(shownBy).hasSize(6);
        for (int i = 0; i < 50; i++) {
            if (related(i).contains(10)) {
                assertThat(shownBy).contains(kept(i));
            }
        }
    }

    private void publish(int number, String... topics) {
        site = site.with(List.of(new Incoming.Live(Posts.post(number, "Post " + number, topics))))
                .now();
    }

    private List<Integer> related(int number) {
        return site.related(kept(number)).stream()
                .map(post -> Integer.valueOf(post.slug().substring("post-".length())))
                .toList();
    }

    private Kept kept(int number) {
        return site.kept(new DocumentKey(Kind.POST, Posts.id(number))).orElseThrow();
    }
}
