package org.broadsheet.render.stage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Readable;
import org.broadsheet.render.page.Outputs;
import org.broadsheet.render.release.Incoming;
import org.broadsheet.render.release.Site;

/**
 * What another program has made, slice by slice: first what is new, for what follows may link to it; then what stands already, in
 * the order in which people read; at last what is removed. A slice is a release without events, between those of commits. It is
 * not recorded how far it is: of what is made already the view is as recorded. One thread.
 */
final class Renewal {
    private static final int FIRST_SLICE = 10;
    private static final int LARGEST_SLICE = 500;
    /** Each is read as a whole. */
    private static final int FILES_AT_ONCE = 50;

    private final List<UrlPath> first;
    private final Deque<UrlPath> rest;
    /** By key, of documents and introductions. */
    private final Map<String, Remade> articles = new HashMap<>();

    private final Optional<Remake.Pass> remake;
    private final Pace pace = new Pace(FIRST_SLICE, LARGEST_SLICE);
    private final Deque<Readable.SourceFile> unseen;
    private boolean changed;

    /**
     * @param remake the articles, if they are to be made again
     * @param unseen files to be looked at first
     */
    Renewal(Site site, Outputs outputs, Optional<Remake.Pass> remake, List<Readable.SourceFile> unseen) {
        this.unseen = new ArrayDeque<>(unseen);
        this.remake = remake;
        first = outputs.missing(site);
        Set<UrlPath> all = new LinkedHashSet<>(outputs.inReadingOrder(site));
        // Those of lists that are not there too.
        site.introductions().forEach(one -> all.add(one.listing()));
        rest = new ArrayDeque<>(all);
    }

    /** What is not there yet. */
    List<UrlPath> first() {
        return first;
    }

    List<UrlPath> next() {
        List<UrlPath> slice = new ArrayList<>(first);
        first.clear();
        while (slice.size() < pace.next() && !rest.isEmpty()) {
            slice.add(rest.remove());
        }
        return slice;
    }

    /** Some of the files that are to be looked at, each once. */
    List<Readable.SourceFile> unseen() {
        List<Readable.SourceFile> some = new ArrayList<>();
        while (some.size() < FILES_AT_ONCE && !unseen.isEmpty()) {
            some.add(unseen.remove());
        }
        return some;
    }

    boolean isDone() {
        return first.isEmpty() && rest.isEmpty();
    }

    /**
     * Makes some of the articles.
     *
     * @param counts whether one may take the place of what is readable
     * @return whether all are made, and slices may begin
     */
    boolean hasArticles(Predicate<Remade> counts, BiConsumer<Content, Digest> lost) throws IOException {
        if (remake.isEmpty() || remake.get().isDone()) {
            return true;
        }
        remake.get()
                .step(
                        made -> {
                            if (counts.test(made)) {
                                articles.put(made.key(), made);
                            }
                        },
                        lost);
        return false;
    }

    /** It has come anew since. */
    void forget(String key) {
        articles.remove(key);
        remake.ifPresent(pass -> pass.forget(key));
    }

    /** What comes with a slice, by key: its texts, for another program may know of other URLs that they may link to. */
    Map<String, Incoming> incoming(List<UrlPath> slice, Site site, SiteId id) {
        Map<String, Incoming> incoming = new LinkedHashMap<>();
        for (UrlPath url : slice) {
            site.keptAt(url).ifPresent(document -> incoming.put(document.key().in(id), new Incoming.Live(document)));
            site.introduction(url)
                    .ifPresent(
                            introduction -> incoming.put(introduction.key(), new Incoming.Introduction(introduction)));
        }
        incoming.replaceAll((key, one) ->
                Optional.ofNullable(articles.get(key)).map(made -> made.on(one)).orElse(one));
        return incoming;
    }

    /** @param time from {@link #next} on */
    void wrote(List<UrlPath> slice, boolean changes, Duration time) {
        changed |= changes;
        pace.took(slice.size(), time);
    }

    /** Whether a reader finds anything else than before. */
    boolean changed() {
        return changed;
    }
}
