package org.broadsheet.ingest.facts;

import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.ContentPath;
import org.jspecify.annotations.Nullable;

/**
 * The files that ask for one {@link Guid}. Immutable.
 *
 * @param holder whose it is; null if that is no more
 * @param others those that came too late, by themselves
 */
record GuidClaims(@Nullable ContentPath holder, PersistentMap<ContentPath, ContentPath> others) {
    private static final GuidClaims NONE = new GuidClaims(null, PersistentMap.empty());

    static GuidClaims with(@Nullable GuidClaims claims, KeptTrack track, Guid guid) {
        GuidClaims there = claims == null ? NONE : claims;
        ContentPath path = track.path();
        return guid.isAnothers()
                ? new GuidClaims(there.holder, there.others.plus(path, path))
                : new GuidClaims(path, there.others);
    }

    /** Null when nobody is left. */
    static @Nullable GuidClaims without(@Nullable GuidClaims claims, ContentPath path) {
        if (claims == null) {
            return null;
        }
        ContentPath holder = path.equals(claims.holder) ? null : claims.holder;
        PersistentMap<ContentPath, ContentPath> others = claims.others.minus(path);
        return holder == null && others.size() == 0 ? null : new GuidClaims(holder, others);
    }
}
