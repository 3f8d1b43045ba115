package org.broadsheet.ingest.facts;

import java.util.Map;
import java.util.Objects;
import org.broadsheet.common.collect.PersistentIndex;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.ingest.layout.SiteRules;

/** Puts a {@link History} together from what was written down of it. One thread. */
public final class HistoryMemory {
    private PersistentIndex<ContentPath, KeptTrack> tracks = History.NO_TRACKS;
    private PersistentMap<ContentPath, Text> texts = PersistentMap.empty();
    private PersistentMap<PostId, Gone> gone = PersistentMap.empty();
    private PersistentIndex<PostId, Claims> ids = History.NO_IDS;
    private PersistentIndex<String, Claims> urls = History.NO_URLS;
    private SiteRules rules = SiteRules.NONE;

    public HistoryMemory track(ContentPath path, Track track) {
        return track(KeptTrack.of(path, track));
    }

    HistoryMemory track(KeptTrack track) {
        tracks = tracks.plus(track);
        ids = ids.plus(Claims.with(ids.get(track.id()), track));
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
        tracks.forEach(track -> {
            String url = track.foldedUrl();
            boolean holds = Objects.requireNonNull(ids.get(track.id())).first().equals(track);
            if (track.isPublished() && url != null && holds) {
                urls = urls.plus(Claims.with(urls.get(url), track));
            }
        });
        ids.forEach(claims -> gone = gone.minus(claims.first().id()));
        return new History(tracks, texts, gone, ids, urls, rules);
    }
}
