package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Link;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.ingest.facts.Birth;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.HistoryFile;
import org.broadsheet.ingest.facts.HistoryMemory;
import org.broadsheet.ingest.facts.Track;
import org.broadsheet.ingest.source.KeptIds;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(post.frontMatter().title()).contains("First post");
        assertThat(post.url()).isEqualTo(new UrlPath("/posts/first"));
        assertThat(post.state()).isEqualTo(Content.State.LIVE);
        assertThat(post.commit()).isEqualTo(commit);
        assertThat(post.facts().urls()).containsExactly(new UrlPath("/posts/first"));
        assertThat(ingest.assets()).containsOnlyKeys("public/assets/a.png");
        assertThat(ingest.assets().get("public/assets/a.png").place())
                .isEqualTo(new AssetPlace.WebRoot(new UrlPath("/assets/a.png")));
        assertThat(ingest.problems()).isEmpty();
        CommitStage said = ingest.commit(commit);
        assertThat(said.state()).isEqualTo(CommitStage.State.DONE);
        assertThat(said.counts()).isEqualTo(new CommitStage.Counts(1, 0, 0, 0, 0, 2, 1));
        assertThat(ingest.cursors()).hasSize(1);
        assertThat(ingest.cursors().get(0).commit()).contains(commit);
    }

    @Test
    void answersWhoPushesACommitThatIsThereAgain() {
        CommitId first = git.write("_posts/a.md", "One").commit("One");
        ingest.look(first);
        CommitId second = git.write("_posts/a.md", "Two").commit("Two");

        // Pushed and taken back before anybody looked.
        git.reset(first);
        ingest.later(Duration.ofSeconds(1)).look(second, first);

        assertThat(ingest.commit(second).supersededBy()).contains(first);
        assertThat(ingest.commits().stream().filter(c -> c.commit().equals(first)))
                .extracting(CommitStage::state)
                .containsExactly(CommitStage.State.DONE, CommitStage.State.DONE);
        assertThat(ingest.cursors()).hasSize(2);
        assertThat(ingest.records()).as("the cursor").isEqualTo(1);
    }

    @Test
    void answersOnceWhoHeardItAlready() {
        CommitId commit = git.write("_posts/a.md", "One").commit("One");
        ingest.look();

        ingest.look(commit);

        assertThat(ingest.commits()).hasSize(1);
        assertThat(ingest.records()).isZero();
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

    @Test
    void keepsTheLastGoodVersionUntilTheFileIsMended() {
        CommitId good =
                git.write("_posts/a.md", "---\ntitle: Good\n---\nHello\n").commit("Good");
        ingest.look(good);

        CommitId bad = git.write("_posts/a.md", "---\ntitle: Bad\npublishDate: [1]\n---\nBad\n")
                .commit("Break");
        ingest.look(bad);

        assertThat(ingest.document("_posts/a.md").frontMatter().title()).contains("Good");
        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.problems())
                .containsExactly(
                        "_posts/a.md:3:14 problem publishDate: found a list; write publishDate: 2026-11-23, or take the key away ("
                                + good.abbreviated() + " stays)");
        assertThat(ingest.commit(bad).counts()).isEqualTo(new CommitStage.Counts(0, 0, 0, 1, 0, 1, 0));

        CommitId mended =
                git.write("_posts/a.md", "---\ntitle: Better\n---\nBad\n").commit("Mend");
        ingest.restart().look(mended);

        assertThat(ingest.document("_posts/a.md").frontMatter().title()).contains("Better");
        assertThat(ingest.problems()).isEmpty();
        assertThat(ingest.commit(mended).counts().live()).isEqualTo(1);
    }

    @Test
    void aSymbolicLinkInThePlaceOfAPostLeavesTheLastGoodVersionLive() {
        CommitId good = git.write("_posts/a.md", "Hello\n").commit("Good");
        ingest.look(good);

        git.link("_posts/a.md", "../elsewhere.md").commit("A link");
        ingest.look();

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.problems())
                .containsExactly(
                        "_posts/a.md:1:1 problem the file is a symbolic link, which is not followed; commit the "
                                + "file itself (" + good.abbreviated() + " stays)");

        ingest.restart();
        git.write("_posts/a.md", "Hello again\n").commit("The file itself");
        ingest.look();

        assertThat(ingest.document("_posts/a.md").past().bornAt()).isEqualTo(GitFixture.START);
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void settingsThatBecameASymbolicLinkStayAsTheyWereAcrossARestart() {
        git.write("site.yml", "title: My site\n").write("_posts/a.md", "One").commit("First");
        ingest.look();
        git.link("site.yml", "../elsewhere.yml").commit("A link");
        ingest.look();

        ingest.restart().look();

        assertThat(((Content.Settings) ingest.content().get("main/settings/site")).title())
                .isEqualTo("My site");
        assertThat(ingest.problems())
                .containsExactly(
                        "site.yml:1:1 problem the file is a symbolic link, which is not followed; commit the file itself");
    }

    @Test
    void aDeletedPostLeavesItsUrlsBehind() {
        git.write("_posts/a.md", "---\nslug: old\n---\nHello\n").commit("Post");
        git.write("_posts/a.md", "---\nslug: new\n---\nHello\n").commit("Another slug");
        ingest.look();
        PostId id = ingest.document("_posts/a.md").id();

        CommitId deleted = git.delete("_posts/a.md").commit("Delete");
        ingest.look(deleted);

        Content.Removed removed = (Content.Removed) ingest.content().get("main/post/" + id);
        assertThat(removed.urls()).containsExactly(new UrlPath("/posts/new"), new UrlPath("/posts/old"));
        assertThat(removed.commit()).isEqualTo(deleted);
        assertThat(ingest.commit(deleted).documents())
                .containsExactly(new CommitStage.Outcome(
                        CommitStage.What.GONE,
                        new ContentPath("_posts/a.md"),
                        Optional.of("http://localhost:0/posts/new")));
    }

    @Test
    void aUrlThatAnotherFileTakesOverIsNotSaidToGo() {
        git.write("_posts/a.md", "# A\n\nOne text.\n").write("_posts/b.md", "# B\n\nQuite another one.\n");
        ingest.look(git.commit("Two"));

        git.delete("_posts/a.md").commit("Delete");
        CommitId renamed = git.delete("_posts/b.md")
                .write("_posts/a.md", "# B\n\nQuite another one.\n")
                .commit("Rename over it");
        ingest.look(renamed);

        assertThat(ingest.commit(renamed).documents())
                .containsExactly(new CommitStage.Outcome(
                        CommitStage.What.LIVE,
                        new ContentPath("_posts/a.md"),
                        Optional.of("http://localhost:0/posts/a")));
        assertThat(ingest.commit(renamed).counts().gone()).isZero();
    }

    @Test
    void aPostAtTheSamePathLaterIsAnother() {
        git.write("_posts/a.md", "One").commit("Post");
        ingest.look();
        PostId first = ingest.document("_posts/a.md").id();

        git.delete("_posts/a.md").commit("Delete");
        git.write("_posts/a.md", "Two").commit("Again");
        ingest.look();

        assertThat(ingest.document("_posts/a.md").id()).isNotEqualTo(first);
        assertThat(ingest.content()).containsKey("main/post/" + first);
    }

    /** It held the one back, and took the other, which was renamed, for a new post. */
    @Test
    void whatAnotherProgramTookInIsTakenInAnewUnderTheIdsThatItPublished() {
        git.write("_posts/a.md", "---\nid: x\n---\nOne text")
                .write("_posts/b.md", "Another")
                .commit("Posts");
        git.rename("_posts/b.md", "_posts/c.md");
        CommitId commit = git.commit("Rename");
        ingest.look(commit).stop();
        Content.Document a = ingest.document("_posts/a.md");
        Content.Document c = ingest.document("_posts/c.md");
        PostId published = PostId.of("22222222-2222-4222-8222-222222222222");
        Facts f = c.facts();
        Facts asNew = new Facts(
                f.kind(),
                published,
                f.path(),
                f.commit(),
                f.url(),
                f.slug(),
                f.publishedAt(),
                f.changedAt(),
                f.frontMatter(),
                f.textDigest(),
                f.sourceDigest(),
                new TreeSet<>(List.of(f.url())));
        ingest.write(new Content.Document(
                        a.site(),
                        a.facts(),
                        Content.State.WITHHELD,
                        a.committedAt(),
                        a.pictures(),
                        a.body(),
                        a.linesAbove(),
                        a.past()))
                .write(c.with(asNew))
                .write(new Content.Removed(
                        c.site(),
                        c.kind(),
                        c.id().toString(),
                        commit,
                        c.committedAt(),
                        Optional.of(c.path()),
                        f.urls()))
                .write(ingest.cursors().getLast().with(0, 0));

        ingest.restart().look();

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("_posts/a.md").id()).isEqualTo(a.id());
        assertThat(ingest.document("_posts/c.md").id()).isEqualTo(published);
        assertThat(ingest.document("_posts/c.md").facts().urls())
                .containsExactly(new UrlPath("/posts/b"), new UrlPath("/posts/c"));
        int cursors = ingest.cursors().size();
        assertThat(ingest.restart().look().cursors()).as("once").hasSize(cursors);
    }

    @Test
    void anIdInTheFrontMatterTakesThePostElsewhere() {
        git.write("_posts/a.md", "One").commit("Post");
        ingest.look();
        PostId id = ingest.document("_posts/a.md").id();

        CommitId moved = git.delete("_posts/a.md")
                .write("_posts/b.md", "---\nid: " + id + "\n---\nOne\n")
                .commit("Move by hand");
        ingest.look(moved);

        Content.Document post = ingest.document("_posts/b.md");
        assertThat(post.id()).isEqualTo(id);
        assertThat(post.past().birthPath()).isEqualTo(new ContentPath("_posts/a.md"));
        assertThat(post.facts().urls()).containsExactly(new UrlPath("/posts/a"), new UrlPath("/posts/b"));
        assertThat(ingest.commit(moved).counts().gone()).isZero();
    }

    @Test
    void draftsAreTakenInAndNotPublished() {
        git.write("_drafts/half.md", "Half").write("_posts/b.md", "---\ndraft: true\n---\nHalf\n");
        CommitId commit = git.write("_posts/c.md", "Whole").commit("Drafts");

        ingest.look(commit);

        assertThat(ingest.document("_drafts/half.md").state()).isEqualTo(Content.State.DRAFT);
        assertThat(ingest.document("_posts/b.md").state()).isEqualTo(Content.State.DRAFT);
        assertThat(ingest.document("_posts/b.md").facts().urls()).isEmpty();
        assertThat(ingest.commit(commit).counts()).isEqualTo(new CommitStage.Counts(1, 0, 2, 0, 0, 3, 0));

        CommitId withdrawn =
                git.write("_posts/c.md", "---\ndraft: true\n---\nWhole\n").commit("Withdraw");
        ingest.look(withdrawn);

        assertThat(ingest.commit(withdrawn).documents())
                .extracting(CommitStage.Outcome::what)
                .containsExactly(CommitStage.What.WITHDRAWN);
    }

    @Test
    void filesAmongPostsStandWithThePlaceThatTheirUrlsFollowFrom() {
        git.write("_posts/a.md", "![p](pic.png)\n")
                .write("_posts/pic.png", "p")
                .write("_posts/img/q.png", "q")
                .write("posts/b/index.md", "---\nslug: bee\n---\n")
                .write("posts/b/r.png", "r")
                .write("posts/b/deep/s.txt", "s")
                .write("pages/t.png", "nobody's")
                .commit("Posts with pictures");

        ingest.look();

        PostId bee = ingest.document("posts/b/index.md").id();
        assertThat(places())
                .containsOnly(
                        Map.entry("_posts/pic.png", new AssetPlace.AmongPosts("pic.png")),
                        Map.entry("_posts/img/q.png", new AssetPlace.AmongPosts("img/q.png")),
                        Map.entry("posts/b/r.png", new AssetPlace.Beside(Kind.POST, bee, "r.png")),
                        Map.entry("posts/b/deep/s.txt", new AssetPlace.Beside(Kind.POST, bee, "deep/s.txt")));
        assertThat(ingest.problems()).isEmpty();

        git.write("posts/b/index.md", "---\nslug: b2\n---\nNo picture\n")
                .write("_posts/a.md", "No picture\n")
                .write("_posts/pic.png", "p2")
                .commit("Change");
        ingest.restart().look();

        assertThat(ingest.records()).as("two posts, a picture, and the cursor").isEqualTo(4);
        assertThat(ingest.assets().get("_posts/pic.png").size()).isEqualTo(2);
    }

    @Test
    void htmlIsAPostOrPageIfFrontMatterBeginsIt() {
        String html = "<p>*x*</p>\n\n    <pre>y</pre>\n";
        git.write("_posts/2013-06-22-x.html", "---\ntitle: X\n---\n" + html)
                .write("_posts/embed.html", "<p>Embed</p>\n")
                .write("_posts/y.md", "![x](embed.html)\n")
                .write("pages/about.html", "---\ntitle: Us\n---\n")
                .write("pages/nobodys.html", "<p>Not published</p>\n")
                .write("posts/b/index.html", "---\ntitle: B\n---\n")
                .write("posts/b/r.png", "r")
                .write("posts/b/plain.html", "<p>Plain</p>\n")
                .commit("Posts in HTML");

        ingest.look();

        Content.Document x = ingest.document("_posts/2013-06-22-x.html");
        assertThat(x.url()).isEqualTo(new UrlPath("/posts/x"));
        assertThat(x.body()).isEqualTo(new Body.Inline(html, true));
        assertThat(x.linesAbove()).isEqualTo(3);
        assertThat(new String(Json.write(ingest.document("_posts/y.md")), StandardCharsets.UTF_8))
                .as("records of Markdown are what they were")
                .contains("\"body\":{\"in\":\"record\",\"markdown\":\"![x](embed.html)\\n\"}");
        assertThat(ingest.document("pages/about.html").url()).isEqualTo(new UrlPath("/about"));
        PostId b = ingest.document("posts/b/index.html").id();
        assertThat(places())
                .containsOnly(
                        Map.entry("_posts/embed.html", new AssetPlace.AmongPosts("embed.html")),
                        Map.entry("posts/b/r.png", new AssetPlace.Beside(Kind.POST, b, "r.png")),
                        Map.entry("posts/b/plain.html", new AssetPlace.Beside(Kind.POST, b, "plain.html")));
        assertThat(ingest.problems()).isEmpty();

        git.write("_posts/embed.html", "---\ntitle: Now a post\n---\n")
                .write("_posts/2013-06-22-x.html", "---\ntitle: X\nslug: [\n---\n" + html)
                .write("posts/b/index.html", "<p>No post any more</p>\n")
                .commit("The reverse");
        ingest.restart().look();

        assertThat(ingest.document("_posts/embed.html").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("_posts/2013-06-22-x.html").body()).isEqualTo(new Body.Inline(html, true));
        assertThat(ingest.content().values())
                .filteredOn(Content.Removed.class::isInstance)
                .anyMatch(removed -> removed.key().endsWith(b.toString()));
        assertThat(places())
                .containsOnly(
                        Map.entry("posts/b/index.html", new AssetPlace.AmongPosts("b/index.html")),
                        Map.entry("posts/b/r.png", new AssetPlace.AmongPosts("b/r.png")),
                        Map.entry("posts/b/plain.html", new AssetPlace.AmongPosts("b/plain.html")));
        assertThat(ingest.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("_posts/2013-06-22-x.html:3:7 problem"));
    }

    @Test
    void aBodyInHtmlTooLargeForARecordIsHtmlAllTheSame() throws Exception {
        String text = "<p>word</p>\n".repeat(60_000);
        git.write("_posts/a.html", "---\ntitle: A\n---\n" + text).commit("Long");

        ingest.look();

        assertThat(ingest.document("_posts/a.html").body()).isEqualTo(new Body.Stored(Digest.of(text), true));
    }

    private Map<String, AssetPlace> places() {
        Map<String, AssetPlace> places = new TreeMap<>();
        ingest.assets().forEach((path, asset) -> places.put(path, asset.place()));
        return places;
    }

    @Test
    void filesFollowTheBundlesAroundThemWithoutBeingReadAgain() {
        git.write("_posts/a/index.md", "One").write("_posts/a/b/x.png", "x").commit("A bundle");
        ingest.look();
        AssetPlace outer = new AssetPlace.Beside(
                Kind.POST, ingest.document("_posts/a/index.md").id(), "b/x.png");
        assertThat(places()).containsOnly(Map.entry("_posts/a/b/x.png", outer));

        git.write("_posts/a/b/index.md", "Two").commit("A bundle inside");
        long before = git.blobsRead();
        ingest.look();
        AssetPlace inner = new AssetPlace.Beside(
                Kind.POST, ingest.document("_posts/a/b/index.md").id(), "x.png");
        assertThat(places()).containsOnly(Map.entry("_posts/a/b/x.png", inner));
        assertThat(git.blobsRead() - before).as("the text of the bundle").isEqualTo(1);

        git.delete("_posts/a/b/index.md").commit("Without");
        ingest.look();
        assertThat(places()).containsOnly(Map.entry("_posts/a/b/x.png", outer));

        git.delete("_posts/a/index.md").commit("Without any");
        ingest.look();
        assertThat(places()).containsOnly(Map.entry("_posts/a/b/x.png", new AssetPlace.AmongPosts("a/b/x.png")));
    }

    @Test
    void whatLiesInABundleThatWroteAnothersIdIsItsOwn() {
        String id = "---\nid: 11111111-1111-4111-8111-111111111111\n---\n";
        git.write("_posts/a/index.md", id + "One").write("_posts/a/x.png", "x").commit("The elder");
        git.write("_posts/b/index.md", id + "Two").write("_posts/b/y.png", "y").commit("The younger");
        ingest.look();
        assertThat(places()).containsOnlyKeys("_posts/a/x.png", "_posts/b/y.png");

        git.delete("_posts/a/index.md").commit("The elder goes");
        ingest.look();

        PostId owner = ingest.document("_posts/b/index.md").id();
        assertThat(places())
                .containsOnly(
                        Map.entry("_posts/a/x.png", new AssetPlace.AmongPosts("a/x.png")),
                        Map.entry("_posts/b/y.png", new AssetPlace.Beside(Kind.POST, owner, "y.png")));
    }

    @Test
    void aJekyllMarkerMakesFoldersAWebRootAndItsEndUndoesIt() {
        git.write("assets/t.png", "t").write("public/p.png", "p").commit("No marker");
        ingest.look();
        assertThat(places()).containsOnlyKeys("public/p.png");

        git.write("_config.yml", "title: T\n").commit("A marker");
        ingest.look();
        assertThat(places().get("assets/t.png")).isEqualTo(new AssetPlace.WebRoot(new UrlPath("/assets/t.png")));

        CommitId without = git.delete("_config.yml").commit("None again");
        ingest.look(without);
        assertThat(places()).containsOnlyKeys("public/p.png");
        assertThat(ingest.commit(without).counts().assets()).isEqualTo(1);
    }

    @Test
    void otherBytesOfAPictureAreNobodyElsesBusiness() {
        for (int i = 0; i < 5; i++) {
            git.write("_posts/p" + i + ".md", "![A](/a.png)\n");
        }
        git.write("public/a.png", "one").commit("A picture in all posts");
        ingest.look();
        long before = git.blobsRead();

        git.write("public/a.png", "two").commit("Another picture");
        ingest.look();

        assertThat(ingest.records()).as("the picture and the cursor").isEqualTo(2);
        assertThat(git.blobsRead() - before).as("the picture alone").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 300})
    void anEditReadsItsFileOnceAndNoOther(int posts) {
        for (int i = 0; i < posts; i++) {
            git.write("_posts/p" + i + "/index.md", "---\ncover: c.png\n---\n[Next](p" + (i + 1) + ")\n")
                    .write("_posts/p" + i + "/c.png", "c" + i);
        }
        git.write("site.yml", "title: T\n").write("_posts/_index.md", "All\n").commit("Posts that link");
        ingest.look();
        long before = git.blobsRead();

        git.write("_posts/p1/index.md", "---\nslug: other\n---\n[Next](p2)\n").commit("An edit, and a move");
        ingest.look();

        assertThat(ingest.records()).as("the post and the cursor").isEqualTo(2);
        assertThat(git.blobsRead() - before).as("files read").isEqualTo(1);
    }

    @Test
    void coversAndPicturesStandAsWrittenWithTheirPlaces() {
        git.write("_posts/a.md", """
                        ---
                        author: {name: Ada, picture: nowhere.png}
                        cover: ../public/c.png
                        ---
                        ![Not one](of.these)
                        """).write("public/c.png", "c").commit("Post");

        ingest.look();

        Content.Document post = ingest.document("_posts/a.md");
        assertThat(post.frontMatter().cover()).contains("../public/c.png");
        assertThat(post.frontMatter().authors().get(0).picture()).contains("nowhere.png");
        assertThat(post.pictures())
                .containsExactly(new Link("../public/c.png", true, 3, 8), new Link("nowhere.png", true, 2, 30));
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void anInsignificantEditKeepsTheTimeOfTheLastChange() {
        git.write("_posts/a.md", "One  two\n").commit("Post");
        git.write("_posts/a.md", "---\ntopic: x\n---\nOne\ntwo\n").commit("Topic and line break");
        ingest.look();
        assertThat(ingest.document("_posts/a.md").facts().changedAt()).isEqualTo(GitFixture.START);
        assertThat(ingest.document("_posts/a.md").facts().revisedAt()).isEmpty();

        git.write("_posts/a.md", "---\ntopic: x\n---\nOne\nthree\n").commit("Another word");
        ingest.restart().look();

        assertThat(ingest.document("_posts/a.md").facts().changedAt()).isEqualTo(GitFixture.START.plusSeconds(120));
        assertThat(ingest.document("_posts/a.md").facts().revisedAt()).contains(GitFixture.START.plusSeconds(120));
    }

    @Test
    void anEditReadsAsManyVersionsWhateverThePostsPast() {
        for (int i = 0; i < 40; i++) {
            git.write("_posts/a.md", "---\ntopic: t" + i + "\n---\nThe same words\n")
                    .commit("Topic " + i);
        }
        ingest.look();
        git.write("_posts/a.md", "---\ntopic: x\n---\nThe same words\n").commit("Another topic");
        long before = git.blobsRead();
        ingest.look();
        long few = git.blobsRead() - before;

        assertThat(ingest.document("_posts/a.md").facts().changedAt()).isEqualTo(GitFixture.START);
        assertThat(few).as("blobs read").isLessThan(10);
    }

    @Test
    void aDateSchedulesByTheCalendarDayOfTheCommitsOwnOffset() {
        git.zone("+14:00").at("2026-11-23T10:30:00Z");
        git.write("_posts/a.md", "---\ndate: 2026-11-24\n---\nAlready tomorrow there\n")
                .commit("Post");

        ingest.look();

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
    }

    @Test
    void aDateThatLiesAheadIsPublishedWithACommitOfThatDay() {
        git.write("_posts/a.md", "---\ndate: 2026-12-01\n---\nSoon\n").commit("Post");
        ingest.look();
        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.SCHEDULED);

        git.at("2026-12-01T09:00:00Z");
        git.write("_posts/a.md", "---\ndate: 2026-12-01\n---\nNow\n").commit("On that day");
        ingest.look();

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void theElderHasTheSlugUntilItGoes() {
        git.write("_posts/x.md", "One").commit("Elder");
        git.write("posts/x.md", "Two").commit("Younger");
        ingest.look();
        assertThat(ingest.document("_posts/x.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("posts/x.md").state()).isEqualTo(Content.State.WITHHELD);

        git.delete("_posts/x.md").commit("Gone");
        ingest.restart().look();

        assertThat(ingest.document("posts/x.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void aMergeTakesTheFactsOfTheBranchThatHasTheSameFile() {
        git.write("_posts/a.md", "One").commit("Base");
        git.on("side").write("_posts/a.md", "Two").write("_posts/b.md", "New").commit("Side");
        CommitId side = git.write("_posts/b.md", "Newer").commit("Side again");
        git.on("main").write("_posts/c.md", "Main").commit("Main");
        git.write("_posts/a.md", "Two");
        ingest.look();
        git.merge("side");

        ingest.restart().look();

        assertThat(ingest.document("_posts/b.md").commit()).isEqualTo(side);
        assertThat(ingest.document("_posts/b.md").past().bornAt()).isEqualTo(GitFixture.START.plusSeconds(60));
        assertThat(ingest.document("_posts/a.md").committedAt()).isEqualTo(GitFixture.START.plusSeconds(60));
    }

    /** Whoever waits for it is not to read that nobody answers. */
    @Test
    void aCommitThatTakesLongIsToldToBeUnderWay() {
        for (int i = 0; i < 100; i++) {
            git.write("_posts/" + i + ".md", "Post " + i);
        }
        CommitId commit = git.commit("Many");
        ingest.ticking(Duration.ofMillis(300)).look(commit);

        List<CommitStage> said = ingest.commits();
        assertThat(said).extracting(CommitStage::commit).containsOnly(commit);
        assertThat(said.subList(0, said.size() - 1))
                .hasSizeGreaterThan(5)
                .allMatch(stage -> stage.state() == CommitStage.State.PROCESSING);
        assertThat(said.getLast().state()).isEqualTo(CommitStage.State.DONE);
        assertThat(said)
                .extracting(CommitStage::startedAt)
                .containsOnly(said.getFirst().startedAt());

        CommitId next = git.write("_posts/1.md", "Edited").commit("One");
        ingest.ticking(Duration.ZERO).look(next);
        assertThat(ingest.commits().subList(said.size(), ingest.commits().size()))
                .singleElement()
                .extracting(CommitStage::state)
                .isEqualTo(CommitStage.State.DONE);
    }

    @Test
    void saysOfWhatLeavesWhatItsUrlIsToAnswer() {
        git.write("_posts/a.md", "One").write("_posts/b.md", "Two").commit("First");
        CommitId second = git.write("_posts/c.md", "Three").commit("Second");
        ingest.look(second);

        CommitId deleting = git.delete("_posts/b.md").commit("Delete");
        ingest.look(deleting);
        CommitId rewriting = git.delete("_posts/c.md").rewrite("Without c");
        ingest.look(rewriting);

        assertThat(ingest.commit(deleting).documents())
                .extracting(CommitStage.Outcome::what)
                .containsExactly(CommitStage.What.GONE);
        assertThat(ingest.commit(rewriting).documents())
                .extracting(CommitStage.Outcome::what)
                .containsExactly(CommitStage.What.WITHDRAWN);
        assertThat(ingest.commit(rewriting).counts().gone()).isEqualTo(1);
    }

    @Test
    void rewrittenHistoryKeepsThePublishedIds() {
        git.write("_posts/a.md", "One").write("_posts/b.md", "Two").commit("First");
        ingest.look();
        PostId id = ingest.document("_posts/a.md").id();
        PostId gone = ingest.document("_posts/b.md").id();

        git.delete("_posts/b.md").rewrite("The same anew");
        ingest.look();

        assertThat(ingest.document("_posts/a.md").id()).isEqualTo(id);
        assertThat(((Content.Removed) ingest.content().get("main/post/" + gone)).urls())
                .as("no commit that can be reached ever published it")
                .isEmpty();

        git.write("_posts/a.md", "One more").commit("Edit");
        ingest.restart().look();

        assertThat(ingest.document("_posts/a.md").id()).isEqualTo(id);
    }

    @Test
    void aPushIsNoBackfillButWhatAFolderHeldIs() throws Exception {
        git.write("_posts/a.md", "One").commit("First");
        ingest.look();
        assertThat(ingest.cursors())
                .extracting(Content.CommitIngested::backfill)
                .containsExactly(false);

        try (IngestDriver watched = new IngestDriver(git.watched(), data.resolve("watched"))) {
            watched.look();
            git.write("_posts/b.md", "Two").commit("Second");
            watched.look();

            assertThat(watched.cursors())
                    .extracting(Content.CommitIngested::backfill)
                    .containsExactly(true, false);
        }
    }

    @Test
    void aHostedRepositoryIsBackfillWhenKafkaWasLost() throws Exception {
        git.write("_posts/a.md", "One").commit("First");
        ingest.look().look();

        try (IngestDriver rebuilt = new IngestDriver(git, data)) {
            rebuilt.look();

            assertThat(rebuilt.cursors())
                    .extracting(Content.CommitIngested::backfill)
                    .containsExactly(true);
        }
    }

    @Test
    void commitsThatGoInWithALaterOneAreAnswered() {
        CommitId first = git.write("_posts/a.md", "One").commit("First");
        CommitId second = git.write("_posts/a.md", "Two").commit("Second");

        ingest.look(first, second);

        assertThat(ingest.commit(first).state()).isEqualTo(CommitStage.State.SUPERSEDED);
        assertThat(ingest.commit(first).supersededBy()).contains(second);
        assertThat(ingest.cursors().get(0).superseded()).containsExactly(first);

        ingest.restart().look(first, second);

        assertThat(ingest.commits()).as("nobody is told twice").hasSize(2);
    }

    @Test
    void aLargeCommitGoesOnWhereADeathLeftIt() throws Exception {
        for (int i = 0; i < 20; i++) {
            git.write("_posts/p" + i + ".md", "---\ntopic: t\n---\nPost " + i + "\n");
        }
        CommitId commit = git.commit("Twenty");

        ingest.transactions(6).lookAndDieAfter(2, commit);
        assertThat(ingest.cursors()).singleElement().satisfies(cursor -> {
            assertThat(cursor.commit()).isEmpty();
            assertThat(cursor.taking()).contains(commit);
        });
        ingest.look(commit);

        assertThat(ingest.cursors().getLast().commit()).contains(commit);
        assertThat(ingest.cursors().getLast().taking()).isEmpty();
        try (IngestDriver fresh = new IngestDriver(git, data.resolve("fresh"))) {
            fresh.look();
            assertThat(ingest.content()).isEqualTo(fresh.content());
        }
    }

    @Test
    void settingsStandInSiteYmlUnderTheConfiguration() {
        ingest.configured(Map.of("http.token", "0123456789abcdef")).restart();
        git.write("site.yml", "title: My site\nbaseUrl: https://example.org/\ntimeZone: Europe/Berlin\n")
                .write("_posts/a.md", "---\ndate: 2026-11-23\n---\nOne\n")
                .commit("First");
        ingest.look();

        Content.Settings settings = (Content.Settings) ingest.content().get("main/settings/site");
        assertThat(settings.title()).isEqualTo("My site");
        assertThat(settings.baseUrl()).isEqualTo("https://example.org");
        assertThat(ingest.document("_posts/a.md").publishedAt()).isEqualTo("2026-11-22T23:00:00Z");

        git.write("site.yml", "title: My site\nbaseUrl: example.org\n").commit("Broken");
        ingest.look();

        assertThat(ingest.content().get("main/settings/site")).isEqualTo(settings);
        assertThat(ingest.problems())
                .containsExactly(
                        "site.yml:2:10 problem baseUrl: found \"example.org\"; write baseUrl: https://example.org");
    }

    @Test
    void withoutATokenABaseUrlOfAnotherMachineIsAProblemUntilThereIsOne() {
        git.write("site.yml", "title: My site\nbaseUrl: https://example.org\n").commit("First");
        ingest.look();

        Content.Settings settings = (Content.Settings) ingest.content().get("main/settings/site");
        assertThat(settings.title()).isEqualTo("My site");
        assertThat(settings.baseUrl()).startsWith("http://localhost:");
        assertThat(ingest.problems())
                .singleElement()
                .asString()
                .startsWith("site.yml:2:10 problem baseUrl: https://example.org is not this machine's")
                .contains("set BROADSHEET_TOKEN");

        ingest.configured(Map.of("http.token", "0123456789abcdef")).restart().look();

        assertThat(((Content.Settings) ingest.content().get("main/settings/site")).baseUrl())
                .isEqualTo("https://example.org");
        assertThat(ingest.problems()).isEmpty();

        ingest.configured(Map.of()).restart().look();

        assertThat(ingest.content().get("main/settings/site")).isEqualTo(settings);
        assertThat(ingest.problems()).hasSize(1);
    }

    @Test
    void whenTheConfigurationHasChangedSettingsAreWrittenAgainAndNothingElse() {
        CommitId commit = git.write("site.yml", "baseUrl: https://example.org\n")
                .write("_posts/a.md", "One")
                .commit("First");
        ingest.look();

        ingest.configured(Map.of("baseUrl", "https://example.net")).restart().look();

        assertThat(((Content.Settings) ingest.content().get("main/settings/site")).baseUrl())
                .isEqualTo("https://example.net");
        assertThat(ingest.records()).as("settings and cursor").isEqualTo(2);
        assertThat(ingest.cursors().getLast().commit()).contains(commit);
    }

    /** What may have become of the facts on disk. */
    private enum OnDisk {
        WHOLE,
        OLDER,
        LOST,
        CUT_OFF,
        GARBLED,
        EMPTY,
        OF_ANOTHER_FORMAT,
        OF_ANOTHER_SITE,
        OF_A_COMMIT_THAT_IS_NOT_THERE;

        void happensTo(Path facts, byte[] older) throws IOException {
            byte[] bytes = Files.readAllBytes(facts);
            switch (this) {
                case WHOLE -> {}
                case OLDER -> Files.write(facts, older);
                case LOST -> Files.delete(facts);
                case CUT_OFF -> Files.write(facts, Arrays.copyOf(bytes, bytes.length - 9));
                case GARBLED -> {
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(facts, bytes);
                }
                case EMPTY -> Files.write(facts, new byte[0]);
                case OF_ANOTHER_FORMAT -> {
                    bytes[3]++;
                    Files.write(facts, bytes);
                }
                case OF_ANOTHER_SITE ->
                    new HistoryFile(facts, new SiteId("other"))
                            .write(new HistoryFile.Snapshot(CommitId.NONE, History.NONE));
                case OF_A_COMMIT_THAT_IS_NOT_THERE ->
                    new HistoryFile(facts, IngestDriver.SITE)
                            .write(new HistoryFile.Snapshot(CommitId.NONE, History.NONE));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverBecameOfTheFactsOnDiskAStartComesToTheSame(OnDisk onDisk) throws Exception {
        String id = "---\nid: 11111111-1111-4111-8111-111111111111\n---\n";
        git.write("site.yml", "title: Mine\ntimeZone: Europe/Berlin\n")
                .write("_posts/_index.md", "---\npublishDate: 2026-01-01\n---\nAll\n")
                .write("_posts/a.md", id + "One")
                .write("_posts/b.md", id + "Two")
                .write("_posts/c.md", "Three")
                .commit("First");
        ingest.look();
        git.at("2026-11-23T11:00:00Z").rewrite("First, rewritten");
        git.write("_posts/d.md", "Four").commit("Another");
        ingest.look().stop();
        byte[] older = Files.readAllBytes(ingest.facts());
        git.write("site.yml", "title: [\n").delete("_posts/d.md").commit("Second");
        git.write("_posts/c.md", "---\ntopic: x\n---\nThree").commit("Third");
        Set<String> facts = ingest.look().stop().found().orElseThrow();
        Map<String, Content> before = ingest.content();
        onDisk.happensTo(ingest.facts(), older);

        ingest.look();

        assertThat(ingest.content()).isEqualTo(before);
        assertThat(ingest.records()).isZero();
        assertThat(ingest.stop().found()).contains(facts);
        git.write("_posts/c.md", "Three and a half").delete("_posts/a.md").commit("Fourth");
        ingest.look();
        try (IngestDriver fresh = new IngestDriver(git, data)) {
            fresh.look();
            assertThat(documents(ingest)).isEqualTo(documents(fresh));
        }
    }

    private static List<Content> documents(IngestDriver ingest) {
        return ingest.content().values().stream()
                .filter(Content.Document.class::isInstance)
                .toList();
    }

    @Test
    void aKillCostsTheCommitsSinceTheFactsOnDiskAndNotAll() {
        for (int i = 0; i < 200; i++) {
            git.write("_posts/a.md", "Words " + i).commit("Edit " + i);
        }
        ingest.look().stop();
        for (int i = 0; i < 3; i++) {
            git.write("_posts/a.md", "Other words " + i).commit("Edit again " + i);
            ingest.look();
        }

        ingest.restart();
        long before = git.commitsRead();
        ingest.look();

        assertThat(ingest.records()).isZero();
        assertThat(git.commitsRead() - before).as("commits read").isLessThan(20);
    }

    @Test
    void whatSiteYmlSaidStaysBehindTheConfigurationWhileItIsBroken() {
        git.write("site.yml", "baseUrl: http://127.0.0.1:7000\n").commit("First");
        ingest.look();
        git.write("site.yml", "baseUrl: [\n").commit("Broken");
        ingest.look();

        ingest.configured(Map.of("baseUrl", "https://example.net", "http.token", "0123456789abcdef"))
                .restart()
                .look();
        assertThat(((Content.Settings) ingest.content().get("main/settings/site")).baseUrl())
                .isEqualTo("https://example.net");

        ingest.configured(Map.of()).restart().look();
        assertThat(((Content.Settings) ingest.content().get("main/settings/site")).baseUrl())
                .isEqualTo("http://127.0.0.1:7000");
    }

    @Test
    void anotherZoneMovesTheDatesWithoutOne() {
        git.write("_posts/a.md", "---\ndate: 2026-11-23\n---\nOne\n").commit("First");
        ingest.look();

        git.write("site.yml", "timeZone: America/New_York\n").commit("Zone");
        ingest.look();

        assertThat(ingest.document("_posts/a.md").publishedAt()).isEqualTo("2026-11-23T05:00:00Z");
    }

    @Test
    void aCommitWithoutContentIsTakenInAllTheSame() {
        git.write("_posts/a.md", "One").commit("First");
        ingest.look();
        CommitId empty = git.commit("Empty");
        ingest.look(empty);
        CommitId other =
                git.write("Makefile", "all:").write("README.md", "Read").commit("Other files");
        ingest.look(other);

        assertThat(ingest.commit(empty).counts()).isEqualTo(CommitStage.Counts.NONE);
        assertThat(ingest.commit(other).counts()).isEqualTo(new CommitStage.Counts(0, 0, 0, 0, 0, 2, 0));
        assertThat(ingest.cursors()).hasSize(3);
    }

    @Test
    void whatIsLiveStaysWhenTheBranchIsGone() {
        git.write("_posts/a.md", "One").commit("First");
        ingest.look();

        git.publish("elsewhere");
        ingest.look();

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
    }

    @Test
    void aBranchThatIsMadeAgainGoesOnWithTheIdsOfBefore() {
        git.write("_posts/a.md", "One").write("_posts/b.md", "Two").commit("First");
        ingest.look();
        PostId id = ingest.document("_posts/a.md").id();
        git.publish("elsewhere");
        ingest.look();
        assertThat(ingest.problems()).singleElement().asString().contains("there is no such branch");

        git.publish("main").at("2026-11-24T10:00:00Z").delete("_posts/b.md");
        CommitId anew = git.rewrite("Anew");
        ingest.restart().look(anew);

        assertThat(ingest.problems()).isEmpty();
        assertThat(ingest.commit(anew).documents())
                .extracting(CommitStage.Outcome::what)
                .containsExactly(CommitStage.What.WITHDRAWN);
        assertThat(ingest.document("_posts/a.md").id()).isEqualTo(id);
    }

    @Test
    void aBranchThatIsEmptiedAndFilledAgain() {
        git.write("_posts/a.md", "One").write("public/x.txt", "x").commit("First");
        ingest.look();

        CommitId emptied = git.delete("_posts/a.md").delete("public/x.txt").commit("Nothing any more");
        ingest.look(emptied);
        assertThat(ingest.commit(emptied).state()).isEqualTo(CommitStage.State.DONE);
        assertThat(ingest.commit(emptied).documents())
                .extracting(CommitStage.Outcome::what)
                .containsExactly(CommitStage.What.GONE);
        assertThat(ingest.assets()).isEmpty();

        CommitId never = git.rewrite("Nothing ever");
        ingest.look(never);
        assertThat(ingest.commit(never).state()).isEqualTo(CommitStage.State.DONE);
        assertThat(ingest.content().values().stream()
                        .filter(Content.Removed.class::isInstance)
                        .flatMap(removed -> ((Content.Removed) removed).urls().stream()))
                .isEmpty();

        ingest.look(git.write("_posts/a.md", "One").commit("Again"));
        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
    }

    @Test
    void aPageNeedsFrontMatterAndAnIndexTakesTheRoot() {
        git.write("content/notes.md", "Just notes\n")
                .write("content/index.md", "---\ntitle: Welcome\n---\n[posts](/blog)\n")
                .write("content/_index.md", "---\ntitle: Posts\n---\nAll of them\n")
                .commit("Pages");

        ingest.look();

        assertThat(ingest.document("content/notes.md").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.document("content/index.md").url()).isEqualTo(UrlPath.ROOT);
        assertThat(((Content.Introduction) ingest.content().get("main/introduction/")).title())
                .contains("Posts");
        assertThat(ingest.problems())
                .containsExactly("content/notes.md:1:1 warning a page without front matter is not published; begin the "
                        + "file with lines of ---, title: First page, ---");
    }

    @Test
    void whateverAFileSaysInMarkdownItIsAVersion() {
        git.write("_posts/a.md", "One\n").commit("First");
        ingest.look();

        CommitId hard = git.write("_posts/a.md", "> ".repeat(3000) + "x\n").commit("Too hard for a parser");
        ingest.restart().look();

        assertThat(ingest.document("_posts/a.md").commit()).isEqualTo(hard);
        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void aBodyTooLargeForARecordLiesInTheWorkStore() throws Exception {
        String text = "word ".repeat(150_000);
        git.write("_posts/a.md", text).commit("Long");

        ingest.look();

        Body.Stored stored = (Body.Stored) ingest.document("_posts/a.md").body();
        assertThat(new String(ingest.work().read(ContentName.source(stored.digest())), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @Test
    void aLongIntroductionLiesInTheWorkStore() {
        git.write("_posts/_index.md", "word ".repeat(300_000)).commit("Long");

        ingest.look();

        assertThat(((Content.Introduction) ingest.content().get("main/introduction/archive")).body())
                .isInstanceOf(Body.Stored.class);
    }

    @Test
    void aPostThatHadMoreUrlsThanARecordHoldsGoesOnWithoutSomeOfThem() {
        ingest = ingest.configured(Map.of("limits.inlineValue", "6KiB"));
        CommitId last = null;
        for (int i = 0; i < 60; i++) {
            git.write("_posts/a.md", "---\nslug: s" + i + "x".repeat(150) + "\n---\nText " + i + "\n");
            last = git.commit("Move it again");
        }
        ingest.look();

        Content.Document document = ingest.document("_posts/a.md");
        assertThat(document.commit()).isEqualTo(last);
        assertThat(document.state()).isEqualTo(Content.State.LIVE);
        assertThat(document.facts().urls()).contains(document.url()).hasSizeBetween(10, 59);
        assertThat(ingest.problems())
                .singleElement()
                .asString()
                .startsWith("_posts/a.md:1:1 warning it had 60 URLs; of ")
                .contains("raise limits.inlineValue");

        git.write("_posts/b.md", "Another\n");
        git.write("_posts/a.md", "---\nslug: end\n---\nText at the end\n");
        CommitId next = git.commit("Go on");
        ingest.restart().look();

        assertThat(ingest.document("_posts/a.md").commit()).isEqualTo(next);
        assertThat(ingest.document("_posts/b.md").state()).isEqualTo(Content.State.LIVE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void urlsForWhichThereWasNoRoomComeBackWhenThereIs(boolean restart) {
        ingest = ingest.configured(Map.of("limits.inlineValue", "6KiB"));
        for (int i = 0; i < 20; i++) {
            git.write("_posts/a.md", "---\nslug: s" + i + "x".repeat(150) + "\nkey: " + "y".repeat(3_000) + "\n---\n");
            git.commit("Move it again");
        }
        ingest.look();
        assertThat(ingest.document("_posts/a.md").facts().urls()).hasSizeLessThan(20);
        if (restart) {
            ingest.restart();
        }
        git.write("_posts/a.md", "---\nslug: end\n---\n");
        git.commit("With room");

        ingest.look();

        assertThat(ingest.document("_posts/a.md").facts().urls()).hasSize(21);
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void aVersionWhoseFrontMatterAloneIsTooLargeForARecordLeavesTheOneBeforeLive() {
        ingest = ingest.configured(Map.of("limits.inlineValue", "6KiB"));
        CommitId good = git.write("_posts/a.md", "One\n").commit("Good");
        ingest.look();

        for (int i = 0; i < 8; i++) {
            git.write("_posts/a.md", "---\nslug: moved\nkey: " + i + "y".repeat(8_000) + "\n---\n");
            git.write("_posts/_index.md", "---\ntitle: " + i + "y".repeat(8_000) + "\n---\n")
                    .commit("Much");
            ingest.look();
        }

        assertThat(ingest.document("_posts/a.md").commit()).isEqualTo(good);
        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("_posts/a.md").url()).isEqualTo(new UrlPath("/posts/moved"));
        assertThat(ingest.problems())
                .hasSize(2)
                .allMatch(p -> p.contains(" problem ") && p.contains("split the file, or raise limits.inlineValue"));

        ingest.restart();
        git.write("site.yml", "timeZone: Europe/Berlin\n").commit("All is built again");
        ingest.look();

        assertThat(ingest.document("_posts/a.md").commit()).isEqualTo(good);
        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.problems()).hasSize(2);
    }

    /** Where it can be read its title is kept a second time, as it is shown. */
    @Test
    void aVersionWhoseTitleHasNoRoomTwiceLeavesTheOneBeforeLive() {
        ingest = ingest.configured(Map.of("limits.inlineValue", "6KiB"));
        CommitId good = git.write("_posts/a.md", "One\n").commit("Good");
        git.write("_posts/a.md", "---\ntitle: " + "x".repeat(3_000) + "\n---\n").commit("Much");
        ingest.look();

        assertThat(ingest.document("_posts/a.md").commit()).isEqualTo(good);
        assertThat(ingest.problems())
                .singleElement()
                .asString()
                .contains(" problem the front matter of the file takes ");

        CommitId once = git.write("_posts/a.md", "---\nkey: " + "x".repeat(3_000) + "\n---\n")
                .commit("No title");
        ingest.look();

        assertThat(ingest.document("_posts/a.md").commit()).isEqualTo(once);
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void ofAFileWithManyProblemsTheFirstAreKept() {
        ingest = ingest.configured(Map.of("limits.problemsPerFile", "2"));
        git.write("_posts/a.md", "---\ndate: [1]\nupdated: [2]\nlang: [3]\nexpires: [4]\n---\n")
                .commit("Many");

        ingest.look();

        assertThat(ingest.problems()).hasSize(3).last(STRING).contains("warning … and 2 more");
    }

    @Test
    void onlyTheBeginningOfALongSubjectIsTold() {
        CommitId commit = git.write("_posts/a.md", "One").commit("word ".repeat(500_000));

        ingest.look(commit);

        assertThat(ingest.commit(commit).subject().orElseThrow()).hasSize(201).endsWith("…");
    }

    @Test
    void whatIsWrongIsQuotedByItsBeginning() {
        git.write("_posts/a.md", "---\nlang: " + "\uD83D\uDE80".repeat(10_000) + "\n---\n")
                .write("_posts/b.md", "---\ndate: x" + "\uD83D\uDE80".repeat(10_000) + "\n---\n")
                .commit("Long values");

        ingest.look();

        assertThat(ingest.problems())
                .containsExactly(
                        "_posts/a.md:2:7 warning lang: \"" + "\uD83D\uDE80".repeat(60)
                                + "…\" is not a language tag; write lang: en, or lang: pt-BR",
                        "_posts/b.md:2:7 warning date: \"x" + "\uD83D\uDE80".repeat(59)
                                + "…\" is not a date; write date: 2026-11-23");
    }

    @Test
    void aShallowRepositoryIsLookedAtUntilItIsWhole() throws Exception {
        CommitId commit = git.write("_posts/a.md", "One").commit("First");
        git.repository().getObjectDatabase().setShallowCommits(Set.of(ObjectId.fromString(commit.value())));
        ingest.look(commit);
        assertThat(ingest.commit(commit).state()).isEqualTo(CommitStage.State.FAILED);
        assertThat(ingest.later(Duration.ofSeconds(5)).tick()).isLessThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(ingest.commits()).as("told once").hasSize(1);

        git.repository().getObjectDatabase().setShallowCommits(Set.of());
        ingest.later(Duration.ofSeconds(5)).tick();

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.tick()).isGreaterThan(Duration.ofSeconds(5));
    }

    @Test
    void idsThatOutliveRewrittenHistoryOutliveKafkaToo() throws Exception {
        git.write("_posts/a.md", "One").write("_posts/b.md", "Two").commit("First");
        ingest.look();
        PostId id = ingest.document("_posts/a.md").id();
        git.at("2026-11-24T10:00:00Z").rewrite("The same, rewritten");
        ingest.look();
        assertThat(ingest.document("_posts/a.md").id()).isEqualTo(id);

        try (IngestDriver rebuilt = new IngestDriver(git, data)) {
            rebuilt.look();
            assertThat(rebuilt.document("_posts/a.md").id()).isEqualTo(id);
        }

        git.delete("_posts/a.md").commit("Gone");
        ingest.restart().look();
        git.write("_posts/a.md", "Another").commit("Another at its path");
        ingest.look();

        try (IngestDriver rebuilt = new IngestDriver(git, data)) {
            rebuilt.look();
            assertThat(rebuilt.document("_posts/a.md").id())
                    .isNotEqualTo(id)
                    .isEqualTo(ingest.document("_posts/a.md").id());
        }
    }

    @Test
    void keptIdsAreNotedOnceTheyAreCommittedAndNotBefore() throws Exception {
        git.write("_posts/a.md", "One").commit("First");
        ingest.look();
        git.at("2026-11-24T10:00:00Z").rewrite("The same, rewritten");

        // Whoever has lost the site meanwhile is fenced by this very transaction.
        ingest.lookAndDieAfter(0);

        assertThat(git.repository().exactRef("refs/broadsheet/ids")).isNull();
        ingest.look();
        ObjectId noted = git.repository().exactRef("refs/broadsheet/ids").getObjectId();

        // It died when it had committed, and before it noted.
        RefUpdate lost = git.repository().updateRef("refs/broadsheet/ids");
        lost.setForceUpdate(true);
        lost.delete();
        ingest.restart().look();

        assertThat(git.repository().exactRef("refs/broadsheet/ids").getObjectId())
                .isEqualTo(noted);
    }

    @Test
    void whoLostTheSiteTakesNoNotedIdsBack() throws Exception {
        KeptIds former = new KeptIds(git.repository());
        KeptIds owner = new KeptIds(git.repository());
        assertThat(former.read()).isEqualTo(owner.read()).isEmpty();
        owner.write(keeping(PostId.of("11111111-1111-4111-8111-111111111111")));

        assertThatThrownBy(() -> former.write(keeping(PostId.of("22222222-2222-4222-8222-222222222222"))))
                .isInstanceOf(IOException.class);

        assertThat(new KeptIds(git.repository()).read())
                .containsExactly(
                        Map.entry(new ContentPath("_posts/a.md"), PostId.of("11111111-1111-4111-8111-111111111111")));
    }

    private static History keeping(PostId id) {
        ContentPath path = new ContentPath("_posts/a.md");
        Birth birth = new Birth(path, GitFixture.START);
        return new HistoryMemory()
                .track(
                        path,
                        new Track(
                                Kind.POST,
                                birth,
                                ObjectId.zeroId(),
                                true,
                                null,
                                false,
                                null,
                                null,
                                null,
                                id,
                                new TreeSet<>()))
                .history();
    }

    @Test
    void aStartWithoutWholeFactsIsNotAnImport() {
        for (int i = 0; i < 30; i++) {
            git.write("_posts/p" + i + ".md", "Post " + i + "\n");
        }
        git.write("site.yml", "titel: My site\n").commit("A setting that there is not");
        ingest.look();

        ingest.restart().look();
        long before = git.blobsRead();
        git.write("_posts/p7.md", "Other words\n").commit("An edit");
        ingest.look();

        assertThat(ingest.records()).as("the post and the cursor").isEqualTo(2);
        assertThat(git.blobsRead() - before).as("files read").isLessThan(10);

        ingest.restart();
        before = git.blobsRead();
        git.write("_posts/p8.md", "Other words\n").commit("An edit at once");
        ingest.look();

        assertThat(ingest.records()).as("the post and the cursor").isEqualTo(2);
        assertThat(git.blobsRead() - before).as("each version once").isLessThan(45);
    }

    @Test
    void aCommitOfTooManyFilesIsNotTakenIn() {
        git.write("_posts/a.md", "One").commit("First");
        ingest.configured(Map.of("limits.files", "20")).look();
        for (int i = 0; i < 20; i++) {
            git.write("_posts/p" + i + ".md", "---\ntopic: t\n---\nPost " + i + "\n");
        }
        CommitId commit = git.write("site.yml", "title: Many").commit("Many");

        ingest.look(commit);

        assertThat(ingest.commit(commit).state()).isEqualTo(CommitStage.State.FAILED);
        assertThat(ingest.commit(commit).failure())
                .contains("more than 20 files and folders: take some away, or raise limits.files");
        assertThat(ingest.records()).isZero();

        for (int i = 0; i < 19; i++) {
            git.delete("_posts/p" + i + ".md");
        }
        git.reset(git.rewrite("Few again"));
        ingest.look();

        assertThat(ingest.document("_posts/p19.md").state()).isEqualTo(Content.State.LIVE);
    }

    @Test
    void timesThatNobodyCanHaveMeantDoNotStopIt() {
        git.at("+9999999-01-01T00:00:00Z").write("_posts/a.md", "One").commit("In the far future");

        ingest.look();

        assertThat(ingest.document("_posts/a.md").past().bornAt()).isEqualTo("9999-12-30T23:59:59Z");
    }
}
