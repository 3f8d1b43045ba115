package org.broadsheet.ingest.facts;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files that want one URL, published or to come, the earliest born first, and who is to come as if born then: it has it, and of those
 * born at once the one whose name is exactly that. Immutable, never empty. Mostly there is but one.
 */
sealed interface Claims permits KeptTrack, SeveralClaims {
    KeptTrack first();

    void forEach(Consumer<KeptTrack> to);

    /** With this one in the place of what is there of its path and birth. */
    static Claims with(@Nullable Claims claims, KeptTrack track) {
        return switch (claims) {
            case null -> track;
            case KeptTrack other ->
                track.isInPlaceOf(other) ? track : SeveralClaims.of(other).with(track);
            case SeveralClaims several -> several.with(track);
        };
    }

    /** Null when nobody is left. */
    static @Nullable Claims without(@Nullable Claims claims, KeptTrack track) {
        return switch (claims) {
            case null -> null;
            case KeptTrack other -> track.isInPlaceOf(other) ? null : other;
            case SeveralClaims several -> several.without(track);
        };
    }
}
