package org.broadsheet.ingest.facts;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.ContentPath;
import org.jspecify.annotations.Nullable;

/** When which posts and pages stand otherwise next, without a commit. Immutable. */
final class Agenda {
    static final Agenda NONE = new Agenda(PersistentMap.empty());

    private final PersistentMap<ContentPath, Instant> instants;
    /** The first of them; null as long as nobody asked. */
    private volatile @Nullable Instant next;

    private Agenda(PersistentMap<ContentPath, Instant> instants) {
        this.instants = instants;
    }

    /** @param at null if there is none */
    Agenda with(ContentPath path, @Nullable Instant at) {
        Instant there = instants.get(path);
        if (there == null ? at == null : there.equals(at)) {
            return this;
        }
        Agenda now = new Agenda(instants.with(path, at));
        Instant first = next;
        // Else it is looked for when somebody asks: thousands may leave one after the other.
        if (first != null && !first.equals(there)) {
            now.next = at != null && at.isBefore(first) ? at : first;
        }
        return now;
    }

    /** {@link Instant#MAX} if there is none. */
    Instant next() {
        Instant known = next;
        if (known == null) {
            Instant[] first = {Instant.MAX};
            instants.forEach((path, at) -> first[0] = at.isBefore(first[0]) ? at : first[0]);
            known = first[0];
            next = known;
        }
        return known;
    }

    /** What stands otherwise by then, in its order. */
    NavigableMap<Instant, SortedSet<ContentPath>> until(Instant then) {
        NavigableMap<Instant, SortedSet<ContentPath>> all = new TreeMap<>();
        if (!next().isAfter(then)) {
            instants.forEach((path, at) -> {
                if (!at.isAfter(then)) {
                    all.computeIfAbsent(at, instant -> new TreeSet<>()).add(path);
                }
            });
        }
        return all;
    }
}
