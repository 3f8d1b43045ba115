package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose an id in feeds is, of the posts that ask for it. */
class GuidTest {
    private static final String ASKING = "---\ntitle: T\nguid: 'tag:a'\n---\n";

    @TempDir
    Path data;

    private final GitFixture git = new GitFixture();
    private IngestDriver ingest;

    @BeforeEach
    void start() {
        ingest = new IngestDriver(git, data);
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        git.close();
    }

    private void assertHas(String path) {
        assertThat(ingest.document(path).frontMatter().guid()).contains("tag:a");
        assertThat(ingest.problems()).noneMatch(problem -> problem.startsWith(path + ":"));
    }

    private void assertHasNot(String path, String why) {
        Content.Document document = ingest.document(path);
        assertThat(document.state()).isEqualTo(Content.State.LIVE);
        assertThat(document.frontMatter().guid()).isEmpty();
        assertThat(ingest.problems())
                .contains(path + ":3:7 warning guid: tag:a " + why + ": feeds have this one under urn:uuid:"
                        + document.id() + "; write another guid:, or take the key away");
    }

    private void assertIsSoFromTheBeginning() throws Exception {
        try (IngestDriver fresh = new IngestDriver(git, data.resolve("fresh"))) {
            fresh.look();
            assertThat(fresh.problems()).isEqualTo(ingest.problems());
            assertThat(fresh.document("_posts/b.md")).isEqualTo(ingest.document("_posts/b.md"));
        }
    }

    @Test
    void isTheElders() {
        ingest.look(git.write("_posts/b.md", ASKING + "B\n").commit("Elder"));

        CommitId commit = git.write("_posts/a.md", ASKING + "A\n").commit("Younger");
        ingest.look(commit);

        assertHas("_posts/b.md");
        assertHasNot("_posts/a.md", "is that of _posts/b.md already");
        assertThat(ingest.commit(commit).problems()).hasSize(1);
    }

    @Test
    void ofTwoAtOnceItIsThatOfTheFirstPath() {
        ingest.look(git.write("_posts/b.md", ASKING + "B\n")
                .write("_posts/a.md", ASKING + "A\n")
                .commit("At once"));

        assertHas("_posts/a.md");
        assertHasNot("_posts/b.md", "is that of _posts/a.md already");
    }

    /** Who asks for what another has has come later, however old it is. */
    @Test
    void isNotTakenFromWhoHasIt() {
        ingest.look(git.write("_posts/a.md", "Elder\n").commit("Elder"));
        ingest.look(git.write("_posts/b.md", ASKING + "B\n").commit("Younger"));

        ingest.look(git.write("_posts/a.md", ASKING + "Elder\n").commit("It asks"));

        assertHas("_posts/b.md");
        assertHasNot("_posts/a.md", "is that of _posts/b.md already");
    }

    @Test
    void isToldUnderTheNameThatItsHolderHas() throws Exception {
        ingest.look(git.write("_posts/a.md", ASKING + "A\n").commit("Elder"));
        ingest.look(git.write("_posts/b.md", ASKING + "B\n").commit("Younger"));

        ingest.look(git.rename("_posts/a.md", "_posts/c.md").commit("Another name"));

        assertHasNot("_posts/b.md", "is that of _posts/c.md already");
        ingest.stop();
        ingest.look();
        assertIsSoFromTheBeginning();
    }

    /** It has been read under its own id since, and would be read anew under another. */
    @Test
    void staysWithoutWhenTheHolderGoes() throws Exception {
        ingest.look(git.write("_posts/a.md", ASKING + "A\n").commit("Elder"));
        ingest.look(git.write("_posts/b.md", ASKING + "B\n").commit("Younger"));

        ingest.look(git.delete("_posts/a.md").commit("Gone"));
        assertHasNot("_posts/b.md", "was another's when this came");

        ingest.look(git.write("_posts/b.md", ASKING + "B, edited\n").commit("Edited"));
        assertHasNot("_posts/b.md", "was another's when this came");

        ingest.look(git.write("_posts/c.md", ASKING + "Something else\n").commit("A third"));
        assertHas("_posts/c.md");
        assertHasNot("_posts/b.md", "is that of _posts/c.md already");
        assertIsSoFromTheBeginning();

        ingest.look(git.write("_posts/b.md", "---\ntitle: T\nguid: 'tag:b'\n---\nB\n")
                .commit("Another"));
        assertThat(ingest.document("_posts/b.md").frontMatter().guid()).contains("tag:b");
        assertThat(ingest.problems()).isEmpty();
    }

    /** A file that is deleted and written anew elsewhere, in one commit, goes on in feeds. */
    @Test
    void goesOnWithWhoeverComesInPlaceOfItsHolder() {
        ingest.look(git.write("_posts/a.md", ASKING + "A\n").commit("Elder"));

        ingest.look(git.delete("_posts/a.md")
                .write("_posts/b.md", ASKING + "Nothing of it is alike\n")
                .commit("Anew"));

        assertHas("_posts/b.md");
    }

    @Test
    void aDraftAndAPageHoldNone() {
        ingest.look(git.write("_drafts/a.md", ASKING + "A\n")
                .write("pages/p.md", ASKING + "P\n")
                .commit("Elder"));
        ingest.look(git.write("_posts/b.md", ASKING + "B\n").commit("Younger"));
        assertHas("_posts/b.md");
        assertThat(ingest.document("pages/p.md").frontMatter().guid()).contains("tag:a");

        ingest.look(git.rename("_drafts/a.md", "_posts/a.md").commit("Published"));

        assertHas("_posts/b.md");
        assertHasNot("_posts/a.md", "is that of _posts/b.md already");
    }

    @Test
    void isThatOfWhatIsToComeAndOfWhatHasExpired() {
        ingest.look(git.write("_posts/a.md", "---\ndate: 2026-11-24\nexpires: 2026-11-25\nguid: 'tag:a'\n---\nA\n")
                .commit("To come"));
        ingest.look(git.write("_posts/b.md", ASKING + "B\n").commit("Younger"));
        assertHasNot("_posts/b.md", "is that of _posts/a.md already");

        ingest.later(Duration.ofDays(1)).tick();
        assertHas("_posts/a.md");
        ingest.later(Duration.ofDays(1)).tick();

        assertHasNot("_posts/b.md", "is that of _posts/a.md already");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoThatBranchesBringItIsTheElders(boolean elderIsOnMain) {
        git.write("_posts/z.md", "Z\n").commit("Root");
        git.on("side");
        git.on(elderIsOnMain ? "main" : "side")
                .write("_posts/s.md", ASKING + "S\n")
                .commit("Elder");
        git.on(elderIsOnMain ? "side" : "main")
                .write("_posts/m.md", ASKING + "M\n")
                .commit("Younger");
        git.on("main").merge("side");
        ingest.look();

        assertHas("_posts/s.md");
        assertHasNot("_posts/m.md", "is that of _posts/s.md already");
    }

    /** Ten thousand that ask for one are as many as others. */
    @Test
    void ofVeryManyOneHasIt() {
        for (int i = 0; i < 2_000; i++) {
            git.write("_posts/" + i + ".md", ASKING + i + "\n");
        }
        ingest.look(git.commit("All at once"));

        assertHas("_posts/0.md");
        List<Content> all = List.copyOf(ingest.content().values());
        assertThat(all.stream()
                        .filter(c -> c instanceof Content.Document d
                                && d.frontMatter().guid().isPresent()))
                .hasSize(1);
    }
}
