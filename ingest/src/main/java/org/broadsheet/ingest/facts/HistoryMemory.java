package org.broadsheet.ingest.facts;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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
        Map<PostId, List<ContentPath>> ids = new HashMap<>();
        Map<String, List<ContentPath>> urls = new HashMap<>();
        List<ContentPath> paths = new ArrayList<>(tracks.keySet());
        paths.sort(Comparator.comparing(
                        (ContentPath p) -> Objects.requireNonNull(tracks.get(p)).birth())
                .thenComparing(p -> p));
        for (ContentPath path : paths) {
            ids.computeIfAbsent(Objects.requireNonNull(tracks.get(path)).id(), id -> new ArrayList<>())
                    .add(path);
        }
        for (ContentPath path : paths) {
            Track track = Objects.requireNonNull(tracks.get(path));
            boolean holds = Objects.requireNonNull(ids.get(track.id())).get(0).equals(path);
            if (track.isPublished() && track.good() != null && holds) {
                urls.computeIfAbsent(History.folded(track.good().url()), url -> new ArrayList<>())
                        .add(path);
            }
        }
        ids.keySet().forEach(gone::remove);
        return new History(persistent(tracks), persistent(texts), persistent(gone), lists(ids), lists(urls), zone);
    }

    private static <K, V> PersistentMap<K, V> persistent(Map<K, V> map) {
        PersistentMap<K, V> persistent = PersistentMap.empty();
        for (Map.Entry<K, V> entry : map.entrySet()) {
            persistent = persistent.plus(entry.getKey(), entry.getValue());
        }
        return persistent;
    }

    private static <K> PersistentMap<K, List<ContentPath>> lists(Map<K, List<ContentPath>> map) {
        PersistentMap<K, List<ContentPath>> persistent = PersistentMap.empty();
        for (Map.Entry<K, List<ContentPath>> entry : map.entrySet()) {
            persistent = persistent.plus(entry.getKey(), List.copyOf(entry.getValue()));
        }
        return persistent;
    }
}
