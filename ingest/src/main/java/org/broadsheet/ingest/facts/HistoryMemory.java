package org.broadsheet.ingest.facts;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;

/** Puts a {@link History} together from what was written down of it. One thread. */
public final class HistoryMemory {
    private final Map<ContentPath, Track> tracks = new HashMap<>();
    private final Map<ContentPath, Text> texts = new HashMap<>();
    private final Map<PostId, Gone> gone = new HashMap<>();
    private ZoneId zone = ZoneOffset.UTC;

    public HistoryMemory track(ContentPath path, Track track) {
        tracks.put(path, track);
        return this;
    }

    public HistoryMemory text(ContentPath path, Text text) {
        texts.put(path, text);
        return this;
    }

    public HistoryMemory gone(Gone value) {
        gone.put(value.id(), value);
        return this;
    }

    public HistoryMemory zone(ZoneId value) {
        zone = value;
        return this;
    }

    /** {@code history}, but for the ids of the posts and pages at these paths, where the author wrote no other. */
    public static History keeping(History history, Map<ContentPath, PostId> published) {
        HistoryMemory memory = new HistoryMemory().zone(history.zone);
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
                                    Objects.requireNonNull(kept),
                                    track.urls())
                            : track);
        });
        history.forEachText(memory::text);
        history.forEachGone(memory::gone);
        return changed[0] ? memory.history() : history;
    }

    public History history() {
        Map<PostId, Claims> ids = new HashMap<>();
        Map<String, Claims> urls = new HashMap<>();
        tracks.forEach((path, track) -> ids.put(track.id(), Claims.with(ids.get(track.id()), track.birth(), path)));
        tracks.forEach((path, track) -> {
            boolean holds = Objects.requireNonNull(ids.get(track.id())).first().equals(path);
            if (track.isPublished() && track.good() != null && holds) {
                String url = History.folded(track.good().url());
                urls.put(url, Claims.with(urls.get(url), track.birth(), path));
            }
        });
        ids.keySet().forEach(gone::remove);
        return new History(
                persistent(tracks), persistent(texts), persistent(gone), persistent(ids), persistent(urls), zone);
    }

    private static <K, V> PersistentMap<K, V> persistent(Map<K, V> map) {
        PersistentMap<K, V> persistent = PersistentMap.empty();
        for (Map.Entry<K, V> entry : map.entrySet()) {
            persistent = persistent.plus(entry.getKey(), entry.getValue());
        }
        return persistent;
    }
}
