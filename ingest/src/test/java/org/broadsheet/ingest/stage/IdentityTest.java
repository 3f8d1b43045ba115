package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A post is the same one, under its id, wherever Git takes its file; and a first import finds what pushes one by one found. */
class IdentityTest {
    private static final String OWN = "11111111-1111-4111-8111-111111111111";

    private final GitFixture git = new GitFixture();
    private IngestDriver ingest;

    @TempDir
    Path data;

    @BeforeEach
    void start() {
        ingest = new IngestDriver(git, data.resolve("kept"));
    }

    /** Whatever the test did: in one go it comes to the same. */
    @AfterEach
    void isWhatAFirstImportFinds() throws Exception {
        ingest.look();
        try (IngestDriver fresh = new IngestDriver(git, data.resolve("fresh"))) {
            fresh.look();
            assertThat(documents(ingest)).isEqualTo(documents(fresh));
            assertThat(ingest.problems()).isEqualTo(fresh.problems());
        }
        ingest.close();
        git.close();
    }

    private static List<Content> documents(IngestDriver of) {
        return of.content().values().stream()
                .filter(content -> !(content instanceof Content.CommitIngested))
                .filter(content -> !(content instanceof Content.Removed removed)
                        || !removed.urls().isEmpty())
                .toList();
    }

    /** Thirty lines of their own. */
    private static String text(String voice, int edited) {
        StringBuilder text = new StringBuilder("---\ntitle: A title\nauthor: Ada\n---\n");
        for (int i = 0; i < 30; i++) {
            text.append(i < edited ? "Another line " : "Line ")
                    .append(i)
                    .append(" of ")
                    .append(voice)
                    .append(".\n");
        }
        return text.toString();
    }

    private PostId at(String path) {
        return ingest.document(path).id();
    }

    private CommitId look(String message) {
        CommitId commit = git.commit(message);
        ingest.look(commit);
        return commit;
    }

    private PostId post(String path, String text) {
        git.write(path, text);
        look("Add " + path);
        return at(path);
    }

    private List<String> urls(String path) {
        return ingest.document(path).facts().urls().stream().map(UrlPath::value).toList();
    }

    @Test
    void aRenameIsAMoveAndNothingIsGone() {
        PostId id = post("_posts/epic-and-bug-templates.md", text("epics", 0));
        git.rename("_posts/epic-and-bug-templates.md", "_posts/epic-story-and-bug-templates.md");

        CommitId renamed = look("Rename");

        assertThat(at("_posts/epic-story-and-bug-templates.md")).isEqualTo(id);
        assertThat(urls("_posts/epic-story-and-bug-templates.md"))
                .containsExactly("/posts/epic-and-bug-templates", "/posts/epic-story-and-bug-templates");
        assertThat(ingest.commit(renamed).counts().gone()).isZero();
        assertThat(ingest.commit(renamed).documents())
                .extracting(CommitStage.Outcome::what)
                .containsExactly(CommitStage.What.LIVE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 9})
    void aRenameWithAnEditOfLessThanTwoFifthsIsAMove(int lines) {
        PostId id = post("_posts/a.md", text("a", 0));
        git.delete("_posts/a.md").write("_posts/b.md", text("a", lines));

        look("Rename and edit");

        assertThat(at("_posts/b.md")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 30})
    void oneOfWhichMoreIsAnotherIsAnother(int lines) {
        PostId id = post("_posts/a.md", text("a", 0));
        git.delete("_posts/a.md").write("_posts/b.md", text("a", lines));

        look("Replace");

        assertThat(at("_posts/b.md")).isNotEqualTo(id);
        assertThat(ingest.content()).containsKey("main/post/" + id);
    }

    @Test
    void frontMatterInCommonMakesNoTwoPostsOne() {
        String top = "---\ntitle: A title\nlayout: post\nauthor: Ada Lovelace\ncategories: [one, two, three]\n---\n";
        PostId id = post("_posts/a.md", top + "Short.\n");
        git.delete("_posts/a.md").write("_posts/b.md", top + "Quite another.\n");

        look("Replace");

        assertThat(at("_posts/b.md")).isNotEqualTo(id);
    }

