package org.broadsheet.ingest.facts;

import java.time.Instant;
import java.util.List;
import org.broadsheet.common.id.UrlPath;
import org.jspecify.annotations.Nullable;

/**
 * The last good version of a file.
 *
 * @param slug the author's own, if it can stand in a URL
 * @param guid the id in feeds that it asks for; null if it asks for none, or is in no feed
 * @param given the URL that it wants, or has by the commit's rules, apart from its name; null if there is none
 * @param aliases what else leads to it
 * @param window what may change its standing without a commit
 */
public record Good(
        Revision revision,
        Standing standing,
        @Nullable String slug,
        @Nullable Guid guid,
        @Nullable UrlPath given,
        List<UrlPath> aliases,
        Window window) {
    public Good {
        aliases = List.copyOf(aliases);
    }

    /** One that is read where its name says, and that no instant changes. */
    Good(Revision revision, Standing standing, @Nullable String slug) {
        this(revision, standing, slug, null, null, List.of(), Window.ALWAYS);
    }

    /** The same of a version that was read before. */
    Good of(Revision known) {
        return new Good(known, standing, slug, guid, given, aliases, window);
    }

    /** The same that its folder, or its author, hides by now. */
    Good hidden() {
        return new Good(revision, Standing.DRAFT, slug, guid, given, aliases, Window.ALWAYS);
    }

    /** The same where something else is read in its place. */
    Good apart() {
        return standing == Standing.DRAFT
                ? this
                : new Good(revision, Standing.APART, slug, guid, given, aliases, Window.ALWAYS);
    }

    /** The same where rules have it. */
    Good at(@Nullable UrlPath url, List<UrlPath> others) {
        return new Good(revision, standing, slug, guid, url, others, window);
    }

    /** The same with an id in feeds. */
    Good with(@Nullable Guid other) {
        return new Good(revision, standing, slug, other, given, aliases, window);
    }

    /** The same between other instants, as of one. */
    Good within(Window other, Instant then) {
        return new Good(revision, other.at(then), slug, guid, given, aliases, other);
    }

    /** As of an instant. */
    Good asOf(Instant then) {
        return window.equals(Window.ALWAYS) ? this : within(window, then);
    }

    /** When it stands otherwise, be there a commit or none; null if it does not. */
    public @Nullable Instant next() {
        return window.next(standing);
    }

    /** When it came to stand as it does, if that was after its commit, or will; null if its commit alone decides. */
    public @Nullable Instant since() {
        return switch (standing) {
            case AHEAD, PUBLISHED -> window.due();
            case EXPIRED -> window.until();
            case DRAFT, APART, NEVER -> null;
        };
    }
}
