package org.broadsheet.ingest.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.ingest.facts.HistoricCommit;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.util.RawParseUtils;

/** Commits as facts take them. Anybody can write anything there, so that every number is bounded where it is read. */
public final class Commits {
    private static final long FIRST = Instant.EPOCH.getEpochSecond();
    /** Beyond four digits of a year, in whatever zone, it is no date. */
    private static final long LAST = Instant.parse("9999-12-30T23:59:59Z").getEpochSecond();
    /** No clock on Earth is further off, in minutes. */
    private static final long FARTHEST = 18 * 60;

    private Commits() {}

    /** @param commit with its body */
    public static HistoricCommit historic(RevCommit commit) {
        byte[] raw = commit.getRawBuffer();
        Optional<When> committed = when(raw, RawParseUtils.committer(raw, 0));
        When committer = committed.orElseGet(() -> new When(at(commit.getCommitTime()), ZoneOffset.UTC));
        When author = when(raw, RawParseUtils.author(raw, 0)).orElse(committer);
        return new HistoricCommit(new CommitId(commit.name()), author.at, committer.at, author.offset);
    }

    private record When(Instant at, ZoneOffset offset) {}

    /**
     * @param line where somebody's name begins
     * @return empty if there is none
     */
    private static Optional<When> when(byte[] raw, int line) {
        // Git writes the time and the zone at the end of the line, behind whatever a name holds.
        int end = Math.max(0, line);
        while (line >= 0 && end < raw.length && raw[end] != '\n') {
            end++;
        }
        int name = -1;
        for (int i = Math.max(0, line); i < end; i++) {
            if (raw[i] == '>') {
                name = i + 1;
            }
        }
        if (name < 0) {
            return Optional.empty();
        }
        int zoneEnd = trimmed(raw, name, end);
        int zone = word(raw, name, zoneEnd);
        int timeEnd = trimmed(raw, name, zone);
        int time = word(raw, name, timeEnd);
        if (time == timeEnd) {
            // There is only one of the two, or none.
            return Optional.of(new When(at(FIRST), ZoneOffset.UTC));
        }
        long hhmm = number(raw, zone, zoneEnd);
        long minutes = hhmm / 100 * 60 + hhmm % 100;
        ZoneOffset offset = Math.abs(minutes) > FARTHEST
                ? ZoneOffset.UTC
                : ZoneOffset.ofTotalSeconds(Math.toIntExact(minutes * 60));
        return Optional.of(new When(at(number(raw, time, timeEnd)), offset));
    }

    /** Empty if the repository does not have it, or what it has is garbled. */
    public static Optional<RevCommit> find(RevWalk walk, CommitId id) {
        try {
            return Optional.of(walk.parseCommit(ObjectId.fromString(id.value())));
        } catch (IOException e) {
            if (Damage.is(e)) {
                return Optional.empty();
            }
            throw new UncheckedIOException(e);
        }
    }

    private static Instant at(long seconds) {
        return Instant.ofEpochSecond(Math.clamp(seconds, FIRST, LAST));
    }

    private static int trimmed(byte[] raw, int from, int end) {
        int trimmed = end;
        while (trimmed > from && raw[trimmed - 1] == ' ') {
            trimmed--;
        }
        return trimmed;
    }

    /** Where the last word before {@code end} begins. */
    private static int word(byte[] raw, int from, int end) {
        int begin = end;
        while (begin > from && raw[begin - 1] != ' ') {
            begin--;
        }
        return begin;
    }

    /** As far as it is one, and as large as it can be: what is beyond that is beyond any time. */
    private static long number(byte[] raw, int from, int end) {
        boolean negative = from < end && raw[from] == '-';
        boolean signed = negative || (from < end && raw[from] == '+');
        long number = 0;
        for (int i = signed ? from + 1 : from; i < end && raw[i] >= '0' && raw[i] <= '9'; i++) {
            number = Math.min(number * 10 + raw[i] - '0', Long.MAX_VALUE / 100);
        }
        return negative ? -number : number;
    }
}
