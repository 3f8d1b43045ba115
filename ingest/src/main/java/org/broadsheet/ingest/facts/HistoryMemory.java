package org.broadsheet.ingest.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.ingest.layout.SiteRules;

/** Puts a {@link History} together from what was written down of it. One thread. */
public final class HistoryMemory {
    private final List<KeptTrack> tracks = new ArrayList<>();
    private PersistentMap<ContentPath, Text> texts = PersistentMap.empty();
    private PersistentMap<PostId, Gone> gone = PersistentMap.empty();
    private SiteRules rules = SiteRules.NONE;

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
        gone = gone.plus(value.id(), value);
        return this;
    }

    public HistoryMemory rules(SiteRules value) {
        rules = value;
        return this;
    }

    /** {@code history}, but for the ids of the posts and pages at these paths, where the author wrote no other. */
    public static History keeping(History history, Map<ContentPath, PostId> published) {
        HistoryMemory memory = new HistoryMemory().rules(history.rules);
        boolean[] changed = {false};
        history.forEachTrack((path, track) -> {
            PostId kept = published.get(path);
            boolean other = kept != null
                    && !kept.equals(track.id())
                    && (track.good() == null || track.good().id() == null)
                    && history.ids.get(kept) == null;
            changed[0] |= other;
            memory.track(
                    path,
                    other
                            ? new Track(
                                    track.kind(),
                                    track.birth(),
                                    track.blob(),
                                    kept,
                                    track.good(),
                                    track.url(),
                                    Objects.requireNonNull(kept),
                                    track.urls())
                            : track);
        });
        memory.texts = history.texts;
        history.forEachGone(memory::gone);
        return changed[0] ? memory.history() : history;
    }

    public History history() {
        Map<PostId, Claims> ids = new HashMap<>();
        tracks.forEach(track -> ids.merge(track.id(), track, (claims, one) -> Claims.with(claims, track)));
        Map<String, Claims> urls = new HashMap<>();
        tracks.forEach(track -> {
            String url = track.foldedUrl();
            boolean holds = Objects.requireNonNull(ids.get(track.id())).first().equals(track);
            if (track.isPublished() && url != null && holds) {
                urls.merge(url, track, (claims, one) -> Claims.with(claims, track));
            }
        });
        ids.keySet().forEach(id -> gone = gone.minus(id));
        return new History(
                History.NO_TRACKS.plusAll(tracks),
                texts,
                gone,
                History.NO_IDS.plusAll(ids.values()),
                History.NO_URLS.plusAll(urls.values()),
                rules);
    }
}
