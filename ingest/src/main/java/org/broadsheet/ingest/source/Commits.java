package org.broadsheet.ingest.source;

import java.time.Instant;
import java.time.ZoneOffset;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.ingest.facts.HistoricCommit;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/** Commits as facts take them. */
public final class Commits {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Commits() {}

    /** @param commit with its body */
    public static HistoricCommit historic(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        CommitId id = new CommitId(commit.name());
        if (author == null) {
            return new HistoricCommit(id, Instant.ofEpochSecond(commit.getCommitTime()), ZoneOffset.UTC);
        }
        // Anybody can write anything there; beyond four digits of a year it is no date.
        Instant at = author.getWhenAsInstant();
        at = at.isBefore(FIRST) ? FIRST : at.isAfter(LAST) ? LAST : at;
        ZoneOffset offset;
        try {
            offset = author.getZoneOffset();
        } catch (java.time.DateTimeException e) {
            offset = ZoneOffset.UTC;
        }
        return new HistoricCommit(id, at, offset);
    }
}
