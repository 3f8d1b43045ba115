package org.broadsheet.ingest.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.ingest.source.Damage;
import org.broadsheet.ingest.source.DamagedRef;
import org.broadsheet.ingest.source.ShallowRepository;
import org.broadsheet.ingest.source.TooLarge;
import org.broadsheet.ingest.source.TreeSizes;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.RevWalkException;

/**
 * Why the commit that the branch stands at is not taken in. What is live stays so.
 *
 * @param again when to look again although nothing asks for it; empty: when something does
 */
record Refusal(String why, String hint, Optional<Duration> again) {
    /** Code points of what Git or a fault says. */
    private static final int QUOTED = 500;

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofMinutes(1);

    /** Of what the commit itself, or a fault of ours that it meets, throws; empty of what has nothing to do with it. */
    static Optional<Refusal> because(Throwable e) {
        if (e instanceof LargeObjectException large) {
            return Optional.of(new Refusal(TooLarge.why(large), TooLarge.HINT, Optional.empty()));
        }
        if (Damage.is(e)) {
            return damaged(e);
        }
        return switch (e) {
            // When its history is fetched no ref moves: nobody would say so.
            case ShallowRepository shallow ->
                Optional.of(new Refusal(shallow.why(), shallow.hint(), Optional.of(SOON)));
            case DamagedRef ref -> Optional.of(new Refusal(ref.why(), ref.hint(), Optional.of(SOON)));
            case UncheckedIOException unchecked -> because(Objects.requireNonNull(unchecked.getCause()));
            case RevWalkException walk -> walk.getCause() == null ? fault(walk) : because(walk.getCause());
            case IOException other -> Optional.empty();
            case EventLog.LogFailure other -> Optional.empty();
            case EventLog.Fenced other -> Optional.empty();
            case CancellationException other -> Optional.empty();
            case RejectedExecutionException other -> Optional.empty();
            case StackOverflowError fault -> fault(fault);
            case RuntimeException fault -> fault(fault);
            default -> Optional.empty();
        };
    }

    static Refusal tooMany(TreeSizes.TooMany many) {
        return new Refusal(many.why(), many.hint(), Optional.empty());
    }

    private static Optional<Refusal> damaged(Throwable e) {
        return Optional.of(new Refusal(
                "the repository is damaged: " + said(e), "git fsck in it says what is lost", Optional.of(LATER)));
    }

    private static Optional<Refusal> fault(Throwable e) {
        return Optional.of(new Refusal(
                "it cannot be taken in: " + said(e),
                "push another commit on top of it, and tell us of it",
                Optional.empty()));
    }

    private static String said(Throwable e) {
        return Printable.line(
                Printable.cut(e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString(), QUOTED));
    }

    /** On one line, as a push says it. */
    String line() {
        return why + ": " + hint;
    }
}
