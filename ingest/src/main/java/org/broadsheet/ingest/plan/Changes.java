package org.broadsheet.ingest.plan;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.ingest.facts.History;

/**
 * Whose records may differ between two commits after what their histories say. Which files differ is their trees' to say. Pure.
 *
 * @param documents the posts and pages
 * @param ids of posts and pages that may be no more
 * @param texts the introductions, and the settings
 * @param bundles the folders of which all files may be another's
 * @param places whether any file of the web root may be one no more, or now
 */
record Changes(
        Set<ContentPath> documents, Set<PostId> ids, Set<ContentPath> texts, Set<String> bundles, boolean places) {
    private Changes() {
        this(
                new TreeSet<>(),
                new TreeSet<>(Comparator.comparing(PostId::toString)),
                new TreeSet<>(),
                new TreeSet<>(),
                true);
    }

    static Changes between(History before, History now) {
        Changes all = new Changes();
        before.differingTracks(now, path -> {
            all.documents.add(path);
            before.track(path).ifPresent(track -> all.ids.add(track.id()));
            if ((Bundles.isBundle(path, now) || Bundles.isBundle(path, before)) && Bundles.differs(path, before, now)) {
                all.bundles.add(path.folder());
            }
        });
        before.differingGone(now, all.ids::add);
        before.differingTexts(now, all.texts::add);
        boolean places = !before.rules().layout().equals(now.rules().layout());
        // They decide the instant of a day, how many topics a text is, and what is told of a URL.
        if (!before.rules().equals(now.rules())) {
            all.addAll(now);
        }
        return new Changes(all.documents, all.ids, all.texts, all.bundles, places);
    }

    /** All that there is, and all that was and is remembered. */
    static Changes all(History now) {
        Changes all = new Changes();
        all.addAll(now);
        now.forEachGone(gone -> all.ids.add(gone.id()));
        return all;
    }

    private void addAll(History now) {
        now.forEachTrack((path, track) -> documents.add(path));
        now.forEachText((path, text) -> texts.add(path));
    }
}