    @Test
    void chainsOfRenamesKeepEveryUrl() {
        PostId id = post("_posts/a.md", text("a", 0));
        for (String next : List.of("b", "c", "d")) {
            git.rename(git.paths().getFirst(), "_posts/" + next + ".md");
            look("To " + next);
        }

        assertThat(at("_posts/d.md")).isEqualTo(id);
        assertThat(urls("_posts/d.md")).containsExactly("/posts/a", "/posts/b", "/posts/c", "/posts/d");
    }

    @Test
    void andBackAgain() {
        PostId id = post("_posts/a.md", text("a", 0));
        git.rename("_posts/a.md", "_posts/b.md");
        look("There");
        git.rename("_posts/b.md", "_posts/a.md");
        look("Back");

        assertThat(at("_posts/a.md")).isEqualTo(id);
        assertThat(ingest.document("_posts/a.md").url()).hasToString("/posts/a");
        assertThat(urls("_posts/a.md")).containsExactly("/posts/a", "/posts/b");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void twoFilesThatSwapTheirNamesSwapTheirUrls(int edited) {
        PostId a = post("_posts/a.md", text("a", 0));
        PostId b = post("_posts/b.md", text("b", 0));
        git.write("_posts/a.md", text("b", edited)).write("_posts/b.md", text("a", edited));

        look("Swap");

        assertThat(at("_posts/a.md")).isEqualTo(b);
        assertThat(at("_posts/b.md")).isEqualTo(a);
        assertThat(urls("_posts/a.md")).containsExactly("/posts/a", "/posts/b");
    }

    @Test
    void threeThatGoRoundToo() {
        PostId a = post("_posts/a.md", text("a", 0));
        PostId b = post("_posts/b.md", text("b", 0));
        PostId c = post("_posts/c.md", text("c", 0));
        git.write("_posts/a.md", text("c", 2))
                .write("_posts/b.md", text("a", 2))
                .write("_posts/c.md", text("b", 2));

        look("Go round");

        assertThat(List.of(at("_posts/a.md"), at("_posts/b.md"), at("_posts/c.md")))
                .containsExactly(c, a, b);
    }

    @Test
    void aNewPostInThePlaceOfOneThatMovedAway() {
        PostId a = post("_posts/a.md", text("a", 0));
        git.write("_posts/a.md", text("news", 0)).write("_posts/old.md", text("a", 1));

        look("Make room");

        assertThat(at("_posts/old.md")).isEqualTo(a);
        assertThat(at("_posts/a.md")).isNotEqualTo(a);
        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
    }

    @Test
    void whatGoesOnUnderAnotherNameIsNotWhatHasItsNameNow() {
        PostId a = post("content/posts/a.md", text("a", 0));
        PostId b = post("posts/b.md", text("b", 0));
        git.delete("content/posts/a.md").write("_posts/a.md", text("b", 5)).write("posts/b.md", text("a", 5));

        look("Swap, and move one of them");

        assertThat(at("posts/b.md")).isEqualTo(a);
        assertThat(at("_posts/a.md")).isEqualTo(b);
    }

    @Test
    void aRewriteInPlaceIsTheSamePost() {
        PostId a = post("_posts/a.md", text("a", 0));
        PostId b = post("_posts/b.md", text("b", 0));
        git.write("_posts/a.md", text("all new", 0)).write("_posts/b.md", text("all else", 0));

        look("Rewrite");

        assertThat(at("_posts/a.md")).isEqualTo(a);
        assertThat(at("_posts/b.md")).isEqualTo(b);
    }

    @Test
    void aFolderOfThousandsMoves() {
        int many = 3_000;
        IntStream.range(0, many).forEach(i -> git.write("posts/p" + i + ".md", text("post " + i, 0)));
        look("Many");
        PostId some = at("posts/p77.md");
        IntStream.range(0, many).forEach(i -> git.rename("posts/p" + i + ".md", "content/posts/p" + i + ".md"));

        CommitId moved = look("Move the folder");

        assertThat(at("content/posts/p77.md")).isEqualTo(some);
        assertThat(ingest.commit(moved).counts().gone()).isZero();
        // The URLs are as they were: the files' paths alone are others.
        assertThat(ingest.document("content/posts/p77.md").url()).hasToString("/posts/p77");
        assertThat(documents(ingest).stream().filter(Content.Document.class::isInstance))
                .hasSize(many);
    }

    @Test
    void aFolderMovesAndAllInItIsEdited() {
        IntStream.range(0, 40).forEach(i -> git.write("posts/p" + i + ".md", text("post " + i, 0)));
        look("Some");
        List<PostId> ids =
                IntStream.range(0, 40).mapToObj(i -> at("posts/p" + i + ".md")).toList();
        IntStream.range(0, 40)
                .forEach(i -> git.delete("posts/p" + i + ".md")
                        .write("content/blog/2024-01-01-q" + i + ".md", text("post " + i, 6)));

        look("Move in");

        assertThat(IntStream.range(0, 40).mapToObj(i -> at("content/blog/2024-01-01-q" + i + ".md")))
                .containsExactlyElementsOf(ids);
    }

    @Test
    void aFileBecomesAFolderOfItsOwnThoughRewritten() {
        PostId id = post("_posts/2024-05-06-first.md", text("a", 0));
        git.delete("_posts/2024-05-06-first.md").write("content/posts/first/index.md", text("all new", 0));

        look("To a bundle");

        assertThat(at("content/posts/first/index.md")).isEqualTo(id);
    }

    @Test
    void aChangeOfLetterCaseIsAMove() {
        PostId id = post("_posts/Readers.md", text("a", 0));
        git.rename("_posts/Readers.md", "_posts/readers.md");

        look("In lower case");

        assertThat(at("_posts/readers.md")).isEqualTo(id);
        assertThat(ingest.document("_posts/readers.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("_posts/readers.md").url()).hasToString("/posts/readers");
    }

    @Test
    void aSlugThatChangesIsAMove() {
        PostId id = post("_posts/a.md", "---\nslug: one\n---\nText\n");
        git.write("_posts/a.md", "---\nslug: two\n---\nText\n");

        look("Another slug");

        assertThat(at("_posts/a.md")).isEqualTo(id);
        assertThat(urls("_posts/a.md")).containsExactly("/posts/one", "/posts/two");
    }

    @Test
    void aCopyIsAPostOfItsOwn() {
        PostId id = post("_posts/a.md", text("a", 0));

        assertThat(post("_posts/b.md", text("a", 0))).isNotEqualTo(id);
        assertThat(at("_posts/a.md")).isEqualTo(id);
    }

    @Test
    void aCopyWithTheIdThatItCopiedToo() {
        PostId id = post("_posts/a.md", "---\nid: " + OWN + "\n---\nText\n");
        assertThat(id).hasToString(OWN);

        PostId copy = post("_posts/b.md", "---\nid: " + OWN + "\n---\nText, and more\n");

        assertThat(copy).isNotEqualTo(id);
        assertThat(at("_posts/a.md")).isEqualTo(id);
        assertThat(ingest.document("_posts/b.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.problems()).singleElement().asString().startsWith("_posts/b.md:2:5 warning id: " + OWN);

        git.delete("_posts/a.md");
        look("The first goes");
        assertThat(at("_posts/b.md")).as("for life").isEqualTo(copy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id: 22222222-2222-4222-8222-222222222222\n"})
    void anIdThatIsChangedOrTakenAwayChangesNothing(String later) {
        PostId id = post("_posts/a.md", "---\nid: " + OWN + "\n---\nText\n");
        git.write("_posts/a.md", "---\n" + later + "title: A\n---\nText\n");

        look("Change the id");

        assertThat(at("_posts/a.md")).isEqualTo(id);
        assertThat(ingest.problems()).hasSize(later.isEmpty() ? 0 : 1);
    }

    @Test
    void anIdThatIsAddedLaterChangesNothing() {
        PostId id = post("_posts/a.md", "Text\n");
        git.write("_posts/a.md", "---\nid: " + OWN + "\n---\nText\n");

        look("Add an id");

        assertThat(at("_posts/a.md")).isEqualTo(id);
        assertThat(ingest.problems()).singleElement().asString().contains("write id: " + id);
    }

    @Test
    void theIdOfAFileThatCouldNotBeReadAtItsBirthCountsOnceItCan() {
        git.write("_posts/a.md", "---\nid: " + OWN + "\ntitle: [\n---\nText\n");
        look("Broken");
        git.write("_posts/a.md", "---\nid: " + OWN + "\n---\nText\n");
        look("Mended");

        assertThat(at("_posts/a.md")).hasToString(OWN);
    }

    @Test
    void whatIsDeletedAndComesBackAlikeIsTheSame() {
        PostId id = post("_posts/a.md", text("a", 0));
        git.delete("_posts/a.md");
        look("Delete");
        git.write("_posts/other.md", text("other", 0));
        look("Between");

        assertThat(post("_posts/a.md", text("a", 3))).isEqualTo(id);
        assertThat(ingest.document("_posts/a.md").facts().publishedAt()).isEqualTo(GitFixture.START);
    }

    @Test
    void whatComesToItsPlaceAndIsAnotherTextIsAnother() {
        PostId id = post("_posts/a.md", text("a", 0));
        git.delete("_posts/a.md");
        look("Delete");

        assertThat(post("_posts/a.md", text("quite another", 0))).isNotEqualTo(id);
    }

    @Test
    void ofSeveralThatLayThereTheOneThatItIs() {
        PostId first = post("_posts/a.md", text("first", 0));
        git.delete("_posts/a.md");
        look("Delete");
        PostId second = post("_posts/a.md", text("second", 0));
        git.delete("_posts/a.md");
        look("Delete again");

        assertThat(post("_posts/a.md", text("first", 2))).isEqualTo(first);
        git.write("_posts/b.md", text("b", 0)).delete("_posts/a.md");
        look("Delete once more");
        assertThat(post("_posts/a.md", text("second", 2))).isEqualTo(second);
    }

    @Test
    void anIdComesBackWhereverItsFileDoes() {
        PostId id = post("_posts/a.md", "---\nid: " + OWN + "\n---\nText\n");
        git.delete("_posts/a.md");
        look("Delete");

        assertThat(post("_posts/b.md", "---\nid: " + OWN + "\n---\nQuite another\n"))
                .isEqualTo(id);
        assertThat(urls("_posts/b.md")).containsExactly("/posts/a", "/posts/b");
    }

    @Test
    void aDraftThatIsPublishedByAMoveIsFirstPublicThen() {
        PostId id = post("_drafts/a.md", text("a", 0));
        git.at("2026-11-25T12:00:00Z").rename("_drafts/a.md", "_posts/a.md");

        look("Publish");

        assertThat(at("_posts/a.md")).isEqualTo(id);
        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("_posts/a.md").facts().publishedAt()).isEqualTo("2026-11-25T12:00:00Z");
    }

    @Test
    void whatMovesIntoADraftsFolderBrokenIsHiddenAllTheSame() {
        PostId id = post("_posts/a.md", text("a", 0));
        git.delete("_posts/a.md").write("_drafts/a.md", text("a", 0).replace("author: Ada", "author: [Ada"));

        look("Take it back");

        assertThat(at("_drafts/a.md")).isEqualTo(id);
        assertThat(ingest.document("_drafts/a.md").state()).isEqualTo(Content.State.DRAFT);
    }

    @Test
    void aNewPostMayTakeTheUrlOfOneThatMovedOrWent() {
        PostId moved = post("_posts/a.md", text("a", 0));
        git.rename("_posts/a.md", "_posts/b.md");
        look("Move");
        PostId taking = post("_posts/a.md", text("quite another", 0));

        assertThat(taking).isNotEqualTo(moved);
        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.LIVE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBranchRenamesWhatAnotherEdits(boolean mainIsFirst) {
        PostId id = post("_posts/a.md", text("a", 0));
        branches(
                mainIsFirst,
                rename -> rename.rename("_posts/a.md", "_posts/b.md"),
                edit -> edit.write("_posts/a.md", text("a", 4)),
                merged -> without(merged, "_posts/a.md").write("_posts/b.md", text("a", 4)));

        assertThat(at("_posts/b.md")).isEqualTo(id);
        assertThat(urls("_posts/b.md")).containsExactly("/posts/a", "/posts/b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoBranchesRenameOneFileDifferentlyAndBothStay(boolean mainIsFirst) {
        PostId id = post("_posts/a.md", text("a", 0));
        branches(
                mainIsFirst,
                one -> one.rename("_posts/a.md", "_posts/b.md"),
                other -> other.rename("_posts/a.md", "_posts/c.md"),
                merged -> without(merged, "_posts/a.md")
                        .write("_posts/b.md", text("a", 0))
                        .write("_posts/c.md", text("a", 0)));

        assertThat(at("_posts/b.md")).isEqualTo(id);
        assertThat(at("_posts/c.md")).isNotEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoBranchesBringOneId(boolean mainIsFirst) {
        post("_posts/x.md", text("x", 0));
        branches(
                mainIsFirst,
                one -> one.write("_posts/a.md", "---\nid: " + OWN + "\n---\nOne\n"),
                other -> other.write("_posts/b.md", "---\nid: " + OWN + "\n---\nOther\n"),
                merged -> merged.write("_posts/a.md", "---\nid: " + OWN + "\n---\nOne\n")
                        .write("_posts/b.md", "---\nid: " + OWN + "\n---\nOther\n"));

        assertThat(at("_posts/a.md")).as("the elder").hasToString(OWN);
        assertThat(at("_posts/b.md").toString()).isNotEqualTo(OWN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMergeRenamesByItself(boolean mainIsFirst) {
        PostId id = post("_posts/a.md", text("a", 0));
        branches(
                mainIsFirst,
                one -> one.write("_posts/one.md", text("one", 0)),
                other -> other.write("_posts/other.md", text("other", 0)),
                merged -> without(merged, "_posts/a.md")
                        .write("_posts/one.md", text("one", 0))
                        .write("_posts/other.md", text("other", 0))
                        .write("_posts/renamed.md", text("a", 3)));

        assertThat(at("_posts/renamed.md")).isEqualTo(id);
    }

    private static GitFixture without(GitFixture git, String path) {
        return git.paths().contains(path) ? git.delete(path) : git;
    }

    /** Both from where we are, and a merge of them whose tree {@code merged} prepares. */
    private void branches(
            boolean mainIsFirst, Consumer<GitFixture> main, Consumer<GitFixture> other, Consumer<GitFixture> merged) {
        git.on("side");
        git.on("main");
        main.accept(git);
        git.commit("On main");
        git.on("side");
        other.accept(git);
        git.commit("On the side");
        if (mainIsFirst) {
            git.on("main");
            merged.accept(git);
            ingest.look(git.mergeAsItIs("side"));
        } else {
            merged.accept(git);
            CommitId merge = git.mergeAsItIs("main");
            git.on("main");
            git.reset(merge);
            ingest.look(merge);
        }
    }

    @Test
    void ofTwoOfOneNameTheYoungerHasTheDayOfItsNameInItsUrlAndKeepsIt() {
        git.write("_posts/2020-01-01-same.md", text("one", 0)).write("_posts/2021-01-01-same.md", text("two", 0));
        look("Both");

        assertThat(ingest.document("_posts/2020-01-01-same.md").url()).hasToString("/posts/same");
        assertThat(ingest.document("_posts/2021-01-01-same.md").url()).hasToString("/posts/2021-01-01-same");
        assertThat(ingest.problems()).isEmpty();

        git.delete("_posts/2020-01-01-same.md");
        look("The elder goes");
        assertThat(ingest.document("_posts/2021-01-01-same.md").url()).hasToString("/posts/2021-01-01-same");

        post("_posts/2022-3-4-same.md", text("three", 0));
        assertThat(ingest.document("_posts/2022-3-4-same.md").url()).hasToString("/posts/same");
        post("_posts/2023-3-4-same.md", text("four", 0));
        assertThat(ingest.document("_posts/2023-3-4-same.md").url()).hasToString("/posts/2023-03-04-same");
    }

    @Test
    void oneOfTheSameNameWithoutADayIsKeptBack() {
        post("_posts/2020-01-01-same.md", text("one", 0));
        post("_posts/other/same.md", text("two", 0));

        assertThat(ingest.document("_posts/other/same.md").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.problems()).singleElement().asString().contains("/posts/same is the URL of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2120-01-01T00:00:00Z", "2060-01-01T00:00:00Z", "1970-01-01T00:00:01Z"})
    void aClockThatIsWrongPinsNoPost(String wrong) {
        post("_posts/first.md", text("first", 0));
        git.at(wrong);
        post("_posts/a.md", text("a", 0));

        Instant at = ingest.document("_posts/a.md").facts().publishedAt();
        assertThat(at).isBetween(GitFixture.START, GitFixture.START.plusSeconds(86_400));
        assertThat(ingest.document("_posts/a.md").facts().changedAt()).isEqualTo(at);
        assertThat(ingest.problems())
                .singleElement()
                .asString()
                .startsWith("_posts/a.md:1:1 warning its first commit is dated");
    }

    @Test
    void norDoesOneOfTheFirstCommit() {
        git.at("2120-01-01T00:00:00Z");
        post("_posts/a.md", text("a", 0));

        assertThat(ingest.document("_posts/a.md").facts().publishedAt()).isBefore("2026-11-23T10:00:00Z");

        git.at("2026-11-24T00:00:00Z");
        git.write("_posts/a.md", text("a", 3));
        look("Edit");
    }

    @Test
    void tooManyToCompareAreFoundByTheirNamesAndBytes() throws Exception {
        ingest.close();
        ingest = new IngestDriver(git, data.resolve("few")).configured(Map.of("limits.renames", "3"));
        IntStream.range(0, 5).forEach(i -> git.write("_posts/p" + i + ".md", text("post " + i, 0)));
        look("Some");
        PostId same = at("_posts/p4.md");
        PostId edited = at("_posts/p0.md");
        IntStream.range(0, 4)
                .forEach(i -> git.delete("_posts/p" + i + ".md").write("_posts/q" + i + ".md", text("post " + i, 3)));
        git.rename("_posts/p4.md", "_posts/q4.md");

        CommitId all = look("All at once");

        assertThat(ingest.commit(all).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .startsWith("commit " + all.abbreviated() + " takes away and brings more than 3 files"));
        assertThat(at("_posts/q4.md")).isEqualTo(same);
        assertThat(at("_posts/q0.md")).isNotEqualTo(edited);
        ingest.close();
        ingest = new IngestDriver(git, data.resolve("kept"));
    }

    @Test
    void whatLiesAheadOfACommitThatCannotBeIsNotTakenForPast() {
        post("_posts/a.md", text("a", 0));
        git.at("2120-01-01T00:00:00Z");
        git.write("_posts/ahead.md", "---\ndate: 2100-01-01\n---\nText\n");
        look("By a clock that goes wrong");
        git.at("1969-06-01T00:00:00Z");
        git.write("_posts/past.md", "---\ndate: 2020-01-01\n---\nText\n");
        look("By another one");

        assertThat(ingest.document("_posts/ahead.md").state()).isNotEqualTo(Content.State.LIVE);
        assertThat(ingest.document("_posts/past.md").state()).isEqualTo(Content.State.LIVE);
    }

    @Test
    void tooMuchToCompareIsFoundByNamesAndBytes() throws Exception {
        ingest.close();
        ingest = new IngestDriver(git, data.resolve("few")).configured(Map.of("limits.renameTexts", "512"));
        git.write("_posts/a.md", text("a", 0))
                .write("_posts/b.md", text("b", 0))
                .write("_posts/c.md", text("c", 0));
        look("Some");
        PostId same = at("_posts/a.md");
        PostId named = at("_posts/b.md");
        PostId edited = at("_posts/c.md");
        git.rename("_posts/a.md", "_posts/x.md");
        git.delete("_posts/b.md").write("posts/b.md", text("b", 3));
        git.delete("_posts/c.md").write("_posts/y.md", text("c", 3));

        CommitId all = look("All at once");

        assertThat(ingest.commit(all).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.hint())
                        .hasValueSatisfying(hint -> assertThat(hint).endsWith("limits.renameTexts")));
        assertThat(at("_posts/x.md")).isEqualTo(same);
        assertThat(at("posts/b.md")).isEqualTo(named);
        assertThat(at("_posts/y.md")).isNotEqualTo(edited);
        ingest.close();
        ingest = new IngestDriver(git, data.resolve("kept"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverIsRenamedManyTimes(long seed) {
        Random random = new Random(seed);
        PostId id = post("_posts/start.md", text("seed " + seed, 0));
        String path = "_posts/start.md";
        for (int i = 0; i < 20; i++) {
            String next = List.of("_posts/", "posts/", "content/blog/", "content/posts/x/")
                            .get(random.nextInt(4)) + "n" + i + ".md";
            git.delete(path).write(next, text("seed " + seed, random.nextInt(6)));
            path = next;
            if (random.nextBoolean()) {
                look("Move " + i);
            } else {
                git.commit("Move " + i);
            }
        }
        ingest.look();

        assertThat(at(path)).isEqualTo(id);
    }
}
