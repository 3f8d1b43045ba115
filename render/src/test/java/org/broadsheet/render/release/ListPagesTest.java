package org.broadsheet.render.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Published;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListPagesTest {
    private static final UrlPath ARCHIVE = new UrlPath("/archive");

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 0, 1", "19, 0, 19", "20, 1, 20", "21, 1, 21", "39, 1, 39", "40, 2, 20", "59, 2, 39"})
    void theNewestPageShowsTheUnfinishedBlockAndTheOneBefore(int posts, int full, int shown) {
        ListPages pages = new ListPages(ARCHIVE, Posts.upTo(posts));

        assertThat(pages.full()).isEqualTo(full);
        assertThat(pages.on(0)).hasSize(shown);
    }

    @Test
    void everyPostIsReachedFromTheNewestPageAndBackAgain() {
        List<Published> posts = Posts.upTo(107);
        ListPages pages = new ListPages(ARCHIVE, posts);

        List<Published> seen = new ArrayList<>();
        int page = 0;
        while (true) {
            int of = page;
            seen.addAll(pages.on(of));
            if (pages.older(of).isEmpty()) {
                break;
            }
            page = Integer.parseInt(pages.older(of).get().value().substring("/archive/".length()));
        }

        assertThat(seen).containsExactlyElementsOf(posts.reversed());
        assertThat(pages.newer(4)).contains(new UrlPath("/archive/5"));
        assertThat(pages.newer(5)).contains(ARCHIVE);
        assertThat(pages.newer(0)).isEmpty();
    }

    @Test
    void aNewerPostLeavesFullBlocksAsTheyAre() {
        ListChange change = change(Posts.upTo(65), List.of(), List.of(Posts.post(65, "Post 65")));

        assertThat(change.blocks(20).stream()).containsExactly(3);
    }

    @Test
    void blocksThatAreNotNamedHoldTheSameAsBefore() {
        Random random = new Random(7);
        List<Published> all = Posts.upTo(200);
        for (int round = 0; round < 500; round++) {
            List<Published> before = new ArrayList<>(all);
            before.removeIf(post -> random.nextInt(3) == 0);
            List<Published> removed = new ArrayList<>(before);
            Collections.shuffle(removed, random);
            removed = removed.subList(0, random.nextInt(5));
            List<Published> added = new ArrayList<>(all);
            added.removeAll(before);
            Collections.shuffle(added, random);
            added = new ArrayList<>(added.subList(0, random.nextInt(5)));
            added.addAll(removed.subList(0, removed.size() / 2));

            ListChange change = change(before, removed, added);

            for (int block = 0;
                    block * 10 < Math.max(before.size(), change.now().size());
                    block++) {
                if (!change.blocks(10).get(block)) {
                    assertThat(block(change.now(), block)).isEqualTo(block(before, block));
                }
            }
        }
    }

    private static ListChange change(List<Published> before, List<Published> removed, List<Published> added) {
        return ListChange.of(KeptList.of(before), KeptList.of(removed), KeptList.of(added));
    }

    private static List<Published> block(List<Published> posts, int block) {
        return posts.subList(Math.min(posts.size(), block * 10), Math.min(posts.size(), block * 10 + 10));
    }

    @Test
    void aListIsChangedAsIfItWereSortedAnew() {
        Random random = new Random(7);
        List<Published> all = new ArrayList<>(Posts.upTo(200));
        for (int round = 0; round < 200; round++) {
            Collections.shuffle(all, random);
            KeptList list = PostOrder.of(all.subList(0, 100));
            List<Published> removed = all.subList(0, random.nextInt(30));
            List<Published> added = new ArrayList<>(all.subList(100, 100 + random.nextInt(30)));
            // An edit takes a post out and puts it in again at its place.
            added.addAll(removed.subList(0, removed.size() / 2));
            List<Published> expected = new ArrayList<>(list);
            expected.removeAll(removed);
            expected.addAll(added);

            assertThat(PostOrder.changed(list, KeptList.of(removed), KeptList.of(added)))
                    .isEqualTo(PostOrder.of(expected));
        }
    }
}
