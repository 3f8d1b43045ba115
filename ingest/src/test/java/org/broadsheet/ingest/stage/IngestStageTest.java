package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestStageTest {
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
    void takesThePostsOfACommitIn() {
        CommitId commit = git.write("_posts/first.md", "---\ntitle: First post\ntopic: news\n---\n\nHello *there*.\n")
                .write("public/assets/a.png", "not really a picture")
                .commit("First post");

        ingest.look(commit);

        Content.Document post = ingest.document("_posts/first.md");
        assertThat(post.title()).isEqualTo("First post");
        assertThat(post.url()).isEqualTo(new UrlPath("/posts/first"));
        assertThat(post.state()).isEqualTo(Content.State.LIVE);
        assertThat(post.excerpt()).isEqualTo("Hello there.");
        assertThat(post.commit()).isEqualTo(commit);
        assertThat(post.facts().urls()).containsExactly(new UrlPath("/posts/first"));
        assertThat(ingest.assets()).containsOnlyKeys("/assets/a.png");
        assertThat(ingest.problems()).isEmpty();
        CommitStage said = ingest.commit(commit);
        assertThat(said.state()).isEqualTo(CommitStage.State.DONE);
        assertThat(said.counts()).isEqualTo(new CommitStage.Counts(1, 0, 0, 0, 0, 2, 1));
        assertThat(ingest.cursors()).hasSize(1);
        assertThat(ingest.cursors().get(0).commit()).contains(commit);
    }

    @Test
    void writesOnlyWhatACommitTouches() {
        git.write("_posts/a.md", "One").write("_posts/b.md", "Two").commit("Two posts");
        ingest.look();
        Map<String, Content> before = ingest.content();

        git.write("_posts/a.md", "One and a half").commit("Edit");
        ingest.look();

        assertThat(ingest.records()).as("the post and the cursor").isEqualTo(2);
        assertThat(ingest.document("_posts/a.md").id())
                .isEqualTo(((Content.Document) before.values().stream()
                                .filter(c -> c instanceof Content.Document d
                                        && d.path().value().equals("_posts/a.md"))
                                .findFirst()
                                .orElseThrow())
                        .id());
    }
}
