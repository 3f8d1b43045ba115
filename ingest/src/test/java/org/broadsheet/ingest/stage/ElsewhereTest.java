package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.ingest.git.ContentRepository;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose bytes lie elsewhere: pointers of Git LFS and submodules. Each is told of, the rest goes live, and fresh equals this. */
class ElsewhereTest {
    private static final String POINTER =
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d7a2146".repeat(8) + "\nsize 12345\n";
    private static final String LFS = ":1:1 problem the file is a Git LFS pointer: what it stands for is not in the "
            + "repository; take it out of LFS: git lfs untrack FILE, git add --renormalize FILE, commit and push";
    private static final String SUBMODULE = ":1:1 problem a submodule is another repository, and nothing of it is "
            + "published; commit its files here in its place";

    @TempDir
    Path data;

    private final GitFixture git = new GitFixture();
    private IngestDriver ingest;

    @BeforeEach
    void start() {
        ingest = new IngestDriver(git, data);
        git.write("_posts/good.md", "Hello\n");
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        git.close();
    }

    private CommitStage taken() throws Exception {
        CommitId commit = git.commit("Next");
        ingest.look(commit);
        try (IngestDriver fresh = new IngestDriver(git, data.resolve("fresh"))) {
            fresh.look();
            RefusalTest.assertSame("", ingest, fresh);
            assertThat(ingest.problems()).isEqualTo(fresh.problems());
        }
        assertThat(ingest.document("_posts/good.md").state()).isEqualTo(Content.State.LIVE);
        return ingest.commit(commit);
    }

