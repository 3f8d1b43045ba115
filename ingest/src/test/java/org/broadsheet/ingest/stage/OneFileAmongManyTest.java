package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many posts each have a file of one name: what comes, goes or changes is looked at by whoever links to it, and by nobody else. */
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

    private static String post(String... links) {
        StringBuilder text = new StringBuilder("---\ntitle: A\n---\nWords.\n");
        for (String link : links) {
            text.append("\n[link](").append(link).append(")\n");
        }
        return text.toString();
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
                        "a post comes whose slug is the picture's name",
                        OneFileAmongManyTest::asking,
                        (git, i) -> git.write("pages/cover.jpg.md", post())),
                new Case(
                        "a picture in a folder above is replaced",
                        (git, i) -> {
                            git.write("_posts/" + i + "/text/post.md", post("../cover.jpg"));
                            git.write("_posts/" + i + "/cover.jpg", "picture");
                        },
                        replace),
                new Case(
                        "a picture in a folder above goes",
                        (git, i) -> {
                            git.write("_posts/" + i + "/text/post" + i + ".md", post("../cover.jpg"));
                            git.write("_posts/" + i + "/cover.jpg", "picture");
                        },
                        delete),
                new Case(
                        "a picture that all link to is replaced",
                        (git, i) -> {
                            git.write("_posts/" + i + ".md", post("/_posts/0/cover.jpg"));
                            bundle(git, 0);
                        },
                        (git, i) -> git.write("_posts/0/cover.jpg", "another")),
                new Case(
                        "the introduction that all link to is replaced",
                        (git, i) -> {
                            git.write("_posts/" + i + ".md", post("_index.md"));
                            git.write("_posts/_index.md", "All of them.\n");
                        },
                        (git, i) -> git.write("_posts/_index.md", "Really all of them.\n")),
                new Case(
                        "an index of a name that all have",
                        (git, i) -> git.write("pages/" + i + "/team/index.md", post("../about", "./team")),
                        (git, i) -> git.write("pages/" + i + "/about.md", post())),
                new Case(
                        "a text of a name that all ask for",
                        (git, i) -> git.write("_posts/" + i + "/first" + i + ".md", post("second.md")),
                        (git, i) -> git.write("_posts/" + i + "/second.md", post())));
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
                assertThat(new TreeMap<>(ingest.assets())).isEqualTo(fresh.assets());
                assertThat(ingest.problems()).isEqualTo(fresh.problems());
                assertThat(links(ingest)).isEqualTo(links(fresh));
            }
            return read;
        }
    }

    private static List<String> links(IngestDriver ingest) {
        List<String> links = new ArrayList<>();
        ingest.content().forEach((key, content) -> {
            if (content instanceof org.broadsheet.common.record.Content.Document document) {
                links.add(document.path() + " " + document.links() + " " + document.unresolved() + " "
                        + document.frontMatter().cover());
            }
        });
        return links;
    }
}
