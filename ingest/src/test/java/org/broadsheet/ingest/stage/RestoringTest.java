package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.log.BehindOpenTransaction;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody has found that the work store lacks what was in it. */
class RestoringTest {
    private static final String LONG = "word ".repeat(150_000);

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

    @Test
    void storesAgainWhatWasLostAndSaysEachRecordOnceMore() throws Exception {
        git.write("_posts/long.md", LONG)
                .write("_posts/_index.md", "An introduction. " + LONG)
                .write("_posts/short.md", "Short.\n")
                .write("public/a.png", "not really a picture")
                .write("public/b.png", "nor is this")
                .commit("Begin");
        ingest.look();
        Map<String, Content> before = ingest.content();
        Map<String, String> stored = stored();
        lose();

        ingest.lost("_posts/long.md", "_posts/_index.md", "public/a.png");

        assertThat(ingest.records()).as("three, and the cursor").isEqualTo(4);
        assertThat(ingest.content()).isEqualTo(before);
        assertThat(ingest.cursors()).hasSize(2);
        assertThat(stored.entrySet()).containsAll(stored().entrySet());
        assertThat(stored()).hasSize(3);
        assertThat(ingest.commits()).as("nobody waits").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not really", "not really a pictur!"})
    void replacesWhatIsDamaged(String damaged) throws Exception {
        git.write("public/a.png", "not really a picture").commit("Begin");
        ingest.look();
        ContentName name =
                ContentName.source(ingest.assets().get("public/a.png").digest());
        ingest.work().damage(name, damaged.getBytes(StandardCharsets.UTF_8));

        ingest.lost("public/a.png");

        assertThat(ingest.work().isSound(name)).isTrue();
    }

    @Test
    void saysTheLatestRecordThoughItStandsBehindAnothersOpenTransaction() throws Exception {
        git.write("_posts/long.md", LONG).commit("Begin");
        ingest.look();
        ingest.reading(log -> new BehindOpenTransaction(log, KafkaTopic.CONTENT))
                .restart();
        git.write("_posts/long.md", LONG + "More").commit("More");
        ingest.look();
        Map<String, Content> before = ingest.content();
        lose();

        ingest.lost("_posts/long.md");

        assertThat(ingest.content()).isEqualTo(before);
        assertThat(ingest.records()).isEqualTo(2);
    }

    @Test
    void saysNoFormerRecordOfWhatANewCommitChanges() throws Exception {
        git.write("_posts/long.md", LONG).commit("Begin");
        ingest.look();
        git.write("_posts/long.md", LONG + "More").commit("More");

        ingest.lost("_posts/long.md");

        assertThat(ingest.document("_posts/long.md").commit())
                .isEqualTo(ingest.cursors().getLast().commit().orElseThrow());
    }

    @Test
    void findsTheVersionThatStaysLive() throws Exception {
        git.write("_posts/long.md", LONG)
                .write("_posts/_index.md", LONG + "Intro")
                .commit("Begin");
        ingest.look();
        git.write("_posts/long.md", "---\ntitle: [\n---\nBroken\n")
                .write("_posts/_index.md", "---\ntitle: [\n---\nBroken\n")
                .commit("Break both");
        ingest.look();
        lose();

        ingest.restart().lost("_posts/long.md", "_posts/_index.md");

        assertThat(stored()).hasSize(2);
        assertThat(ingest.records()).isEqualTo(3);
    }

    @Test
    void leavesAloneWhatGitHasLostToo() throws Exception {
        git.write("public/a.png", "not really a picture")
                .write("_posts/long.md", LONG)
                .commit("Begin");
        ingest.look();
        lose();

        git.losing(0);
        ingest.lost("public/a.png", "_posts/long.md");
        git.whole();

        assertThat(stored()).isEmpty();
        CommitId next = git.write("_posts/a.md", "A\n").commit("Go on");
        ingest.look(next);
        assertThat(ingest.commit(next).state()).isEqualTo(CommitStage.State.DONE);
    }

    @Test
    void saysNothingOfWhatIsNotThereAnyMore() throws Exception {
        git.write("public/a.png", "not really a picture")
                .write("_posts/a.md", "A\n")
                .commit("Begin");
        ingest.look();
        git.delete("public/a.png").commit("Take it away");
        ingest.look();
        lose();

        ingest.lost("public/a.png", "nobody/knows.md");

        assertThat(stored()).isEmpty();
        assertThat(ingest.records()).isZero();
    }

    @Test
    void takesInWhatWasPushedBeforeItRestores() throws Exception {
        git.write("public/a.png", "one").commit("Begin");
        ingest.look();
        lose();
        git.write("public/a.png", "two").commit("Change it");

        ingest.lost("public/a.png");

        assertThat(stored()).containsValue("two").hasSize(1);
        assertThat(ingest.cursors().getLast().commit()).isEqualTo(git.tip());
    }

    private void lose() {
        ingest.work().names().forEach(ingest.work()::lose);
    }

    private Map<String, String> stored() {
        Map<String, String> stored = new TreeMap<>();
        ingest.work().sources().forEach((name, bytes) -> stored.put(name, new String(bytes, StandardCharsets.UTF_8)));
        return stored;
    }
}
