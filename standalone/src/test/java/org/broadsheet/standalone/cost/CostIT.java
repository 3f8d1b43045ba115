package org.broadsheet.standalone.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.MemoryContentStore;
import org.broadsheet.common.storage.MemoryStorage;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.render.stage.RenderCounters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a one-word edit costs is counted, not timed: the same on a hundred posts and on ten thousand, in all three roles. */
class CostIT {
    private static final Duration STILL = Duration.ofSeconds(2);

    /** What was done for one commit, by all roles, counted outside of them but for the templates. */
    record Cost(long templates, long recordsConsumed, long recordsWritten, long objectsRead, long objectsWritten) {
        Cost since(Cost before) {
            return new Cost(
                    templates - before.templates,
                    recordsConsumed - before.recordsConsumed,
                    recordsWritten - before.recordsWritten,
                    objectsRead - before.objectsRead,
                    objectsWritten - before.objectsWritten);
        }
    }

    @Test
    void aOneWordEditCostsTheSameOnAnySizeOfSite(@TempDir Path folder) throws Exception {
        Cost small = costOfAnEdit(folder.resolve("small"), 100);
        Cost large = costOfAnEdit(folder.resolve("large"), 10_000);

        System.out.println("cost of a one-word edit on 100 posts:    " + small);
        System.out.println("cost of a one-word edit on 10,000 posts: " + large);
        assertThat(large).isEqualTo(small);
        assertThat(small.templates()).isPositive();
        assertThat(small.objectsWritten()).isPositive();
    }

    private static Cost costOfAnEdit(Path folder, int posts) throws Exception {
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        for (int i = 0; i < posts; i++) {
            author.write(path(i), post(i, "first"));
        }
        CommitId imported = author.commit("Import");
        Counts counts = new Counts();
        RenderCounters rendered = new RenderCounters();
        try (Storage site = new CountingStorage(new MemoryStorage(), counts.read, counts.written);
                ContentStore work = new CountingContent(new MemoryContentStore(), counts.read, counts.written);
                RolesInMemory roles = new RolesInMemory(
                        author,
                        folder,
                        log -> new CountingLog(log, counts.consumed, counts.appended),
                        site,
                        work,
                        rendered)) {
            roles.awaitDone(imported);
            // The edit of which the cost is taken is the second, so that nothing is done for the first time.
            edit(author, roles, posts / 2 + 1, "again");
            Cost before = settled(counts, rendered);
            edit(author, roles, posts / 2, "second");
            return settled(counts, rendered).since(before);
        }
    }

    private static void edit(GitCommandLine author, RolesInMemory roles, int number, String word) {
        author.write(path(number), post(number, word));
        roles.awaitDone(author.commit("Edit " + number));
    }

    /** What was counted when nothing moves any more: views and dispatch go on when the commit's last stage has said that it is done. */
    private static Cost settled(Counts counts, RenderCounters rendered) {
        AtomicReference<Cost> last = new AtomicReference<>(counts.cost(rendered));
        AtomicLong since = new AtomicLong(System.nanoTime());
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    Cost now = counts.cost(rendered);
                    if (!now.equals(last.getAndSet(now))) {
                        since.set(System.nanoTime());
                    }
                    return System.nanoTime() - since.get() > STILL.toNanos();
                });
        return last.get();
    }

    private static String path(int number) {
        return "_posts/post-%05d.md".formatted(number);
    }

    private static String post(int number, String word) {
        return """
                ---
                title: Post %05d
                excerpt: What it says.
                topic: topic-%d
                author: Author %d
                date: %s
                ---

                The %s word of this post, and [a link](post-%05d).
                """.formatted(
                        number,
                        number % 3,
                        number % 2,
                        Instant.parse("2000-01-01T00:00:00Z").plus(Duration.ofHours(number)),
                        word,
                        number == 0 ? 1 : number - 1);
    }

    private static final class Counts {
        private final LongAdder consumed = new LongAdder();
        private final LongAdder appended = new LongAdder();
        private final LongAdder read = new LongAdder();
        private final LongAdder written = new LongAdder();

        Cost cost(RenderCounters rendered) {
            return new Cost(rendered.counts().templates(), consumed.sum(), appended.sum(), read.sum(), written.sum());
        }
    }
}
