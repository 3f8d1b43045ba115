package org.broadsheet.ingest.facts;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.broadsheet.common.id.ContentPath;

/** What becomes of a history at an instant at which nothing is committed. */
final class HistoryInstant extends HistoryChange {
    private HistoryInstant(History base, Instant when) {
        super(base, when);
    }

    /** Each instant by then is a step of its own: who comes due first is published first. */
    static History passing(History history, Instant then) {
        NavigableMap<Instant, SortedSet<ContentPath>> due = history.agenda.until(then);
        History now = history;
        for (Map.Entry<Instant, SortedSet<ContentPath>> at = due.pollFirstEntry();
                at != null;
                at = due.pollFirstEntry()) {
            now = new HistoryInstant(now, at.getKey()).passed(at.getValue());
            for (ContentPath path : at.getValue()) {
                KeptTrack track = now.tracks.get(path);
                Instant next = track == null ? null : track.next();
                if (next != null && !next.isAfter(then)) {
                    due.computeIfAbsent(next, instant -> new TreeSet<>()).add(path);
                }
            }
        }
        return now;
    }

    private History passed(Collection<ContentPath> paths) {
        for (ContentPath path : paths) {
            KeptTrack track = tracks.get(path);
            if (track != null) {
                put(track.asOf(when));
                claimants.add(path);
            }
        }
        claim();
        return history(when);
    }

    /** Before instants that have passed by what commits say of their time, and that have not by the clock. */
    static History before(History history, Instant then) {
        HistoryInstant back = new HistoryInstant(history, then);
        Instant[] passed = {Instant.EPOCH};
        history.tracks.forEach(track -> {
            KeptTrack was = track.asOf(then);
            if (!was.equals(track)) {
                back.put(was);
                back.claimants.add(was.path());
            }
            Instant last = track.passed(then);
            passed[0] = last.isAfter(passed[0]) ? last : passed[0];
        });
        back.claim();
        return back.history(passed[0]);
    }

    private History history(Instant passed) {
        return new History(tracks, base.texts, base.gone, ids, urls, aliases, guids, rules, base.at, agenda, passed);
    }
}
