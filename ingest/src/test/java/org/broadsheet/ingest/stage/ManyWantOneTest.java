package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thousands that want one slug, id, title, topic or cover: a commit costs what it changes, not how many they are. */
class ManyWantOneTest {
    private static final int MANY = 500;
    private static final String ID = "11111111-1111-4111-8111-111111111111";

    @TempDir
    Path data;

    record Crowd(String name, IntFunction<String> path, String frontMatter) {
        String text(int i) {
            return "---\n" + frontMatter + "\n---\nThe words of " + i + "\n";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Crowd> crowds() {
        return List.of(
                new Crowd("one slug by file name", i -> "_posts/" + i + "/post.md", "title: A"),
                new Crowd("one slug by key", i -> "_posts/" + i + ".md", "slug: post"),
                new Crowd("one id", i -> "_posts/" + i + ".md", "id: " + ID),
                new Crowd("one id and slug", i -> "_posts/" + i + "/post.md", "id: " + ID),
                new Crowd("drafts of one slug", i -> "_drafts/" + i + "/post.md", "title: A"),
                new Crowd("one wrong value", i -> "_posts/" + i + ".md", "draft: perhaps"),
                new Crowd(
                        "one title, topic, author and cover",
                        i -> "_posts/" + i + ".md",
                        "title: A\ntopic: t\nauthor: Ada\ncover: /nowhere.png"));
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void aCommitCostsWhatItChanges(Crowd crowd) throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            for (int i = 0; i < MANY; i++) {
                git.write(crowd.path.apply(i), crowd.text(i));
            }
            ingest.look(git.commit("Many"));

            long before = git.blobsRead();
            ingest.look(git.write(crowd.path.apply(MANY), crowd.text(MANY)).commit("One more"));
            assertThat(git.blobsRead() - before).as("blobs read for one more").isLessThan(10);
            assertThat(ingest.records()).isLessThanOrEqualTo(3);

            before = git.blobsRead();
            ingest.look(git.write(crowd.path.apply(MANY / 2), crowd.text(-1)).commit("One edited"));
            assertThat(git.blobsRead() - before).as("blobs read for an edit").isLessThan(10);

            before = git.blobsRead();
            ingest.look(git.delete(crowd.path.apply(MANY / 2)).commit("One less"));
            assertThat(git.blobsRead() - before).as("blobs read for one less").isLessThan(10);
        }
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void whenTheOneThatHasItGoesTheNextBornHasIt(Crowd crowd) throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            for (int i = 0; i < 5; i++) {
                git.write(crowd.path.apply(i), crowd.text(i)).commit("Number " + i);
            }
            ingest.look();
            List<Content.State> standing = states(ingest);
            git.delete(crowd.path.apply(0)).commit("The eldest goes");
            git.write(crowd.path.apply(0), crowd.text(7)).commit("And comes back");
            ingest.look();

            try (IngestDriver fresh = new IngestDriver(git, data)) {
                fresh.look();
                assertThat(ingest.problems()).isEqualTo(fresh.problems());
                assertThat(states(ingest)).isEqualTo(states(fresh)).hasSameSizeAs(standing);
            }
        }
    }

    private static List<Content.State> states(IngestDriver ingest) {
        return ingest.content().values().stream()
                .filter(Content.Document.class::isInstance)
                .map(document -> ((Content.Document) document).state())
                .toList();
    }
}
