package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever its author means to hide is hidden; where that is not understood nothing new goes live, and the author is told. */
class HiddenTest {
    /** Of each form with a date beside it, which says nothing of whether the post is to be read. */
    private static final String DATED = "---\ntitle: A\ndate: 2024-05-01\n%s\n---\nText\n";

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

    private static String dated(String hiding) {
        return DATED.formatted(hiding);
    }

    static List<String> hiding() {
        return List.of(
                "Draft: yes",
                "draft: false\nDRAFT: yes",
                "published: draft",
                "published: false\nPublished: 2024-01-01",
                "draft: perhaps\nhidden: true",
                "visibility: private",
                "status: pending",
                "render: false",
                "permalink: false",
                "_build: {render: never}",
                "eleventyExcludeFromCollections: true",
                "draft: true\nid: [garbage]\nslug: '???'\nlang: x");
    }

    static List<String> notUnderstood() {
        return List.of(
                "draft: perhaps",
                "draft: false\nDraft:",
                "published: 2024-13-40",
                "visibility: members",
                "publishDate: soon",
                "render: sometimes",
                "password: hunter2",
                "drfat: true");
    }

    static List<String> shown() {
        return List.of(
                "draft: false",
                "Published: 2024-05-02T10:00:00Z",
                "visibility: Public",
                "publish_date: 2024-05-02",
                "status: evergreen",
                "permalink: /a/",
                "build: {render: always, list: always}",
                "drafts: 3");
    }

    static List<String> ahead() {
        return List.of(
                "publishDate: 2040-01-01",
                "PUBLISHDATE: 2040-01-01",
                "publish_date: 2040-01-01T10:00:00+02:00",
                "published: 2040-01-01",
                "pubDate: 2040-01-01",
                "publish: 2040-01-01",
                "published_at: 2040-01-01",
                "embargo: 2040-01-01",
                "publshDate: 2040-01-01",
                "pubDat: 2040-01-01",
                "Date: 2040-01-01",
                "date: Jan 1 2040",
                "date: 01/01/2040",
                "date: Sun, 01 Jan 2040 10:00:00 +0200",
                "scheduled: 1. January 2040",
                "published: true\npublishDate: 2040-01-01");
    }

