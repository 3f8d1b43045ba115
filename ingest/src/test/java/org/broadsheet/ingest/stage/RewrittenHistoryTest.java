package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However often history is rewritten, what is published keeps its id, and who takes it in with nothing but Git comes to the same ids. */
class RewrittenHistoryTest {
    private static final List<String> PATHS = List.of("_posts/a.md", "_posts/b.md", "pages/c.md", "_posts/d/index.md");

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void keepsIdsAndLosesNoneWithKafka(long seed) throws Exception {
        Random random = new Random(seed);
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            PATHS.forEach(path -> write(git, path, random));
            git.commit("Begin");
            ingest.look();
            for (int step = 0; step < 30; step++) {
                Map<String, PostId> before = ids(ingest);
                CommitId tip = git.tip().orElseThrow();
                List<String> stayed = new ArrayList<>(git.paths());
                boolean switched = random.nextInt(4) == 0;
                if (switched) {
                    String branch = "branch-" + random.nextInt(3);
                    git.on(branch).publish(branch);
                    stayed.retainAll(git.paths());
                }
                boolean rewritten = random.nextInt(4) == 0;
                change(git, random, stayed);
                CommitId commit = rewritten ? git.rewrite("Rewritten " + step) : git.commit("Commit " + step);
                if (random.nextInt(3) == 0) {
                    ingest.restart();
                }
                ingest.look(commit);

                assertThat(ingest.commit(commit).state()).isEqualTo(CommitStage.State.DONE);
                Map<String, PostId> after = ids(ingest);
                if (switched && isOnTopOf(git, tip, commit)) {
                    // On the way a post may have left, and another come in its place.
                    stayed.clear();
                }
                for (String path : stayed) {
                    assertThat(after.get(path))
                            .as("step %d: %s, rewritten: %s", step, path, rewritten)
                            .isEqualTo(before.get(path));
                }
                try (IngestDriver rebuilt = new IngestDriver(git, data.resolve("rebuilt" + step))) {
                    rebuilt.look();
                    assertThat(ids(rebuilt)).as("step %d", step).isEqualTo(after);
                }
            }
        }
    }

    private static boolean isOnTopOf(GitFixture git, CommitId tip, CommitId commit) throws IOException {
        try (RevWalk walk = new RevWalk(git.repository())) {
            return walk.isMergedInto(
                    walk.parseCommit(ObjectId.fromString(tip.value())),
                    walk.parseCommit(ObjectId.fromString(commit.value())));
        }
    }

    /** @param stayed the paths that are there before and behind it */
    private static void change(GitFixture git, Random random, List<String> stayed) {
        String path = PATHS.get(random.nextInt(PATHS.size()));
        if (stayed.contains(path) && random.nextInt(3) == 0) {
            git.delete(path);
            stayed.remove(path);
        } else {
            write(git, path, random);
        }
    }

    private static void write(GitFixture git, String path, Random random) {
        git.write(path, "---\ntitle: A\n---\nVersion " + random.nextInt() + "\n");
    }

    private static Map<String, PostId> ids(IngestDriver ingest) {
        Map<String, PostId> ids = new TreeMap<>();
        ingest.content().values().forEach(content -> {
            if (content instanceof Content.Document document) {
                ids.put(document.path().value(), document.id());
            }
        });
        return ids;
    }
}
