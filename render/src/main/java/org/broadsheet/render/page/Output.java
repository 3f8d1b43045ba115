package org.broadsheet.render.page;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.MediaTypes;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.release.Site;

/**
 * An object that a site is to serve. A new kind is one more of these, with its {@link Family} in {@link Outputs}.
 *
 * @param <V> its view: everything that its bytes depend on, no HTML; program, theme and type apart
 */
public sealed interface Output<V extends Record>
        permits DocumentPage, MarkdownPage, Listing, GeneratedFile, AssetFile, NotFoundPage, RedirectPage, GonePage {
    UrlPath url();

    /** Under which kind {@code readable} has it. */
    Kind kind();

    /** @param isNew whether its URL answers 200 for the first time */
    Phase phase(boolean isNew);

    default ObjectType type() {
        return ObjectType.PAGE;
    }

    V view(Views views);

    /** When that was published which people read here: where there is much to make, the newest is made first. */
    default Instant newest(Site site) {
        return Instant.MAX;
    }

    /** Follow from the view alone. */
    ByteSource bytes(V view, Materials of) throws IOException;

    /** The post or page whose text it shows, and nobody else's. */
    default Optional<Kept> document() {
        return Optional.empty();
    }

    /** Whether it is made, not a copy. */
    default boolean isMade() {
        return true;
    }

    /** What a file's name says of its type. */
    static ObjectType typeOf(UrlPath url) {
        return ObjectType.of(MediaTypes.of(url.value()));
    }
}
