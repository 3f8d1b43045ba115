package org.broadsheet.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.ingest.testing.Said;
import org.junit.jupiter.api.Test;

class PushReportTest {
    private static final CommitId PUSHED = new CommitId("a".repeat(40));
    private static final CommitId LATER = new CommitId("b".repeat(40));
    private static final CommitId LAST = new CommitId("c".repeat(40));
    private static final Duration TEN = Duration.ofSeconds(10);

    private final PushReport report = new PushReport(
            PUSHED, new Configuration.Push(TEN, 20, 50, "publish", TEN), "http://localhost:8080/api/v1/commits/");

    @Test
    void saysEachThingWhenItIsTrue() {
        assertThat(take(
                        100,
                        Said.ingest(PUSHED).live("first").draft("_drafts/x.md").done()))
                .containsExactly("draft           _drafts/x.md  (not published)");
        assertThat(take(310, Said.render(PUSHED).live("first").done()))
                .containsExactly("live in 0.31 s  http://localhost:8080/posts/first");
        assertThat(report.isFinished()).isFalse();
        assertThat(take(420, Said.notify(PUSHED).done())).containsExactly("success: 1 live in 0.42 s");
        assertThat(report.isFinished()).isTrue();
    }

    @Test
    void saysWhenWhatIsScheduledWillBeLive() {
        assertThat(take(
                        100,
                        Said.ingest(PUSHED)
                                .live("first")
                                .scheduled("launch", "2026-12-01 00:00 Europe/Berlin")
                                .expired("_posts/over.md")
                                .done()))
                .containsExactly(
                        "scheduled       http://localhost:8080/posts/launch  2026-12-01 00:00 Europe/Berlin",
                        "expired         _posts/over.md  (not published)");
        take(310, Said.render(PUSHED).live("first").gone("second").done());

        assertThat(take(420, Said.notify(PUSHED).done()))
                .containsExactly("success: 1 live, 1 gone, 1 scheduled in 0.42 s");
    }

    @Test
    void ofMoreThatAreScheduledThanItListsItSaysHowMany() {
        Said said = Said.ingest(PUSHED);
        for (int i = 0; i < 23; i++) {
            said.scheduled("post-" + i, "2026-12-01 00:00 UTC");
        }

        assertThat(take(100, said.done())).hasSize(21).last().isEqualTo("… and 3 more scheduled");
        take(310, Said.render(PUSHED).done());
        assertThat(take(420, Said.notify(PUSHED).done())).containsExactly("success: 23 scheduled in 0.42 s");
    }

    @Test
    void saysWhatRenderCouldMakeNothingOf() {
        take(10, Said.ingest(PUSHED).live("a", "b").done());

        assertThat(take(
                        20,
                        Said.render(PUSHED)
                                .live("a")
                                .problem("_posts/b.md", 7, 1, "nested too deeply", "take some levels away", null)
                                .done()))
                .containsExactly(
                        "problem         _posts/b.md:7:1  nested too deeply; take some levels away",
                        "live in 0.02 s  http://localhost:8080/posts/a");
        assertThat(take(30, Said.notify(PUSHED).done())).containsExactly("error: 1 problem, 1 live in 0.03 s");
    }

    @Test
    void saysHowManyAreAtOtherUrls() {
        take(10, Said.ingest(PUSHED).live("a", "b").done());

        assertThat(take(20, Said.render(PUSHED).live("a", "b").moved(1_204).done()))
                .hasSize(3)
                .last()
                .isEqualTo("moved           1,204 are at other URLs, and where they were leads there");
    }

    @Test
    void saysHowManyPagesOtherSettingsMakeAgainAndFollowsThemToTheirEnd() {
        assertThat(take(10, Said.ingest(PUSHED).done())).isEmpty();
        assertThat(take(20, Said.render(PUSHED).remade(10_000).processing()))
                .containsExactly("settings        10,000 pages are made again");
        assertThat(take(30, Said.render(PUSHED).remade(10_000).done())).isEmpty();
        assertThat(take(4_210, Said.notify(PUSHED).done()))
                .containsExactly("success: 10,000 pages made again in 4.21 s");
    }

    @Test
    void takesNoNoteOfOtherCommits() {
        assertThat(takeAll(Said.allDone(LATER, "other"))).isEmpty();
        assertThat(report.isFinished()).isFalse();
    }

    @Test
    void saysWhatIsLiveOnceThoughRenderRepeatsItself() {
        take(10, Said.ingest(PUSHED).live("a", "b").done());

        assertThat(take(20, Said.render(PUSHED).live("a").processing())).hasSize(1);
        assertThat(take(30, Said.render(PUSHED).live("a", "b").processing()))
                .containsExactly("live in 0.03 s  http://localhost:8080/posts/b");
        assertThat(take(40, Said.render(PUSHED).live("a", "b").done())).isEmpty();
    }

    @Test
    void followsASupersededCommitToItsEnd() {
        List<String> lines = new ArrayList<>();
        lines.addAll(take(10, Said.ingest(PUSHED).live("a").done()));
        lines.addAll(take(20, Said.render(PUSHED).supersededBy(LATER)));
        lines.addAll(take(30, Said.ingest(LATER).supersededBy(LAST)));
        lines.addAll(take(40, Said.ingest(LAST).live("b").done()));
        lines.addAll(take(50, Said.render(LAST).live("a", "b").done()));
        lines.addAll(take(60, Said.notify(LAST).done()));

        assertThat(lines)
                .containsExactly(
                        "live in 0.05 s  http://localhost:8080/posts/a",
                        "live in 0.05 s  http://localhost:8080/posts/b",
                        "success: 2 live in 0.06 s");
    }