    @Test
    void noPointerIsPublishedWhereverItLies() throws Exception {
        git.write("_posts/a.md", POINTER)
                .write("_posts/b/index.md", "A bundle")
                .write("_posts/b/cat.png", POINTER)
                .write("_posts/loose.png", POINTER)
                .write("_posts/_index.md", POINTER)
                .write("pages/about.md", POINTER)
                .write("public/cat.png", POINTER)
                .write("public/page.html", POINTER)
                .write("_drafts/d.md", POINTER)
                .write("src/nobody.png", POINTER)
                .write("README.md", POINTER)
                .write("site.yml", POINTER);

        CommitStage stage = taken();

        assertThat(ingest.problems())
                .containsExactly(
                        "_drafts/d.md" + LFS,
                        "_posts/_index.md" + LFS,
                        "_posts/a.md" + LFS,
                        "_posts/b/cat.png" + LFS,
                        "_posts/loose.png" + LFS,
                        "pages/about.md" + LFS,
                        "public/cat.png" + LFS,
                        "public/page.html" + LFS,
                        "site.yml" + LFS);
        assertThat(ingest.assets()).isEmpty();
        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.document("pages/about.md").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.content()).doesNotContainKey("main/introduction/archive");
        assertThat(stage.counts().problems()).isEqualTo(9);
        assertThat(stage.counts().live()).isEqualTo(2);
    }

    @Test
    void ofADocumentTheVersionBeforeThePointerStaysAndOfAnAssetNone() throws Exception {
        CommitId first = git.write("_posts/a.md", "# One\n")
                .write("site.yml", "title: Mine\n")
                .write("public/cat.png", "meow")
                .commit("Begin");
        ingest.look(first);

        git.write("_posts/a.md", POINTER).write("site.yml", POINTER).write("public/cat.png", POINTER);
        taken();

        String stays = " (" + first.abbreviated() + " stays)";
        assertThat(ingest.problems())
                .containsExactly("_posts/a.md" + LFS + stays, "public/cat.png" + LFS, "site.yml" + LFS);
        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.assets()).isEmpty();
        assertThat(((Content.Settings) ingest.content().get("main/settings/site")).title())
                .isEqualTo("Mine");

        git.write("_posts/a.md", "# Two\n").write("site.yml", "title: Ours\n").write("public/cat.png", "purr");
        taken();

        assertThat(ingest.problems()).isEmpty();
        assertThat(ingest.assets()).containsOnlyKeys("public/cat.png");
    }

    /** One that leaves nothing of the post is said to be a problem each time that it is touched, and stays one until then. */
    @Test
    void aPointerThatNobodyTouchesStaysAProblem() throws Exception {
        git.write("public/cat.png", POINTER);
        taken();

        git.write("_posts/more.md", "More");
        CommitStage stage = taken();

        assertThat(stage.counts().problems()).isZero();
        assertThat(ingest.problems()).containsExactly("public/cat.png" + LFS);
        ingest.restart().look();
        assertThat(ingest.problems()).containsExactly("public/cat.png" + LFS);

        git.delete("public/cat.png");
        taken();
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void aSubmoduleIsToldWhereItsFilesWouldBePublished() throws Exception {
        git.submodule("themes/ananke")
                .submodule("vendor")
                .submodule("_posts/.hidden")
                .submodule("assets/lib")
                .submodule("_posts/old")
                .submodule("content/docs")
                .submodule("public/slides")
                .submodule("_drafts")
                .submodule("_posts/post.md");

        CommitStage stage = taken();

        assertThat(ingest.problems())
                .containsExactly(
                        "_drafts" + SUBMODULE,
                        "_posts/old" + SUBMODULE,
                        "_posts/post.md" + SUBMODULE,
                        "content/docs" + SUBMODULE,
                        "public/slides" + SUBMODULE);
        assertThat(stage.counts().problems()).isEqualTo(5);
        assertThat(stage.counts().files()).isEqualTo(10);

        git.write("_config.yml", "");
        taken();
        assertThat(ingest.problems()).contains("assets/lib" + SUBMODULE).hasSize(6);
        ingest.restart().look();
        assertThat(ingest.problems()).hasSize(6);

        git.delete("_config.yml");
        taken();
        assertThat(ingest.problems()).hasSize(5);
    }

    @Test
    void aSubmoduleInThePlaceOfFilesTakesThemAwayAndGivesThemBack() throws Exception {
        git.write("_posts/b/index.md", "A bundle")
                .write("_posts/b/cat.png", "meow")
                .write("public/file.txt", "text")
                .write("_posts/a.md", "A post");
        taken();

        git.delete("_posts/b/index.md")
                .delete("_posts/b/cat.png")
                .submodule("_posts/b")
                .submodule("public/file.txt")
                .submodule("_posts/a.md");
        CommitStage stage = taken();

        assertThat(ingest.problems())
                .containsExactly("_posts/a.md" + SUBMODULE, "_posts/b" + SUBMODULE, "public/file.txt" + SUBMODULE);
        assertThat(ingest.assets()).isEmpty();
        assertThat(stage.counts().gone()).isEqualTo(2);

        git.delete("_posts/b")
                .write("_posts/b/index.md", "A bundle")
                .write("_posts/b/cat.png", "meow")
                .write("public/file.txt", "text")
                .link("_posts/a.md", "elsewhere");
        taken();

        assertThat(ingest.problems())
                .containsExactly(
                        "_posts/a.md:1:1 problem the file is a symbolic link, which is not followed; commit the file itself");
        assertThat(ingest.assets()).containsOnlyKeys("_posts/b/cat.png", "public/file.txt");

        git.delete("_posts/a.md");
        taken();
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void aSubmoduleThatIsNoMoreIsNoProblem() throws Exception {
        git.submodule("public/slides").submodule("_posts/a.md");
        taken();

        git.delete("public/slides").delete("_posts/a.md");
        taken();

        assertThat(ingest.problems()).isEmpty();
    }

    /** What an author's Git makes of the bytes in the work tree is the author's affair; what it commits counts. */
    @Test
    void attributesChangeNothing() throws Exception {
        GitCommandLine author = GitCommandLine.init(data.resolve("author"));
        author.write(".gitattributes", """
                *.md text eol=crlf
                utf16.md text working-tree-encoding=UTF-16LE-BOM
                raw.md -text
                *.txt eol=crlf ident
                """);
        author.write("_posts/crlf.md", "---\r\ntitle: One\r\n---\r\nHello\r\n");
        author.write("_posts/utf16.md", "\uFEFF---\ntitle: Zwölf\n---\nGrüße\n".getBytes(StandardCharsets.UTF_16LE));
        author.write("_posts/raw.md", "---\r\ntitle: Raw\r\ndate: [1]\r\n---\r\nHello\r\n");
        author.write("public/a.txt", "one\r\n$Id$\r\n");
        author.commit("Begin");
        try (ContentRepository content = ContentRepository.local(author.folder(), Optional.empty());
                IngestDriver blobs = new IngestDriver(content, data.resolve("blobs"))) {
            blobs.look();

            assertThat(blobs.document("_posts/crlf.md").body()).isEqualTo(new Body.Inline("Hello\n"));
            assertThat(blobs.document("_posts/utf16.md").body()).isEqualTo(new Body.Inline("Grüße\n"));
            assertThat(blobs.document("_posts/utf16.md").frontMatter().title()).contains("Zwölf");
            assertThat(blobs.problems())
                    .containsExactly("_posts/raw.md:3:7 warning date: found a list; write date: 2026-11-23");
            assertThat(blobs.assets().get("public/a.txt").size()).isEqualTo("one\n$Id$\n".length());
        }
    }
}
