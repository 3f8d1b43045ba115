package org.broadsheet.render.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.broadsheet.common.id.UrlPath;
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
        ListPages before = new ListPages(ARCHIVE, Posts.upTo(65));
        ListPages after = new ListPages(ARCHIVE, Posts.upTo(66));

        assertThat(IntStream.rangeClosed(0, 3).filter(page -> !after.looksLike(before, page)))
                .containsExactly(0);
    }

    @Test
    void pagesBeforeTheFirstPlaceThatDiffersLookAsTheyDid() {
        Random random = new Random(7);
        List<Published> all = Posts.upTo(130);
        for (int round = 0; round < 200; round++) {
            int from = random.nextInt(60);
            List<Published> before = all.subList(0, 100 + random.nextInt(30));
            List<Published> now = new ArrayList<>(before);
            now.subList(from, from + random.nextInt(25)).clear();
            now.addAll(all.subList(before.size(), all.size()));

            int first = PostOrder.firstUnlike(before, now, Published::looksLike);
            ListPages was = new ListPages(ARCHIVE, before);
            ListPages is = new ListPages(ARCHIVE, now);

            assertThat(IntStream.range(1, Math.max(1, first / ListPages.BLOCK))
                            .filter(page -> !is.looksLike(was, page)))
                    .isEmpty();
        }
        assertThat(PostOrder.firstUnlike(all, all, Published::looksLike)).isEqualTo(all.size());
    }

    @Test
    void aListIsChangedAsIfItWereSortedAnew() {
        Random random = new Random(7);
        List<Published> all = new ArrayList<>(Posts.upTo(200));
        for (int round = 0; round < 200; round++) {
            Collections.shuffle(all, random);
            List<Published> list = PostOrder.of(all.subList(0, 100));
            List<Published> removed = all.subList(0, random.nextInt(30));
            List<Published> added = new ArrayList<>(all.subList(100, 100 + random.nextInt(30)));
            // An edit takes a post out and puts it in again at its place.
            added.addAll(removed.subList(0, removed.size() / 2));
            List<Published> expected = new ArrayList<>(list);
            expected.removeAll(removed);
            expected.addAll(added);

            assertThat(PostOrder.changed(list, removed, added)).isEqualTo(PostOrder.of(expected));
        }
    }
}
