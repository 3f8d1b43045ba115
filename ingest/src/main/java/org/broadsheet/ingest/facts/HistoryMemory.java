package org.broadsheet.ingest.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;

/** Puts a {@link History} together from what was written down of it. One thread. */
public final class HistoryMemory {
    private final List<KeptTrack> tracks = new ArrayList<>();
    private PersistentMap<ContentPath, Text> texts = PersistentMap.empty();
    private Departed gone = Departed.NONE;
    private SiteRules rules = SiteRules.NONE;
    private Instant at = Instant.EPOCH;
    private Instant passed = Instant.EPOCH;

    public HistoryMemory track(ContentPath path, Track track) {
        return track(KeptTrack.of(path, track));
    }

    HistoryMemory track(KeptTrack track) {
        tracks.add(track);
        return this;
    }

    public HistoryMemory text(ContentPath path, Text text) {
        texts = texts.plus(path, text);
        return this;
    }

    public HistoryMemory gone(Gone value) {
        gone = gone.plus(value);
        return this;
    }

    public HistoryMemory rules(SiteRules value) {
        rules = value;
        return this;
    }

    /** @param value plausible author time of the last commit */
    HistoryMemory at(Instant value) {
        at = value;
        return this;
    }

    /** @param value see {@link History#passed} */
    HistoryMemory passed(Instant value) {
        passed = value;
        return this;
    }

    /** {@code history}, but for the ids of the posts and pages at these paths, where no other has them. */
    public static History keeping(History history, Map<ContentPath, PostId> published) {
        HistoryMemory memory =
                new HistoryMemory().rules(history.rules).at(history.at).passed(history.passed);
        boolean[] changed = {false};
        history.forEachTrack((path, track) -> {
            PostId kept = published.get(path);
            boolean other = kept != null && !kept.equals(track.id()) && history.ids.get(kept) == null;
            changed[0] |= other;
            memory.track(path, other ? track.keeping(Objects.requireNonNull(kept)) : track);
        });
        memory.texts = history.texts;
        history.forEachGone(memory::gone);
        return changed[0] ? memory.history() : history;
    }

    public History history() {
        Map<String, Claims> urls = new HashMap<>();
        Map<String, Claims> aliases = new HashMap<>();
        Map<String, GuidClaims> guids = new HashMap<>();
        Agenda[] agenda = {Agenda.NONE};
        tracks.forEach(track -> {
            Instant next = track.next();
            if (next != null) {
                agenda[0] = agenda[0].with(track.path(), next);
            }
            String url = track.foldedUrl();
            gone = gone.minus(track.id());
            if (track.isClaiming() && url != null) {
                urls.merge(url, track, (claims, one) -> Claims.with(claims, track));
            }
            track.foldedAliases().forEach(alias -> aliases.merge(alias, track, (all, one) -> Claims.with(all, track)));
            Guid guid = track.guid();
            if (guid != null) {
                guids.compute(guid.value(), (value, claims) -> GuidClaims.with(claims, track, guid));
            }
        });
        return new History(
                History.NO_TRACKS.plusAll(tracks),
                texts,
                gone,
                History.NO_IDS.plusAll(tracks),
                History.NO_URLS.plusAll(urls.values()),
                PersistentMap.of(aliases),
                PersistentMap.of(guids),
                rules,
                at,
                agenda[0],
                passed);
    }
}
