package org.broadsheet.ingest.plan;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.broadsheet.common.config.Nearest;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.layout.Layout;
import org.jspecify.annotations.Nullable;

/** The slugs of a commit's posts, gathered when the first link leads nowhere. One thread. */
final class Slugs {
    private final History history;
    private int left;
    private @Nullable Set<String> slugs;

    /** @param searches how many there may be: each looks at all slugs */
    Slugs(History history, int searches) {
        this.history = history;
        this.left = searches;
    }

    Optional<String> nearest(String slug) {
        if (left-- <= 0) {
            return Optional.empty();
        }
        Set<String> there = slugs;
        if (there == null) {
            TreeSet<String> gathered = new TreeSet<>();
            history.forEachTrack((path, track) -> {
                if (track.kind() == Kind.POST && track.isPublished() && track.url() != null) {
                    gathered.add(track.url().value().substring(Layout.POSTS.length()));
                }
            });
            slugs = gathered;
            there = gathered;
        }
        return Nearest.of(slug, there);
    }
}
