package org.broadsheet.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Role;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final SiteId SITE = new SiteId("main");
    private static final CommitId COMMIT = new CommitId("4be1c90000000000000000000000000000000000");
    private static final Judge.Candidate CANDIDATE =
            new Judge.Candidate(SITE, Path.of("content.git"), Optional.empty(), "refs/heads/main", COMMIT);
    private static final Configuration.Push LIMITS =
            new Configuration.Push(Duration.ofSeconds(10), 20, 2, "reject", Duration.ofSeconds(60));

    @Test
    void letsWarningsPass() throws Exception {
        assertThat(gate(found(warning("_posts/a.md", 3))).refusal(CANDIDATE)).isEmpty();
    }

    @Test
    void refusesForProblemsAndTellsThem() throws Exception {
        Gate gate = gate(found(problem("_posts/a.md", 2), problem("_posts/b.md", 1), problem("_posts/c.md", 1)));

        Gate.Refused refused = gate.refusal(CANDIDATE).orElseThrow();

        assertThat(refused.reason()).isEqualTo("3 problems");
        assertThat(refused.lines())
                .containsExactly(
                        "problem         _posts/a.md:2:1  wrong; mend it",
                        "problem         _posts/b.md:1:1  wrong; mend it",
                        "… and 1 more problem",
                        "error: nothing was taken: 3 problems, and push.onProblem is reject; what is live stays so");
    }

    @Test
    void knowsAProblemThatStandsAlreadyWhereverItIsByNow() throws Exception {
        Gate gate = gate(found(problem("_posts/a.md", 9)), problem("_posts/a.md", 2));

        assertThat(gate.refusal(CANDIDATE)).isEmpty();
    }

    @Test
    void takesTheSameProblemOfAnotherFileForAnother() throws Exception {
        Gate gate = gate(found(problem("_posts/b.md", 2)), problem("_posts/a.md", 2));

        assertThat(gate.refusal(CANDIDATE)).map(Gate.Refused::reason).contains("1 problem");
    }

    @Test
    void refusesWhatWouldNotBePublishedAtAll() throws Exception {
        Checked failed =
                new Checked(0, 0, 0, 0, 0, Optional.of("more than 50 files and folders"), List.of(), List.of());

        assertThat(gate(failed).refusal(CANDIDATE))
                .contains(new Gate.Refused("more than 50 files and folders", List.of()));
    }

    @Test
    void refusesWhatCannotBeJudged() throws Exception {
        Gate gate = new Gate(
                candidate -> {
                    throw new IllegalStateException("no room");
                },
                List::of,
                LIMITS);

        assertThat(gate.refusal(CANDIDATE)).map(Gate.Refused::reason).contains("it cannot be judged: no room");
    }

    private static Gate gate(Checked checked, Problem... standing) {
        return new Gate(
                candidate -> checked,
                () -> List.of(standing).stream()
                        .map(each ->
                                new PathProblems(SITE, Role.INGEST, each.path(), COMMIT, Instant.EPOCH, List.of(each)))
                        .toList(),
                LIMITS);
    }

    private static Checked found(Problem... findings) {
        return new Checked(1, 0, 0, 0, 0, Optional.empty(), List.of(), List.of(findings));
    }

    private static Problem problem(String path, int line) {
        return Finding.problem(line, 1, "wrong", "mend it").in(new ContentPath(path));
    }

    private static Problem warning(String path, int line) {
        return Finding.warning(line, 1, "odd", "look").in(new ContentPath(path));
    }
}