    @ParameterizedTest
    @MethodSource("hiding")
    void whatHidesANewPostHidesIt(String hiding) {
        CommitId commit = git.write("_posts/a.md", dated(hiding)).commit("Not for readers");

        ingest.look(commit);

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.DRAFT);
        assertThat(ingest.commit(commit).documents())
                .extracting(CommitStage.Outcome::what)
                .containsExactly(CommitStage.What.DRAFT);
        assertThat(ingest.problems()).noneMatch(line -> line.contains(" problem "));
    }

    @ParameterizedTest
    @MethodSource("hiding")
    void whatHidesALivePostTakesItAway(String hiding) {
        ingest.look(git.write("_posts/a.md", dated("topic: t")).commit("For readers"));

        CommitId commit = git.write("_posts/a.md", dated(hiding)).commit("No more");
        ingest.look(commit);

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.DRAFT);
        assertThat(ingest.commit(commit).documents())
                .extracting(CommitStage.Outcome::what)
                .containsExactly(CommitStage.What.WITHDRAWN);
    }

    @ParameterizedTest
    @MethodSource("hiding")
    void whatHidesAPageHidesIt(String hiding) {
        ingest.look(git.write("pages/a.md", dated(hiding)).commit("Not for readers"));

        assertThat(ingest.document("pages/a.md").state()).isEqualTo(Content.State.DRAFT);
    }

    @ParameterizedTest
    @MethodSource("notUnderstood")
    void whatMayHideAndIsNotUnderstoodKeepsANewPostBack(String unclear) {
        ingest.look(git.write("_posts/a.md", dated(unclear)).commit("For whom?"));

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.problems()).anyMatch(line -> line.contains(" problem "));
    }

    @ParameterizedTest
    @MethodSource("notUnderstood")
    void whatMayHideAndIsNotUnderstoodIsSaidToBePublicStill(String unclear) {
        CommitId live = git.write("_posts/a.md", dated("topic: t")).commit("For readers");
        ingest.look(live);

        CommitId commit = git.write("_posts/a.md", dated(unclear)).commit("For whom?");
        ingest.look(commit);

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("_posts/a.md").commit()).isEqualTo(live);
        assertThat(ingest.commit(commit).problems()).anySatisfy(problem -> {
            assertThat(problem.stays()).contains(live);
            assertThat(problem.hint().orElseThrow())
                    .matches(".*; it is still public at http://localhost:[0-9]+/posts/a");
        });
    }

    @Test
    void whatCannotBeReadIsSaidToBePublicStill() {
        CommitId live = git.write("_posts/a.md", dated("topic: t")).commit("For readers");
        ingest.look(live);

        CommitId commit =
                git.write("_posts/a.md", dated("draft: true\ntitle: \"One")).commit("No longer");
        ingest.look(commit);

        assertThat(ingest.commit(commit).problems()).anySatisfy(problem -> {
            assertThat(problem.stays()).contains(live);
            assertThat(problem.hint().orElseThrow())
                    .matches(".*; it is still public at http://localhost:[0-9]+/posts/a");
        });
    }

    @ParameterizedTest
    @MethodSource("shown")
    void whatHidesNothingIsLive(String shown) {
        ingest.look(git.write("_posts/a.md", dated(shown)).commit("For readers"));

        assertThat(ingest.problems()).noneMatch(line -> line.contains(" problem "));
        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
    }

    @ParameterizedTest
    @MethodSource("ahead")
    void anyDateThatLiesAheadKeepsAPostBack(String ahead) {
        ingest.look(git.write("_posts/a.md", dated(ahead)).commit("Not yet"));

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.SCHEDULED);
        assertThat(ingest.document("_posts/a.md").due().orElseThrow().toString())
                .startsWith("2040-01-01T");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ---\ntitle: A\ndate: 2040-01-01\n---\nText\n",
                "Title: A\nDate: 2040-01-01\n\nText\n",
                "<!-- publishDate: 2040-01-01 -->\nText\n",
                "+++\ndate = 2040-01-01\n+++\nText\n",
                "{\"publishDate\": \"Jan 1 2040\"}\nText\n"
            })
    void aDateThatLiesAheadKeepsAPostBackWhereverItStands(String file) {
        ingest.look(git.write("_posts/a.md", file).commit("Not yet"));

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.SCHEDULED);
    }

    @Test
    void htmlWithFrontMatterIsHandedOutByNobody() {
        ingest.look(git.write("_posts/a/index.md", "A\n")
                .write("_posts/a/plain.html", "<p>---</p>\n")
                .write("_posts/a/half.html", "---\ndraft: true\n---\n<p>Half</p>\n")
                .write("_posts/a/toml.html", "\uFEFF+++\r\ndraft = true\r\n+++\r\n<p>Half</p>\r\n")
                .write("_posts/a/other.htm", "---\ndraft: true\n---\n<p>Half</p>\n")
                .commit("A post in the making"));

        assertThat(ingest.assets()).containsOnlyKeys("_posts/a/plain.html");
        assertThat(ingest.document("_posts/a/half.html").state()).isEqualTo(Content.State.DRAFT);
        assertThat(ingest.document("_posts/a/toml.html").state()).isEqualTo(Content.State.DRAFT);
        assertThat(ingest.problems())
                .containsExactly(
                        "_posts/a/other.htm:1:1 problem front matter in an HTML file whose name makes it no post;"
                                + " name it after the post, with .html at its end, or take the front matter away");

        ingest.look(git.write("_posts/a/half.html", "<p>Whole</p>\n")
                .delete("_posts/a/toml.html")
                .delete("_posts/a/other.htm")
                .commit("Done"));

        assertThat(ingest.assets()).containsOnlyKeys("_posts/a/half.html", "_posts/a/plain.html");
        assertThat(ingest.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expires: 2024-06-01",
                "expiryDate: 2024-06-01T10:00:00Z",
                "ExpiryDate: 2026-11-23",
                "unpublish_date: 2024-06-01",
                "expirs: 2024-06-01",
                "expires: 2040-01-01\nunpublish_date: 2024-06-01"
            })
    void whatHasExpiredIsHidden(String expired) {
        ingest.look(git.write("_posts/live.md", dated("topic: t"))
                .write("_posts/a.md", dated(expired))
                .write("pages/p.md", dated(expired))
                .write("_posts/_index.md", "---\n" + expired + "\n---\nOf all\n")
                .commit("Long since over"));

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.EXPIRED);
        assertThat(ingest.document("pages/p.md").state()).isEqualTo(Content.State.EXPIRED);
        assertThat(ingest.content().values()).noneMatch(Content.Introduction.class::isInstance);

        ingest.look(git.write("_posts/live.md", dated(expired)).commit("Over"));

        assertThat(ingest.document("_posts/live.md").state()).isEqualTo(Content.State.EXPIRED);
        assertThat(ingest.problems()).noneMatch(line -> line.contains(" problem "));
    }

    @Test
    void saysOfAnIntroductionThatTheDayOnWhichItExpiresIsNotKept() {
        ingest.look(git.write("_posts/_index.md", "---\nexpiryDate: 2040-01-01\n---\nOf all\n")
                .commit("For long"));

        assertThat(ingest.content().values()).anyMatch(Content.Introduction.class::isInstance);
        assertThat(ingest.problems())
                .containsExactly(
                        "_posts/_index.md:2:13 warning expiryDate: 2040-01-01 is not kept, for an introduction does not expire; write"
                                + " draft: true on that day; a day that is past when the file is committed hides it");
    }

    @Test
    void aDayInTheNameOfAFileThatLiesAheadKeepsItBackUnlessItsDateDoesNot() {
        ingest.look(git.write("_posts/2040-01-01-a.md", "Not yet\n")
                .write("_posts/2040-01-01-b.md", "---\ndate: 2024-05-01\n---\nLong since\n")
                .write("_posts/2024-05-01-c.md", "Long since\n")
                .commit("Half of it"));

        assertThat(ingest.document("_posts/2040-01-01-a.md").state()).isEqualTo(Content.State.SCHEDULED);
        assertThat(ingest.document("_posts/2040-01-01-b.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("_posts/2024-05-01-c.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"publishDate: 2040-01-01", "published: 2040-01-01"})
    void aDayOfPublicationKeepsAPageBack(String ahead) {
        ingest.look(git.write("pages/a.md", dated(ahead)).commit("Not yet"));

        assertThat(ingest.document("pages/a.md").state()).isEqualTo(Content.State.SCHEDULED);
    }

    @Test
    void aPostThatWasPublishedWithItsDateStaysSoWhateverTheNextCommitsClockSays() {
        ingest.look(git.write("_posts/a.md", "---\npublishDate: 2026-11-23\n---\nA\n")
                .commit("For readers"));

        ingest.look(git.write("_posts/b.md", "---\npublishDate: 2026-11-23\ndate: 2024-01-01\n---\nB\n")
                .commit("Another"));

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("_posts/b.md").publishedAt()).hasToString("2024-01-01T00:00:00Z");
        assertThat(ingest.document("_posts/a.md").publishedAt()).hasToString("2026-11-23T00:00:00Z");
    }

    @Test
    void aLivePostIsHiddenThoughItsNewTextIsTooHardAndItsNewSlugIsTaken() {
        ingest.look(git.write("_posts/a.md", dated("topic: t"))
                .write("pages/p.md", dated("topic: t"))
                .write("_posts/b.md", dated("topic: t"))
                .commit("For readers"));

        ingest.look(git.write("_posts/a.md", dated("draft: true") + "> ".repeat(5_000) + "deep\n")
                .write("pages/p.md", dated("draft: true\nslug: api"))
                .write("_posts/b.md", dated("draft: true\nslug: a"))
                .commit("No more"));

        for (String path : List.of("_posts/a.md", "pages/p.md", "_posts/b.md")) {
            assertThat(ingest.document(path).state()).as(path).isEqualTo(Content.State.DRAFT);
        }
    }

    @Test
    void aDraftThatIsNotUnderstoodIsNoMoreLiveThanOneThatIs() {
        ingest.look(git.write("_drafts/a.md", dated("draft: false"))
                .write("_drafts/b.md", dated("published: true"))
                .write("_drafts/c.md", dated("visibility: public"))
                .write("_drafts/d.md", dated("draft: perhaps"))
                .commit("Half done"));

        for (String path : List.of("_drafts/a.md", "_drafts/b.md", "_drafts/c.md", "_drafts/d.md")) {
            assertThat(ingest.document(path).state()).as(path).isNotEqualTo(Content.State.LIVE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n  \"title\": \"A\",\n  \"draft\": true\n}\nText\n",
                "{\"title\": \"A\", \"draft\": true}\nText\n",
                "\n{ \"draft\": true }\nText\n",
                "\n+++\ndraft = true\n+++\nText\n",
                "+++\ntitle = 'A'\nDraft = yes\n+++\nText\n",
                "+++\n[build]\nrender = 'never'\n+++\nText\n",
                "+++\ndraft = true\ndraft = false\ndate = 2024-02-30\n+++\nText\n",
                "\uFEFF+++\r\ndraft = true\r\n+++\r\nText\r\n",
                "{\"published\": false, \"published\": true}\n",
            })
    void whatHidesHidesInTomlAndJsonToo(String file) {
        ingest.look(git.write("_posts/a.md", file).commit("Not for readers"));

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.DRAFT);
        assertThat(ingest.problems()).noneMatch(line -> line.contains(" problem "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+++\ndraft = 'perhaps'\n+++\nText\n",
                "+++\ndraft = ''\n+++\nText\n",
                "+++\npublishDate = 'soon'\n+++\nText\n",
                "+++\npublishDate = 2024-02-30\n+++\nText\n",
                "+++\ndrfat = true\n+++\nText\n",
                "+++\n[[cascade]]\ndraft = true\n+++\nText\n",
                "+++\ndraft = true\n\nText\n",
                "+++\ndraft: true\n+++\nText\n",
                "{\"draft\": null}\nText\n",
                "{\"draft\": true\nText\n",
                "{\"draft\": true,}\nText\n",
                "{\"visibility\": \"members\"}\nText\n",
            })
    void whatMayHideKeepsBackInTomlAndJsonToo(String file) {
        ingest.look(git.write("_posts/a.md", file).commit("For whom?"));

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.problems()).anyMatch(line -> line.contains(" problem "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n---\ndraft: true\n---\nText\n",
                "  \n\n---\ntitle: A\ndraft: true\n---\nText\n",
                "----\ndraft: true\n----\nText\n",
                "--- # mine\n'draft': true\n---\nText\n"
            })
    void frontMatterThatBeginsOddlyIsNotShownAsText(String file) {
        ingest.look(git.write("_posts/a.md", file).commit("Not for readers"));

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.DRAFT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n---\n\nA line above: text\n\n---\n",
                "----\n\ndraft: true\n\n----\n",
                "\n---\nNo: end\n",
                "{% include x %}\n",
                "{{ x }}\n",
                "{:.note}\nText\n",
                "---\nNo end\n",
                "---\n\nWords\n\n---\n\nMore\n",
                "    ---\n    draft: true\n    ---\n"
            })
    void aLineAcrossATextIsNoFrontMatter(String file) {
        ingest.look(git.write("_posts/a.md", file).commit("For readers"));

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft: true", "Published: no", "hidden: yes", "publishDate: 2040-01-01"})
    void anIntroductionIsHiddenAsAPostIs(String hiding) {
        ingest.look(git.write("_posts/_index.md", "---\ntitle: All\n---\nAll of it\n")
                .commit("For readers"));
        assertThat(ingest.content().values()).anyMatch(Content.Introduction.class::isInstance);

        CommitId commit = git.write("_posts/_index.md", "---\n" + hiding + "\n---\nNot yet\n")
                .commit("No more");
        ingest.look(commit);

        assertThat(ingest.content().values()).noneMatch(Content.Introduction.class::isInstance);
        assertThat(ingest.commit(commit).documents())
                .extracting(CommitStage.Outcome::what, CommitStage.Outcome::url)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(CommitStage.What.DRAFT, Optional.empty()));

        ingest.look(
                git.write("_posts/_index.md", "---\ntitle: All\n---\nAgain\n").commit("For readers"));
        assertThat(ingest.content().values()).anyMatch(Content.Introduction.class::isInstance);
    }

    @Test
    void saysWhereAnIntroductionIsStillPublic() {
        ingest.look(git.write("_posts/_index.md", "---\ntitle: All\n---\nAll of it\n")
                .commit("For readers"));

        CommitId commit = git.write("_posts/_index.md", "---\ndraft: maybe\n---\nNot yet\n")
                .commit("No more");
        ingest.look(commit);

        assertThat(ingest.commit(commit).problems())
                .extracting(problem -> problem.hint().orElse(""))
                .anyMatch(hint -> hint.contains("it is still public at http://localhost:0/archive"));
    }

    @Test
    void anIntroductionWithADateStaysWhatItIsAfterARestart() {
        ingest.look(git.write("_posts/_index.md", "---\npublished: 2026-01-02\n---\nAll of it\n")
                .commit("For readers"));
        assertThat(ingest.content().values()).anyMatch(Content.Introduction.class::isInstance);

        ingest.restart();
        ingest.look(git.write("_posts/a.md", "A\n").commit("Go on"));

        assertThat(ingest.content().values()).anyMatch(Content.Introduction.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"draft: true", "draft: perhaps", "render: false", "publishDate: 2040-01-01", "title: \"One"})
    void aPictureBesideAPostIsThatPostsWhetherItIsReadOrNot(String hiding) {
        ingest.look(git.write("_posts/a/index.md", dated(hiding))
                .write("_posts/a/x.png", "x")
                .write("_drafts/c/index.md", "---\ntitle: C\n---\n")
                .write("_drafts/c/z.png", "z")
                .write("pages/d/index.md", dated(hiding))
                .write("pages/d/x.png", "x")
                .write("_posts/e/index.md", dated("topic: t"))
                .write("_posts/e/f/index.md", dated(hiding))
                .write("_posts/e/f/x.png", "x")
                .commit("Not for readers"));

        ingest.assets().forEach((path, asset) -> {
            Content.Document owner = ingest.document(path.substring(0, path.lastIndexOf('/')) + "/index.md");
            assertThat(owner.state()).isNotEqualTo(Content.State.LIVE);
            assertThat(asset.place())
                    .isEqualTo(
                            new AssetPlace.Beside(owner.kind(), owner.id(), path.substring(path.lastIndexOf('/') + 1)));
        });
        assertThat(ingest.assets()).hasSize(4);
    }

    @Test
    void aTextOfAnotherEndingIsNotHandedOutWithItsFrontMatter() {
        ingest.look(git.write("_posts/a/index.md", dated("topic: t"))
                .write("_posts/a/half.mdx", dated("draft: true"))
                .write("_posts/a/HALF.MD", dated("draft: true"))
                .write("_posts/a/data.csv", "1,2")
                .write("_posts/b.md", "[Next](half.mdx)\n")
                .write("_posts/half.mdx", dated("draft: true"))
                .commit("For readers"));

        assertThat(ingest.assets()).containsOnlyKeys("_posts/a/data.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft: true", "date: 2040-01-01", "published: no"})
    void aVersionThatWasHiddenStandsInForNoneThatIsTooLarge(String hiding) throws Exception {
        ingest.configured(Map.of("limits.inlineValue", "64KiB")).restart();
        ingest.look(
                git.write("_posts/a.md", "---\n" + hiding + "\n---\nSecret\n").commit("Hidden"));

        CommitId large = git.write("_posts/a.md", "---\ntitle: " + "x".repeat(60_000) + "\n---\nText\n")
                .commit("Too large");
        ingest.look(large);

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.document("_posts/a.md").body()).isEqualTo(new Body.Inline(""));
        assertThat(ingest.commit(large).problems()).isNotEmpty();
    }
}
