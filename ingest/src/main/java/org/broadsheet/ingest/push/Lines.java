package org.broadsheet.ingest.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.record.CommitStage.Counts;
import org.broadsheet.common.record.CommitStage.Outcome;
import org.broadsheet.common.record.CommitStage.What;
import org.broadsheet.common.record.Problem;

/** The form of single lines. What authors wrote is made printable: it lands on terminals. */
final class Lines {
    /** Where the second column begins. */
    private static final int COLUMN = 16;

    private Lines() {}

    static String live(Outcome document, Duration elapsed) {
        String moved = document.moved()
                .map(former -> "  (moved; " + Printable.line(former) + " leads here)")
                .orElse("");
        return columns("live in " + seconds(elapsed), target(document) + moved);
    }

    static String gone(Outcome document, Duration elapsed) {
        int status = document.what() == What.WITHDRAWN ? 404 : 410;
        return columns("gone in " + seconds(elapsed), target(document) + "  (answers " + status + ")");
    }

    static String settings(int remade) {
        return columns("settings", counted(remade, "page") + (remade == 1 ? " is" : " are") + " made again");
    }

    static String note(String line) {
        return columns("hint", Printable.line(line));
    }

    static String moved(int documents) {
        return columns("moved", number(documents) + " are at other URLs, and where they were leads there");
    }

    static String draft(Outcome document) {
        return columns("draft", document.path().printable() + "  (not published)");
    }

    static String expired(Outcome document) {
        return columns("expired", document.path().printable() + "  (not published)");
    }

    static String scheduled(Outcome document) {
        return columns(
                "scheduled",
                target(document) + document.due().map(at -> "  " + at).orElse(""));
    }

    static String problem(Problem problem) {
        StringBuilder text = new StringBuilder()
                .append(problem.path().printable())
                .append(':')
                .append(problem.line())
                .append(':')
                .append(problem.column())
                .append("  ")
                .append(Printable.line(problem.message()));
        problem.hint().ifPresent(hint -> text.append("; ").append(Printable.line(hint)));
        problem.stays()
                .ifPresent(commit -> text.append(". The version of ")
                        .append(commit.abbreviated())
                        .append(" stays live"));
        return columns(problem.severity().toString(), text.toString());
    }

    /**
     * {@code 1 problem, 6 live, 1 gone}; what was removed while its URL answers on, drafts and assets only if there is nothing
     * else to say; empty if not even that.
     */
    static String tally(int problems, Counts planned, Counts done) {
        List<String> parts = new ArrayList<>();
        if (problems > 0) {
            parts.add(counted(problems, "problem"));
        }
        if (done.live() > 0 || problems > 0) {
            parts.add(number(done.live()) + " live");
        }
        if (done.gone() > 0) {
            parts.add(number(done.gone()) + " gone");
        }
        if (planned.scheduled() > 0) {
            parts.add(number(planned.scheduled()) + " scheduled");
        }
        if (parts.isEmpty() && planned.gone() > 0) {
            // Its URL answers all the same: a list of ours, or a file of the author's, is there now.
            parts.add(number(planned.gone()) + " removed");
        }
        if (parts.isEmpty() && planned.drafts() > 0) {
            parts.add(counted(planned.drafts(), "draft"));
        }
        if (parts.isEmpty() && planned.assets() > 0) {
            parts.add(counted(planned.assets(), "asset"));
        }
        if (parts.isEmpty() && done.remade() > 0) {
            parts.add(counted(done.remade(), "page") + " made again");
        }
        return String.join(", ", parts);
    }

    /** {@code 1 file}, {@code 4,212 files}. */
    static String counted(int count, String what) {
        return number(count) + " " + (count == 1 ? what : what + "s");
    }

    static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 0.42 s}. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }

    /** {@code 10 s}. */
    static String wholeSeconds(Duration duration) {
        return Math.round(duration.toMillis() / 1000.0) + " s";
    }

    private static String target(Outcome document) {
        return document.url()
                .map(Printable::line)
                .orElseGet(() -> document.path().printable());
    }

    private static String columns(String first, String second) {
        return first + " ".repeat(Math.max(1, COLUMN - first.length())) + second;
    }
}
