package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many posts each have a file of one name: what comes, goes or changes is looked at, and nothing else. */
class OneFileAmongManyTest {
    private static final int FEW = 50;
    private static final int MANY = 500;

    @TempDir
    Path data;

    /** @param change of a post in the midst */
    record Case(String name, BiConsumer<GitFixture, Integer> each, BiConsumer<GitFixture, Integer> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A bundle that shows the picture beside it. */
    private static void bundle(GitFixture git, int i) {
        git.write("_posts/" + i + "/index.md", "---\ntitle: A\ncover: cover.jpg\n---\nWords.\n");
        git.write("_posts/" + i + "/cover.jpg", "picture " + i);
    }

    private static void asking(GitFixture git, int i) {
        git.write("_posts/" + i + "/index.md", "---\ntitle: A\ncover: cover.jpg\n---\nWords.\n");
    }

    static List<Case> cases() {
        BiConsumer<GitFixture, Integer> replace = (git, i) -> git.write("_posts/" + i + "/cover.jpg", "another");
        BiConsumer<GitFixture, Integer> delete = (git, i) -> git.delete("_posts/" + i + "/cover.jpg");
        return List.of(
                new Case("a picture is replaced", OneFileAmongManyTest::bundle, replace),
                new Case("a picture goes", OneFileAmongManyTest::bundle, delete),
                new Case("a picture comes that all lack", OneFileAmongManyTest::asking, replace),
                new Case("a whole bundle goes", OneFileAmongManyTest::bundle, (git, i) -> {
                    git.delete("_posts/" + i + "/index.md");
                    delete.accept(git, i);
                }),
                new Case("a whole bundle is renamed", OneFileAmongManyTest::bundle, (git, i) -> {
                    git.delete("_posts/" + i + "/index.md");
                    delete.accept(git, i);
                    bundle(git, 7_000);
                }),
                new Case(
                        "a picture comes into the web root that nobody means",
                        OneFileAmongManyTest::bundle,
                        (git, i) -> git.write("public/cover.jpg", "another")),
                new Case(
                        "a picture among posts is replaced",
                        (git, i) -> {
                            git.write("_posts/" + i + "/post" + i + ".md", "Words.\n");
                            git.write("_posts/" + i + "/cover.jpg", "picture");
                        },
                        replace),
                new Case(
                        "the introduction is replaced",
                        (git, i) -> {
                            git.write("_posts/" + i + ".md", "Words.\n");
                            git.write("_posts/_index.md", "All of them.\n");
                        },
                        (git, i) -> git.write("_posts/_index.md", "Really all of them.\n")),
                new Case(
                        "a bundle moves to another URL",
                        OneFileAmongManyTest::bundle,
                        (git, i) -> git.write(
                                "_posts/" + i + "/index.md", "---\ntitle: A\nslug: moved" + i + "\n---\nWords.\n")),
                new Case(
                        "a bundle's text alone goes",
                        OneFileAmongManyTest::bundle,
                        (git, i) -> git.delete("_posts/" + i + "/index.md")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void costsWhatItChangesHoweverManyHaveOne(Case one) throws Exception {
        assertThat(blobsRead(one, MANY, 1)).as("files read among many").isLessThanOrEqualTo(blobsRead(one, FEW, 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void severalCostAsMuchAsTheyAre(Case one) throws Exception {
        assertThat(blobsRead(one, 200, 5))
                .as("files read for five")
                .isLessThanOrEqualTo(blobsRead(one, 200, 1) * 5 + 5);
    }

    private long blobsRead(Case one, int many, int changes) throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            for (int i = 0; i < many; i++) {
                one.each.accept(git, i);
            }
            ingest.look(git.commit("Many"));
            for (int i = 0; i < changes; i++) {
                one.change.accept(git, many / 2 + i);
            }
            CommitId changed = git.commit("Change");

            long before = git.blobsRead();
            ingest.look(changed);
            long read = git.blobsRead() - before;

            try (IngestDriver fresh = new IngestDriver(git, data)) {
                fresh.look();
                assertThat(ingest.problems()).isEqualTo(fresh.problems());
                assertThat(records(ingest)).isEqualTo(records(fresh));
            }
            return read;
        }
    }

    private static Map<String, Content> records(IngestDriver ingest) {
        Map<String, Content> records = new TreeMap<>(ingest.content());
        records.values().removeIf(c -> c instanceof Content.Removed || c instanceof Content.CommitIngested);
        return records;
    }
}
