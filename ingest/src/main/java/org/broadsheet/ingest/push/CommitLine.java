package org.broadsheet.ingest.push;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.CommitStage.Counts;
import org.broadsheet.common.record.Role;
import org.broadsheet.ingest.commits.CommitState;

/**
 * The one line that a process prints per commit, once it is at its end:
 * {@code 4be1c90 First post · 1 live · 0.31 s (ingest 0.05, render 0.08, notify 0.02)}. Pure.
 */
final class CommitLine {
    private CommitLine() {}

    /** Empty while the commit is under way, or nothing is known of its beginning. */
    static Optional<String> of(CommitState state) {
        Optional<CommitStage> ingest = state.stage(Role.INGEST);
        if (ingest.isEmpty()) {
            return Optional.empty();
        }
        String name = state.commit().abbreviated()
                + ingest.get()
                        .subject()
                        .map(subject -> " " + Printable.line(subject))
                        .orElse("");
        return switch (state.progress()) {
            case PROCESSING -> Optional.empty();
            case LIVE -> Optional.of(name + " · " + tally(state, ingest.get()) + " · " + times(state));
            case SUPERSEDED ->
                Optional.of(name + " · goes live with "
                        + state.supersededBy().map(CommitId::abbreviated).orElse("a later one"));
            case FAILED ->
                Optional.of(
                        name + " · failed: " + Printable.line(state.failure().orElse("")));
        };
    }

    private static String tally(CommitState state, CommitStage ingest) {
        Counts planned = ingest.counts();
        String tally = Lines.tally(
                planned.problems(),
                planned,
                state.stage(Role.RENDER).map(CommitStage::counts).orElse(Counts.NONE));
        return tally.isEmpty() ? "nothing to publish" : tally;
    }

    /** The roles' own times are less than the whole: between them lies the log. */
    private static String times(CommitState state) {
        Instant start = state.stages().values().stream()
                .map(CommitStage::startedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant end = state.stages().values().stream()
                .map(stage -> stage.startedAt().plusMillis(stage.millis()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return Lines.seconds(Duration.between(start, end))
                + state.stages().values().stream()
                        .map(stage -> String.format(Locale.ROOT, "%s %.2f", stage.role(), stage.millis() / 1000.0))
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
