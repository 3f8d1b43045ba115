package org.broadsheet.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.ingest.testing.PushedSite;
import org.broadsheet.ingest.testing.Said;
import org.broadsheet.ingest.testing.TestConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every line that a push prints, as the real {@code git} receives it: one golden file per kind of line and per last line, under
 * {@code push/}. Seconds with a fraction read {@code N.NN s} there, whole ones {@code N s}.
 */
class PushOutputTest {
    private static final CommitId EARLIER = new CommitId("3f2a91c" + "0".repeat(33));

    /** Far longer than the roles take to answer: what is said at the end depends on how long they were silent before. */
    private static final String SOON = "5s";

    @TempDir
    Path folder;

    @Test
    void live() throws Exception {
        assertPrints("live", commit -> Said.allDone(commit, "first", "second"));
    }

    @Test
    void gone() throws Exception {
        assertPrints(
                "gone",
                commit -> List.of(
                        Said.ingest(commit).gone("agree-and-adjust").done(),
                        Said.render(commit).gone("agree-and-adjust").done(),
                        Said.notify(commit).done()));
    }

    @Test
    void goneBecauseADraftAgain() throws Exception {
        assertPrints(
                "withdrawn",
                commit -> List.of(
                        Said.ingest(commit).withdrawn("second-thoughts").done(),
                        Said.render(commit).withdrawn("second-thoughts").done(),
                        Said.notify(commit).done()));
    }

    @Test
    void removedWhereItsUrlAnswersOn() throws Exception {
        assertPrints(
                "removed",
                commit -> List.of(
                        Said.ingest(commit).gone("archive").done(),
                        Said.render(commit).done(),
                        Said.notify(commit).done()));
    }

    @Test
    void draft() throws Exception {
        assertPrints(
                "draft",
                commit -> List.of(
                        Said.ingest(commit).draft("_drafts/half-done.md").done(),
                        Said.render(commit).done(),
                        Said.notify(commit).done()));
    }

    @Test
    void warning() throws Exception {
        assertPrints(
                "warning",
                commit -> List.of(
                        Said.ingest(commit)
                                .live("1-on-1-structure")
                                .warning(
                                        "_posts/1-on-1-structure.md",
                                        15,
                                        249,
                                        "no post engineering-manager-okrs",
                                        "did you mean engineering-manager-okr?")
                                .done(),
                        Said.render(commit).live("1-on-1-structure").done(),
                        Said.notify(commit).done()));
    }

    @Test
    void problem() throws Exception {
        assertPrints(
                "problem",
                commit -> List.of(
                        Said.ingest(commit)
                                .live("a", "b", "c", "d", "e", "f")
                                .warning("_posts/a.md", 2, 1, "a warning comes behind", null)
                                .problem(
                                        "_posts/my-macos-setup.md",
                                        5,
                                        7,
                                        "date: found a list",
                                        "write date: 2026-11-23",
                                        EARLIER)
                                .done(),
                        Said.render(commit).live("a", "b", "c", "d", "e", "f").done(),
                        Said.notify(commit).done()));
    }

    @Test
    void problemAlone() throws Exception {
        assertPrints(
                "problem-alone",
                commit -> List.of(
                        Said.ingest(commit)
                                .problem("_posts/new.md", 1, 1, "not UTF-8", "save it as UTF-8", null)
                                .done(),
                        Said.render(commit).done(),
                        Said.notify(commit).done()));
    }

    @Test
    void whatAuthorsWroteIsHarmlessOnATerminal() throws Exception {
        assertPrints(
                "control-characters",
                commit -> List.of(
                        Said.ingest(commit)
                                .problem(
                                        "_posts/a\u001b[2Jb\nsuccess: c.md",
                                        1,
                                        1,
                                        "tag: found \"\u001b]0;x\u0007\"",
                                        "write\rover it",
                                        null)
                                .draft("_drafts/\u202etxt.md")
                                .done(),
                        Said.render(commit).done(),
                        Said.notify(commit).done()));
    }

    @Test
    void moreThanAreListed() throws Exception {
        String[] slugs = IntStream.range(0, 100)
                .mapToObj(i -> String.format("post-%03d", i))
                .toArray(String[]::new);
        assertPrints("many", commit -> {
            Said ingest = Said.ingest(commit).live(slugs).inAll(1500);
            for (int i = 1; i <= 60; i++) {
                ingest.warning("_posts/post-000.md", i, 1, "no post x" + i, null);
            }
            ingest.problem("_posts/bad.md", 1, 1, "title: missing", "write one", null);
            return List.of(
                    ingest.done(),
                    Said.render(commit).live(slugs).inAll(700).processing(),
                    Said.render(commit).live(slugs).inAll(1500).done(),
                    Said.notify(commit).done());
        });
    }

