package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes due, or expires, without a commit; the clock stands at {@link GitFixture#START} until it is put forward. */
class ScheduleTest {
    private static final String DUE = "2026-11-23T12:00:00Z";
    private static final Duration TWO_HOURS = Duration.ofHours(2);
    private static final String SOON = "---\ndate: " + DUE + "\n---\nSoon\n";
    private static final String NOT_FOR_LONG = "---\nexpires: " + DUE + "\n---\nNow\n";

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

    private Content.State state(String path) {
        return ingest.document(path).state();
    }

    private Content.CommitIngested cursor() {
        return ingest.cursors().getLast();
    }

    @Test
    void comesDueByItself() {
        CommitId commit = git.write("_posts/a.md", SOON).commit("Soon");
        ingest.look(commit);

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.SCHEDULED);
        assertThat(ingest.document("_posts/a.md").due()).contains(Instant.parse(DUE));
        assertThat(ingest.document("_posts/a.md").urls()).isEmpty();
        assertThat(cursor().scheduled()).isEqualTo(1);
        assertThat(cursor().asOf()).isEmpty();
        assertThat(ingest.commit(commit).counts().scheduled()).isEqualTo(1);
        assertThat(ingest.commit(commit).documents())
                .containsExactly(new CommitStage.Outcome(
                        CommitStage.What.SCHEDULED,
                        new ContentPath("_posts/a.md"),
                        Optional.of("http://localhost:0/posts/a"),
                        Optional.empty(),
                        Optional.of("2026-11-23 12:00 UTC")));

        ingest.later(TWO_HOURS.minusMillis(1)).tick();
        assertThat(state("_posts/a.md")).isEqualTo(Content.State.SCHEDULED);

        int said = ingest.commits().size();
        ingest.later(Duration.ofMillis(1)).tick();

        Content.Document live = ingest.document("_posts/a.md");
        assertThat(live.state()).isEqualTo(Content.State.LIVE);
        assertThat(live.due()).contains(Instant.parse(DUE));
        assertThat(live.urls()).containsExactly(new UrlPath("/posts/a"));
        assertThat(cursor().commit()).contains(commit);
        assertThat(cursor().due()).contains(Instant.parse(DUE));
        assertThat(cursor().asOf()).contains(Instant.parse(DUE));
        assertThat(cursor().scheduled()).isZero();
        assertThat(ingest.commits()).as("of the commit all is said").hasSize(said);
    }

    @Test
    void isTakenInOnce() {
        ingest.look(git.write("_posts/a.md", SOON).write("_posts/b.md", "B\n").commit("Soon"));
        ingest.later(TWO_HOURS).tick();
        int cursors = ingest.cursors().size();

        ingest.tick();
        ingest.restart().look();
        ingest.later(TWO_HOURS).tick();

        assertThat(ingest.cursors()).hasSize(cursors);
    }

    @Test
    void waitsNoLongerThanUntilItIsDueNorASecond() {
        ingest.look(git.write("_posts/a.md", "---\ndate: 2099-01-01\n---\nIn the end\n")
                .commit("Not soon"));
        assertThat(ingest.tick()).isEqualTo(Duration.ofSeconds(1));

        ingest.look(git.write("_posts/b.md", SOON).commit("Soon"));
        ingest.later(TWO_HOURS.minusMillis(300));

        assertThat(ingest.tick()).isBetween(Duration.ofMillis(300), Duration.ofMillis(301));
    }

    @Test
    void catchesUpWhatCameDueWhileNobodyRan() {
        ingest.look(git.write("_posts/a.md", SOON)
                .write("_posts/b.md", NOT_FOR_LONG)
                .write("_posts/c.md", "---\ndate: 2026-11-23T13:00:00Z\nexpires: 2026-11-23T14:00:00Z\n---\nAn hour\n")
                .commit("Soon"));
        ingest.stop();

        ingest.later(Duration.ofDays(1)).look();
        ingest.tick();

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);
        assertThat(state("_posts/b.md")).isEqualTo(Content.State.EXPIRED);
        assertThat(state("_posts/c.md")).isEqualTo(Content.State.EXPIRED);
        assertThat(ingest.document("_posts/c.md").urls()).containsExactly(new UrlPath("/posts/c"));
        assertThat(cursor().asOf()).contains(Instant.parse("2026-11-23T14:00:00Z"));
    }

    @Test
    void aClockThatGoesBackTakesNothingBack() {
        ingest.look(git.write("_posts/a.md", SOON)
                .write("_posts/b.md", "---\ndate: 2026-11-23T13:00:00Z\n---\nLater\n")
                .commit("Soon"));
        ingest.later(TWO_HOURS).tick();

        ingest.restart().later(Duration.ofHours(-2)).look();
        ingest.tick();
        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);

        ingest.look(git.write("_posts/c.md", "C\n").commit("Another"));

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);
        assertThat(state("_posts/b.md")).isEqualTo(Content.State.SCHEDULED);
        assertThat(cursor().asOf()).contains(Instant.parse(DUE));
    }

    @Test
    void expires() {
        ingest.look(git.write("_posts/a.md", NOT_FOR_LONG)
                .write("pages/p.md", NOT_FOR_LONG)
                .commit("Now"));
        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);
        assertThat(ingest.problems()).isEmpty();

        ingest.later(TWO_HOURS).tick();

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.EXPIRED);
        assertThat(state("pages/p.md")).isEqualTo(Content.State.EXPIRED);
        assertThat(ingest.document("_posts/a.md").due()).contains(Instant.parse(DUE));
        assertThat(ingest.document("_posts/a.md").urls()).containsExactly(new UrlPath("/posts/a"));

        git.at("2026-11-23T12:30:00Z");
        ingest.look(
                git.write("_posts/a.md", "---\nexpires: 2026-11-25\n---\nNow\n").commit("Longer"));

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("_posts/a.md").due()).isEmpty();
    }

    @Test
    void ofAFileThatIsOverAlreadyItIsSaid() {
        CommitId commit = git.write("_posts/a.md", "---\nexpires: 2024-01-01\n---\nThen\n")
                .commit("Over");
        ingest.look(commit);

        assertThat(ingest.commit(commit).documents())
                .extracting(CommitStage.Outcome::what)
                .containsExactly(CommitStage.What.EXPIRED);
        assertThat(ingest.document("_posts/a.md").urls()).isEmpty();
    }

    /** The calendar day of the commit decides, in the commit's own offset; a scheduled day begins in the site's zone. */
    @ParameterizedTest
    @CsvSource({
        "2025-05-25T23:43:00Z, Australia/Sydney,   2025-05-26, UTC,           LIVE,      ",
        "2025-05-25T23:43:00Z, Australia/Sydney,   2025-05-27, UTC,           LIVE,      2025-05-27T00:00:00Z",
        "2025-05-25T23:43:00Z, Australia/Sydney,   2026-12-01, Europe/Berlin, SCHEDULED, 2026-11-30T23:00:00Z",
        "2025-05-25T23:43:00Z, UTC,                2025-05-26, UTC,           LIVE,      2025-05-26T00:00:00Z",
        "2026-11-23T09:00:00Z, UTC,                2026-11-24, UTC,           SCHEDULED, 2026-11-24T00:00:00Z",
        "2026-11-23T09:00:00Z, UTC,                2026-11-24, Asia/Tokyo,    SCHEDULED, 2026-11-23T15:00:00Z",
        "2026-11-23T09:00:00Z, Pacific/Honolulu,   2026-11-23, UTC,           LIVE,      ",
        // The day has begun in the site's zone, though not in the author's.
        "2026-11-23T09:00:00Z, Pacific/Honolulu,   2026-11-23, Asia/Tokyo,    LIVE,      "
    })
    void aDayIsHeldAgainstTheCommitsOwn(
            String at, String authorsZone, String date, String sitesZone, Content.State state, Instant due) {
        git.at(at).zone(authorsZone);
        ingest.look(git.write("site.yml", "timeZone: " + sitesZone + "\n")
                .write("_posts/a.md", "---\ndate: " + date + "\n---\nA\n")
                .commit("A day"));

        assertThat(state("_posts/a.md")).isEqualTo(state);
        assertThat(ingest.document("_posts/a.md").due()).isEqualTo(Optional.ofNullable(due));
    }

    @Test
    void aTimeSomeHoursBehindItsCommitThatIsLongPastIsLive() {
        git.at("2025-05-26T08:00:00Z");
        ingest.look(git.write("_posts/a.md", "---\ndate: 2025-05-26 10:00\n---\nA\n")
                .commit("In another zone"));

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void inAnotherZoneOfTheSiteDaysBeginAtOtherInstants() {
        String plan = "---\ndate: 2026-11-24\nexpires: 2026-11-26\n---\nA\n";
        ingest.look(git.write("_posts/a.md", plan)
                .write("_posts/b.md", "---\nexpires: 2026-11-24\n---\nB\n")
                .commit("Tomorrow"));

        ingest.look(git.write("site.yml", "timeZone: Asia/Tokyo\n").commit("Moved"));

        assertThat(ingest.document("_posts/a.md").due()).contains(Instant.parse("2026-11-23T15:00:00Z"));
        ingest.later(Duration.ofHours(5)).tick();
        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);
        assertThat(state("_posts/b.md")).isEqualTo(Content.State.EXPIRED);

        ingest.later(Duration.ofDays(2)).tick();
        assertThat(ingest.document("_posts/a.md").due()).contains(Instant.parse("2026-11-25T15:00:00Z"));
    }

    @Test
    void whatIsPublicStaysSoWhereItsDayHasNotBegun() {
        ingest.look(git.write("_posts/a.md", "---\ndate: 2026-11-24\n---\nA\n")
                .write("_posts/b.md", "---\ndate: 2026-11-24\nexpires: 2026-11-26\n---\nB\n")
                .commit("Tomorrow"));
        ingest.later(Duration.ofHours(19)).tick();

        git.at("2026-11-24T05:00:00Z");
        ingest.look(git.write("site.yml", "timeZone: Pacific/Honolulu\n").commit("Moved"));

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);
        assertThat(state("_posts/b.md")).isEqualTo(Content.State.LIVE);
        ingest.later(Duration.ofDays(2)).tick();
        assertThat(state("_posts/b.md")).isEqualTo(Content.State.LIVE);
        ingest.later(Duration.ofHours(5)).tick();
        assertThat(state("_posts/b.md")).isEqualTo(Content.State.EXPIRED);
    }

    @Test
    void aCommitOfALaterTimeLetsNothingComeDue() {
        ingest.look(git.write("_posts/a.md", SOON)
                .write("_posts/b.md", NOT_FOR_LONG)
                .commit("Soon"));

        git.at("2030-01-01T00:00:00Z");
        ingest.look(git.write("_posts/c.md", "C\n").commit("Of a clock that is wrong"));

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.SCHEDULED);
        assertThat(state("_posts/b.md")).isEqualTo(Content.State.LIVE);

        ingest.restart().later(TWO_HOURS).look();
        ingest.tick();

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);
        assertThat(state("_posts/b.md")).isEqualTo(Content.State.EXPIRED);
    }

    @Test
    void anEditBeforeAndAfterChangesWhatIsToCome() {
        ingest.look(git.write("_posts/a.md", SOON).commit("Soon"));
        ingest.look(git.write("_posts/a.md", SOON.replace("12:00", "13:00")).commit("An hour later"));
        ingest.later(TWO_HOURS).tick();
        assertThat(state("_posts/a.md")).isEqualTo(Content.State.SCHEDULED);
        ingest.later(Duration.ofHours(1)).tick();
        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);

        git.at("2026-11-23T13:30:00Z");
        ingest.look(git.write("_posts/a.md", SOON.replace("2026", "2036")).commit("Not yet after all"));

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.SCHEDULED);
        assertThat(ingest.document("_posts/a.md").urls()).containsExactly(new UrlPath("/posts/a"));
    }

    @Test
    void whatWasPublishedByTheClockLeadsOnWhenItMoves() {
        ingest.look(git.write("_posts/a.md", SOON).commit("Soon"));
        ingest.later(TWO_HOURS).tick();

        git.at("2026-11-23T12:30:00Z");
        ingest.look(git.rename("_posts/a.md", "_posts/b.md").commit("Another name"));

        assertThat(ingest.document("_posts/b.md").urls())
                .containsExactly(new UrlPath("/posts/a"), new UrlPath("/posts/b"));
        assertThat(ingest.document("_posts/b.md").due()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"---\ndraft: perhaps\n---\nSoon\n", "---\ndate: [\n---\nSoon\n"})
    void whatMayBeMeantToBeHiddenByNowDoesNotComeDue(String text) {
        ingest.look(git.write("_posts/a.md", SOON).commit("Soon"));

        ingest.look(git.write("_posts/a.md", text).commit("Or not"));
        ingest.later(TWO_HOURS).tick();
        assertThat(state("_posts/a.md")).isEqualTo(Content.State.DRAFT);

        ingest.look(git.write("_posts/a.md", SOON).commit("As it was"));
        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);
    }

    private List<String> findings(String path) {
        return ingest.problems().stream()
                .filter(one -> one.startsWith(path + ":"))
                .toList();
    }

    /** Who is told is who pushes what makes the conflict, be that what is to come or what is there. */
    @Test
    void whatIsToComeTakesTheUrlOfNobodyWhoIsThereBefore() {
        ingest.look(git.write("_posts/x.md", SOON).commit("Elder"));
        assertThat(state("_posts/x.md")).isEqualTo(Content.State.SCHEDULED);

        CommitId younger = git.write("posts/2024-05-01-x.md", "Younger\n").commit("Younger");
        ingest.look(younger);

        assertThat(state("_posts/x.md")).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.commit(younger).problems())
                .singleElement()
                .asString()
                .contains("posts/2024-05-01-x.md already");
        assertThat(cursor().scheduled()).isZero();

        ingest.later(TWO_HOURS).tick();

        assertThat(state("_posts/x.md")).isEqualTo(Content.State.WITHHELD);
        assertThat(state("posts/2024-05-01-x.md")).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("posts/2024-05-01-x.md").url()).isEqualTo(new UrlPath("/posts/x"));
    }

    @Test
    void whatIsToComeAndLosesIsNotAnnounced() {
        ingest.look(git.write("_posts/x.md", "There\n").commit("There"));

        CommitId commit = git.write("posts/x.md", SOON).commit("To come");
        ingest.look(commit);

        assertThat(state("posts/x.md")).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.commit(commit).documents()).isEmpty();
        assertThat(findings("posts/x.md"))
                .containsExactly(
                        "posts/x.md:1:1 problem /posts/x is the URL of _posts/x.md already; rename the file, or write slug:"
                                + " another-name");

        ingest.look(git.delete("_posts/x.md").commit("Gone"));

        assertThat(state("posts/x.md")).isEqualTo(Content.State.SCHEDULED);
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void ofTwoThatAreToComeItIsWhosComesFirst() {
        ingest.look(git.write("_posts/x.md", SOON.replace("12:00", "13:00"))
                .write("posts/2026-11-23-x.md", SOON)
                .write("_posts/2026-11-23-x.md", SOON.replace("12:00", "14:00"))
                .commit("To come"));

        assertThat(state("_posts/x.md")).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.document("posts/2026-11-23-x.md").url()).isEqualTo(new UrlPath("/posts/x"));
        assertThat(ingest.document("_posts/2026-11-23-x.md").url()).isEqualTo(new UrlPath("/posts/2026-11-23-x"));
        assertThat(cursor().scheduled()).isEqualTo(2);
    }

    @Test
    void whoCameAfterItIsTheYounger() {
        ingest.look(git.write("_posts/x.md", SOON).commit("To come"));
        ingest.later(TWO_HOURS).tick();
        git.at("2026-11-23T12:30:00Z");

        ingest.look(git.write("posts/x.md", "Younger\n").commit("Younger"));

        assertThat(state("_posts/x.md")).isEqualTo(Content.State.LIVE);
        assertThat(findings("posts/x.md"))
                .containsExactly(
                        "posts/x.md:1:1 problem /posts/x is the URL of _posts/x.md already; rename the file, or write slug:"
                                + " another-name");
    }

    /** An edit, with another date or none, gives nobody what another has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Now\n",
                "---\ndate: 2026-11-20\n---\nNow\n",
                "---\ntitle: Now\ndate: 2026-11-23T13:00:00Z\n---\nNow\n"
            })
    void anEditTakesNothingFromWhoIsThere(String edited) {
        ingest.look(git.write("_posts/x.md", SOON).commit("To come"));
        ingest.look(git.write("posts/x.md", "There\n").commit("There"));
        assertThat(state("posts/x.md")).isEqualTo(Content.State.LIVE);

        ingest.look(git.write("_posts/x.md", edited).commit("Edited"));

        assertThat(state("posts/x.md")).isEqualTo(Content.State.LIVE);
        assertThat(state("_posts/x.md")).isEqualTo(Content.State.WITHHELD);
        git.at("2026-11-23T14:00:00Z");
        ingest.later(Duration.ofHours(4))
                .look(git.write("_posts/x.md", "Later\n").commit("Later"));
        assertThat(state("posts/x.md")).isEqualTo(Content.State.LIVE);
        assertThat(state("_posts/x.md")).isEqualTo(Content.State.WITHHELD);
    }

    @Test
    void aDraftAndWhatHasExpiredClaimNothing() {
        ingest.look(git.write("_posts/x.md", SOON.replace("---\nSoon", "draft: true\n---\nSoon"))
                .write("_posts/y.md", NOT_FOR_LONG)
                .commit("Elder"));
        ingest.later(TWO_HOURS).tick();

        git.at("2026-11-23T12:30:00Z");
        ingest.look(git.write("posts/x.md", SOON.replace("12:00", "13:00"))
                .write("posts/y.md", SOON.replace("12:00", "13:00"))
                .commit("Younger"));

        assertThat(state("posts/x.md")).isEqualTo(Content.State.SCHEDULED);
        assertThat(state("posts/y.md")).isEqualTo(Content.State.SCHEDULED);
    }

    @ParameterizedTest
    @CsvSource({
        "date: 2026-12-02,            expires: 2026-12-01",
        "date: 2026-12-02,            expires: 2026-12-02",
        "publishDate: 2026-12-02,     expiryDate: 2026-12-01T23:59:59Z",
        "date: 2026-11-23T12:00:00Z,  unpublishDate: 2026-11-23T11:00:00Z",
    })
    void whatIsOverBeforeItComesIsAProblem(String date, String expires) {
        CommitId commit = git.write("_posts/a.md", "---\n" + date + "\n" + expires + "\n---\nNever\n")
                .commit("Never");
        ingest.look(commit);

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.commit(commit).documents()).isEmpty();
        assertThat(cursor().scheduled()).isZero();
        assertThat(findings("_posts/a.md"))
                .singleElement()
                .asString()
                .startsWith("_posts/a.md:3:" + (expires.indexOf(' ') + 2) + " problem "
                        + expires.substring(0, expires.indexOf(':')))
                .contains("is not later than " + date.substring(0, date.indexOf(':')));

        ingest.later(Duration.ofDays(30)).tick();
        assertThat(state("_posts/a.md")).isEqualTo(Content.State.WITHHELD);

        ingest.look(git.write("_posts/a.md", "---\n" + date + "\n---\nMended\n").commit("Mended"));
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void whatIsOverBeforeItComesIsTakenDown() {
        ingest.look(git.write("_posts/a.md", "A\n").commit("Public"));

        ingest.look(git.write("_posts/2026-12-02-b.md", "---\nexpires: 2026-12-01\n---\nB\n")
                .write("_posts/a.md", "---\ndate: 2026-12-02\nexpires: 2026-12-01\n---\nA\n")
                .commit("Never"));

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.WITHHELD);
        assertThat(findings("_posts/2026-12-02-b.md"))
                .singleElement()
                .asString()
                .startsWith(
                        "_posts/2026-12-02-b.md:2:10 problem expires: 2026-12-01 is not later than the file's name: 2026-12-02, so"
                                + " nobody could ever read it");
    }

    @Test
    void whatIsOverAndWasToComeLaterIsAWarning() {
        ingest.look(git.write("_posts/a.md", "---\ndate: 2030-01-01\nexpires: 2024-01-01\n---\nA\n")
                .write("_posts/b.md", "---\ndate: 2023-01-01\nexpires: 2024-01-01\n---\nB\n")
                .commit("Over"));

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.EXPIRED);
        assertThat(findings("_posts/a.md"))
                .singleElement()
                .asString()
                .startsWith("_posts/a.md:3:10 warning expires: 2024-01-01");
        assertThat(findings("_posts/b.md")).isEmpty();
    }

    @Test
    void whateverBecomesOfTheBranch() {
        CommitId commit = git.write("_posts/a.md", SOON).commit("Soon");
        ingest.look(commit);
        git.standingAt(Optional.empty());
        ingest.restart().look();

        ingest.later(TWO_HOURS).tick();

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);
        assertThat(cursor().commit()).contains(commit);
    }

    /** It is told, and tried again a minute later, not at once. */
    @Test
    void whatCannotBeTakenInIsTriedAgain() throws Exception {
        CommitId commit = git.write("_posts/a.md", SOON).commit("Soon");
        ingest.look(commit);
        git.repository().getObjectDatabase().setShallowCommits(Set.of(ObjectId.fromString(commit.value())));

        ingest.later(TWO_HOURS).tick();
        assertThat(ingest.tick()).isEqualTo(Duration.ofSeconds(1));
        assertThat(state("_posts/a.md")).isEqualTo(Content.State.SCHEDULED);
        assertThat(ingest.problems())
                .singleElement()
                .asString()
                .contains("what is due of commit " + commit.abbreviated() + " is not taken in");

        git.repository().getObjectDatabase().setShallowCommits(Set.of());
        ingest.later(Duration.ofMinutes(1)).tick();
        ingest.tick();

        assertThat(state("_posts/a.md")).isEqualTo(Content.State.LIVE);
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void ofManyThatComeDueAtOnceNoneIsForgottenByWhoeverDies() {
        for (int i = 0; i < 20; i++) {
            git.write("_posts/" + i + ".md", SOON);
        }
        ingest.look(git.commit("Soon"));

        ingest.transactions(3).later(TWO_HOURS);
        ingest.tickAndDieAfter(2);
        ingest.transactions(1_000).look();

        for (int i = 0; i < 20; i++) {
            assertThat(state("_posts/" + i + ".md")).isEqualTo(Content.State.LIVE);
        }
        assertThat(cursor().taking()).isEmpty();
        assertThat(cursor().backfill()).isFalse();
    }

    @Test
    void whatIsTakenInWithACommitOrWithoutIsTheSame() throws Exception {
        List<String> files = List.of(SOON, NOT_FOR_LONG, "---\ndate: 2026-11-24\n---\nTomorrow\n");
        for (int i = 0; i < files.size(); i++) {
            ingest.look(git.write("_posts/" + i + ".md", files.get(i)).commit("One"));
        }
        ingest.later(TWO_HOURS).tick();
        ingest.later(Duration.ofDays(1)).tick();

        try (IngestDriver fresh = new IngestDriver(git, data.resolve("fresh"))) {
            fresh.later(Duration.ofDays(2)).look();
            for (int i = 0; i < files.size(); i++) {
                String path = "_posts/" + i + ".md";
                assertThat(fresh.document(path)).isEqualTo(ingest.document(path));
            }
        }
    }
}
