package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whichever of a merge's parents is named first, the same is published. */
class MergeTest {
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

    /** Of what was prepared on the first branch. */
    private void merge(String other) {
        ingest.look(git.mergeAsItIs(other));
    }

    private GitFixture on(String branch) {
        return git.on(branch).publish(branch);
    }

    @ParameterizedTest
    @CsvSource({"here, there", "there, here"})
    void whatCameDueOnOneBranchBeforeTheOthersZoneChangedStaysPublic(String first, String second) {
        git.write("_posts/a.md", "---\ndate: 2026-11-24\n---\nA\n").commit("Tomorrow");
        git.on("there");
        git.on("here").write("site.yml", "timeZone: Pacific/Honolulu\n").commit("Moved");
        git.at("2026-11-24T05:00:00Z").on("there").write("_posts/b.md", "B\n").commit("Next day");

        on(first).write("site.yml", "timeZone: Pacific/Honolulu\n").write("_posts/b.md", "B\n");
        ingest.later(Duration.ofHours(20));
        merge(second);

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("_posts/a.md").due()).contains(Instant.parse("2026-11-24T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"here, there", "there, here"})
    void ofWhatTheMergeBreaksTheNewestVersionStays(String first, String second) {
        git.write("_posts/a.md", "A\n").write("site.yml", "title: A\n").commit("A");
        git.on("there");
        git.on("here")
                .write("_posts/a.md", "Here\n")
                .write("site.yml", "title: Here\n")
                .commit("Here");
        CommitId newest = git.on("there")
                .write("_posts/a.md", "There\n")
                .write("site.yml", "title: There\n")
                .commit("There");

        on(first).write("_posts/a.md", "---\n<<<<<<< here\n---\nBoth\n").write("site.yml", "<<<<<<< here\n");
        merge(second);

        assertThat(ingest.document("_posts/a.md").past().goodCommit()).contains(newest);
        assertThat(ingest.document("_posts/a.md").body()).isEqualTo(new Body.Inline("There\n"));
        assertThat(ingest.content().values())
                .filteredOn(Content.Settings.class::isInstance)
                .map(settings -> ((Content.Settings) settings).title())
                .containsExactly("There");
    }

    @ParameterizedTest
    @CsvSource({"here, there", "there, here"})
    void aGeneratorsConfigurationCountsForWhatAnotherBranchHas(String first, String second) {
        git.write("_posts/a.md", "---\npath: 2013/a\n---\nA\n").commit("A");
        git.on("there");
        git.on("here")
                .write("config.toml", "base_url = \"https://example.org\"\n")
                .commit("Zola's");
        git.on("there").write("_posts/b.md", "B\n").commit("B");

        on(first).write("config.toml", "base_url = \"https://example.org\"\n").write("_posts/b.md", "B\n");
        merge(second);

        assertThat(ingest.document("_posts/a.md").url()).isEqualTo(new UrlPath("/2013/a"));
    }
}