    @Test
    void nothingToPublish() throws Exception {
        assertPrints(
                "nothing",
                commit -> List.of(
                        Said.ingest(commit).files(3).done(),
                        Said.render(commit).done(),
                        Said.notify(commit).done()));
    }

    @Test
    void nothingChanged() throws Exception {
        assertPrints(
                "empty",
                commit -> List.of(
                        Said.ingest(commit).files(0).done(),
                        Said.render(commit).done(),
                        Said.notify(commit).done()));
    }

    @Test
    void assetsAlone() throws Exception {
        assertPrints(
                "assets",
                commit -> List.of(
                        Said.ingest(commit).files(2).assets(2).done(),
                        Said.render(commit).assets(2).done(),
                        Said.notify(commit).done()));
    }

    @Test
    void superseded() throws Exception {
        CommitId later = new CommitId("abc1234" + "0".repeat(33));
        assertPrints(
                "superseded",
                commit -> List.of(
                        Said.ingest(later).live("first", "second").done(),
                        Said.ingest(commit).supersededBy(later),
                        Said.render(later).live("first", "second").done(),
                        Said.notify(later).done()));
    }

    @Test
    void failed() throws Exception {
        assertPrints(
                "failed", commit -> List.of(Said.ingest(commit).failed("the clone is shallow and cannot be deepened")));
    }

    @Test
    void stillUnderWay() throws Exception {
        assertPrints(
                "under-way",
                commit -> List.of(
                        Said.ingest(commit).live("first").inAll(10_000).done(),
                        Said.render(commit).live("first").inAll(4_212).processing()),
                SOON);
    }

    @Test
    void ingestIsSilent() throws Exception {
        assertPrints("ingest-silent", commit -> List.of(), SOON);
    }

    @Test
    void renderIsSilent() throws Exception {
        assertPrints(
                "render-silent",
                commit -> List.of(Said.ingest(commit).live("first").done()),
                SOON);
    }

    @Test
    void notifyIsSilent() throws Exception {
        assertPrints(
                "notify-silent",
                commit -> List.of(
                        Said.ingest(commit).live("first").done(),
                        Said.render(commit).live("first").done()),
                SOON);
    }

    @Test
    void anotherBranchThanThePublished() throws Exception {
        try (PushedSite site = PushedSite.start(folder.resolve("data"))) {
            site.says(commit -> Said.allDone(commit, "first"));
            GitCommandLine git = GitCommandLine.init(folder.resolve("work"));
            git.write("_posts/first.md", "# First\n").commit("First post");
            git.git("push", "--quiet", site.url(), "main");

            git.git("checkout", "--quiet", "-b", "master");
            git.write("_posts/second.md", "# Second\n").commit("Second post");
            GitCommandLine.Result pushed = git.run("push", site.url(), "master");

            assertGolden("other-branch", pushed, site);
        }
    }

    private void assertPrints(String golden, Function<CommitId, List<CommitStage>> script) throws Exception {
        assertPrints(golden, script, "60s");
    }

    private void assertPrints(String golden, Function<CommitId, List<CommitStage>> script, String timeout)
            throws Exception {
        try (PushedSite site =
                PushedSite.start(TestConfiguration.of(folder.resolve("data"), Map.of("push.timeout", timeout)))) {
            site.says(script);
            GitCommandLine git = GitCommandLine.init(folder.resolve("work"));
            git.write("_posts/first.md", "# First\n").commit("First post");

            GitCommandLine.Result pushed = git.run("push", site.url(), "main");

            assertGolden(golden, pushed, site);
        }
    }

    private static void assertGolden(String golden, GitCommandLine.Result pushed, PushedSite site) {
        String printed = String.join("\n", pushed.remoteLines())
                        .replaceAll("\\d+\\.\\d\\d s", "N.NN s")
                        .replaceAll("(after|for) \\d+ s", "$1 N s")
                        .replace("localhost:" + site.port(), "localhost:8080")
                + "\n";
        assertThat(printed).as(pushed.error()).isEqualTo(read("/push/" + golden + ".txt"));
        assertThat(pushed.exitCode()).isZero();
    }

    private static String read(String resource) {
        try (InputStream in = PushOutputTest.class.getResourceAsStream(resource)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