    @Test
    void followsToACommitOfWhichAllWasSaidBefore() {
        takeAll(Said.allDone(LATER, "a"));

        assertThat(take(60, Said.ingest(PUSHED).supersededBy(LATER)))
                .containsExactly("live in 0.06 s  http://localhost:8080/posts/a", "success: 1 live in 0.06 s");
    }

    @Test
    void doesNotGoRoundInCircles() {
        take(10, Said.ingest(PUSHED).supersededBy(LATER));

        assertThat(take(20, Said.ingest(LATER).supersededBy(PUSHED))).isEmpty();
        assertThat(report.tick(TEN)).hasSize(1);
    }

    @Test
    void addsUpTheProblemsOfTheCommitsThatItFollows() {
        take(10, Said.ingest(PUSHED).problem("a.md", 1, 1, "x", "y", null).done());
        take(20, Said.render(PUSHED).supersededBy(LATER));
        take(30, Said.ingest(LATER).live("b").done());
        take(40, Said.render(LATER).live("b").done());

        assertThat(take(50, Said.notify(LATER).done())).containsExactly("error: 1 problem, 1 live in 0.05 s");
    }

    @Test
    void namesTheRoleThatDoesNotAnswer() {
        take(50, Said.ingest(PUSHED).live("a").done());

        assertThat(report.tick(Duration.ofMillis(9_999))).isEmpty();
        assertThat(report.tick(TEN))
                .containsExactly("warning: taken in, not live yet: render has not answered for 10 s; it will be"
                        + " published when it does");
        assertThat(report.isFinished()).isTrue();
    }

    @Test
    void saysHowFarItIsWhenTheRolesAreJustBusy() {
        take(7_000, Said.ingest(PUSHED).inAll(10_000).done());

        assertThat(report.tick(TEN))
                .containsExactly("hint: 0 of 10,000 live after 10 s; it goes on without you: "
                        + "http://localhost:8080/api/v1/commits/" + PUSHED);
    }

    @Test
    void saysWhatItWaitsForWhenAllIsLive() {
        take(50, Said.ingest(PUSHED).inAll(456).done());
        take(6_000, Said.render(PUSHED).inAll(456).processing());

        assertThat(report.tick(TEN)).containsExactly(hint("456 live after 10 s, the lists and feeds follow"));
    }

    @Test
    void saysThatTheFeedsFollow() {
        take(50, Said.ingest(PUSHED).inAll(456).done());
        take(6_000, Said.render(PUSHED).inAll(456).done());
        take(6_100, Said.notify(PUSHED).processing());

        assertThat(report.tick(TEN)).containsExactly(hint("456 live after 10 s, the feeds follow"));
    }

    @Test
    void saysThatRemovalsFollow() {
        take(50, Said.ingest(PUSHED).gone("c", "d").inAll(456).done());
        take(6_000, Said.render(PUSHED).gone("c").inAll(456).processing());

        assertThat(report.tick(TEN)).containsExactly(hint("456 live after 10 s, 1 of 2 gone"));
    }

    @Test
    void saysHowFarItIsWithRemovalsAlone() {
        take(50, Said.ingest(PUSHED).gone("c", "d").done());
        take(6_000, Said.render(PUSHED).gone("c").processing());

        assertThat(report.tick(TEN)).containsExactly(hint("1 of 2 gone after 10 s"));
    }

    @Test
    void saysWhatIsGoneThoughTheFeedsAreNotAnswered() {
        take(50, Said.ingest(PUSHED).gone("c").done());
        take(60, Said.render(PUSHED).gone("c").done());

        assertThat(report.tick(TEN))
                .containsExactly("warning: 1 gone, not in the feeds yet: notify has not answered for 10 s;"
                        + " they follow when it does");
    }

    private static String hint(String progress) {
        return "hint: " + progress + "; it goes on without you: http://localhost:8080/api/v1/commits/" + PUSHED;
    }

    @Test
    void saysThatIngestIsAtWorkWhileItIs() {
        take(2_000, Said.ingest(PUSHED).processing());

        assertThat(report.tick(TEN)).containsExactly(hint("ingest is still taking it in after 10 s"));
    }

    @Test
    void saysThatIngestIsAtWorkOnAnotherCommit() {
        take(2_000, Said.ingest(LATER).processing());
        take(8_000, Said.ingest(LATER).processing());

        assertThat(report.tick(TEN))
                .containsExactly(hint(
                        "ingest is still taking in " + LATER.abbreviated() + " after 10 s, and this comes behind it"));
    }

    @Test
    void saysThatIngestIsSilentWhenItBecameSo() {
        take(1_000, Said.ingest(LATER).processing());

        assertThat(report.tick(TEN)).singleElement().asString().contains("ingest has not answered for 10 s");
    }

    @Test
    void saysThatIngestIsSilentWhenItEndedWithAnotherCommit() {
        take(8_000, Said.ingest(LATER).processing());
        take(9_000, Said.ingest(LATER).done());

        assertThat(report.tick(TEN)).singleElement().asString().contains("ingest has not answered for 10 s");
    }

    private List<String> take(long millis, CommitStage stage) {
        return report.take(stage, Duration.ofMillis(millis));
    }

    private List<String> takeAll(List<CommitStage> stages) {
        List<String> lines = new ArrayList<>();
        stages.forEach(stage -> lines.addAll(take(1, stage)));
        return lines;
    }
}
