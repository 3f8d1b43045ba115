package org.broadsheet.ingest.plan;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Role;

/** Writes what differs from what was written before, and nothing else. One thread. */
final class Ledger {
    private final SiteId site;
    private final SiteState state;
    private final Sink sink;
    private final Report report;
    private final CommitId commit;
    private final Instant at;
    private final int most;
    private final Set<ContentPath> judged = new HashSet<>();
    private final Map<ContentPath, Verdict> verdicts = new TreeMap<>();

    /**
     * The version of a file that is live while a newer one is kept back.
     *
     * @param commit of that version; empty where it was not remembered
     * @param url where it is read
     * @param mayHide what of the newer one was not understood and may have been meant to hide it
     */
    record Stays(Optional<CommitId> commit, String url, Set<Finding> mayHide) {}

    /** @param told as the author reads it, who learns as of now where the file is public; {@code standing} is of no moment */
    private record Verdict(List<Problem> standing, List<Problem> told) {}

    /** @param most problems and warnings of one file are written */
    Ledger(SiteId site, SiteState state, Sink sink, Report report, CommitId commit, Instant at, int most) {
        this.site = site;
        this.state = state;
        this.sink = sink;
        this.report = report;
        this.commit = commit;
        this.at = at;
        this.most = most;
    }

    /** False if it stands there already. */
    boolean put(Content content) {
        byte[] value = NewRecord.value(content);
        return put(content.key(), Kept.of(content, value), value);
    }

    boolean put(String key, Kept kept, byte[] value) {
        if (kept.equals(state.get(key))) {
            return false;
        }
        state.put(key, kept);
        sink.add(new NewRecord(KafkaTopic.CONTENT, key, Optional.of(value), Map.of()));
        return true;
    }

    /** All that is wrong with a file. */
    void problems(ContentPath path, List<Finding> findings, Optional<Stays> stays) {
        judged.add(path);
        if (findings.isEmpty() && !state.problems().containsKey(path)) {
            return;
        }
        Optional<CommitId> commitThatStays = stays.flatMap(Stays::commit);
        verdicts.put(
                path,
                new Verdict(
                        ordered(path, findings, commitThatStays),
                        ordered(path, findings.stream().map(c -> told(c, stays)).toList(), commitThatStays)));
    }

    private List<Problem> ordered(ContentPath path, List<Finding> findings, Optional<CommitId> stays) {
        return PathProblems.bounded(
                findings.stream()
                        .map(c -> c.in(path, c.isProblem() ? stays : Optional.empty()))
                        .distinct()
                        .sorted(Problem.ORDER)
                        .toList(),
                most);
    }

    private static Finding told(Finding finding, Optional<Stays> stays) {
        return stays.filter(s -> s.mayHide.contains(finding)).isPresent()
                ? finding.hinting("it is still public at " + stays.get().url())
                : finding;
    }

    /**
     * Writes and reports what stands against each file, in the order of the files.
     *
     * @param touched the files that the commit touched: their authors are told even what was told before
     */
    void settle(Set<ContentPath> touched) {
        verdicts.forEach((path, verdict) -> settle(path, verdict, touched.contains(path)));
        verdicts.clear();
    }

    private void settle(ContentPath path, Verdict verdict, boolean touched) {
        List<Problem> problems = verdict.standing;
        PathProblems former = state.problems().get(path);
        boolean same = problems.equals(former == null ? List.of() : former.problems());
        if (touched || !same) {
            verdict.told.forEach(report::problem);
        }
        if (same) {
            return;
        }
        if (problems.isEmpty()) {
            mended(path);
            return;
        }
        PathProblems now = new PathProblems(site, Role.INGEST, path, commit, at, problems);
        state.put(now);
        sink.add(NewRecord.of(KafkaTopic.PROBLEMS, now.key(), now));
    }

    /** Nothing is wrong with a file, or it is no more. */
    void mended(ContentPath path) {
        if (state.mend(path)) {
            sink.add(NewRecord.tombstone(KafkaTopic.PROBLEMS, PathProblems.key(site, Role.INGEST, path)));
        }
    }

    /** Whether {@link #problems} was told of the path. */
    boolean judged(ContentPath path) {
        return judged.contains(path);
    }
}
