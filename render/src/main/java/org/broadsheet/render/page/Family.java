package org.broadsheet.render.page;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Site;

/** The outputs of one kind: where they are, and on which of them a change may show. */
interface Family {
    /** The one that is to be at a URL. */
    Optional<? extends Output<?>> at(Site site, UrlPath url);

    /** The URLs of all. */
    void all(Site site, Consumer<UrlPath> to);

    /**
     * The URLs of those, now or before, whose view may be another, generously; but so few that an edit costs the same whatever
     * the site's size. Settings and theme are looked after: they make all of them candidates.
     */
    void candidates(Change change, Consumer<UrlPath> to);

    /** At URLs that posts and pages had, and have no more. */
    static Family former(BiFunction<Site, UrlPath, Optional<? extends Output<?>>> at) {
        return new Family() {
            @Override
            public Optional<? extends Output<?>> at(Site site, UrlPath url) {
                return at.apply(site, url);
            }

            @Override
            public void all(Site site, Consumer<UrlPath> to) {
                site.claimed(to);
            }

            @Override
            public void candidates(Change change, Consumer<UrlPath> to) {
                change.urls().forEach(to);
            }
        };
    }

    /** Of which a site has one. */
    static Family of(Function<Site, UrlPath> where, Function<UrlPath, Output<?>> what, Predicate<Change> shows) {
        return new Family() {
            @Override
            public Optional<Output<?>> at(Site site, UrlPath url) {
                return url.equals(where.apply(site)) ? Optional.of(what.apply(url)) : Optional.empty();
            }

            @Override
            public void all(Site site, Consumer<UrlPath> to) {
                to.accept(where.apply(site));
            }

            @Override
            public void candidates(Change change, Consumer<UrlPath> to) {
                if (shows.test(change)) {
                    to.accept(where.apply(change.now()));
                }
            }
        };
    }

    /** Likewise, always at one place, and nothing of the site but settings and theme shows on it. */
    static Family fixed(UrlPath url, Function<UrlPath, Output<?>> what) {
        return of(site -> url, what, change -> false);
    }
}
