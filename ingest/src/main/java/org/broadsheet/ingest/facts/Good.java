package org.broadsheet.ingest.facts;

import java.util.List;
import org.broadsheet.common.id.UrlPath;
import org.jspecify.annotations.Nullable;

/**
 * The last good version of a file.
 *
 * @param slug the author's own, if it can stand in a URL
 * @param given the URL that it wants, or has by the commit's rules, apart from its name; null if there is none
 * @param aliases what else leads to it
 */
public record Good(
        Revision revision,
        Standing standing,
        @Nullable String slug,
        @Nullable UrlPath given,
        List<UrlPath> aliases) {
    public Good {
        aliases = List.copyOf(aliases);
    }

    /** One that is read where its name says. */
    public Good(Revision revision, Standing standing, @Nullable String slug) {
        this(revision, standing, slug, null, List.of());
    }

    /** The same of a version that was read before. */
    Good of(Revision known) {
        return new Good(known, standing, slug, given, aliases);
    }

    /** The same in a folder that hides it. */
    Good hidden() {
        return new Good(revision, Standing.DRAFT, slug, given, aliases);
    }
}
