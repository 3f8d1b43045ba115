package org.broadsheet.render.stage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.render.page.Outputs;
import org.broadsheet.render.release.Incoming;
import org.broadsheet.render.release.Site;

/**
 * What another program has made, slice by slice: first what is new, for what follows may link to it; then what stands already, in
 * the order in which people read; at last what is removed. A slice is a release without events, between those of commits. It is
 * not recorded how far it is: of what is made already the view is as recorded. One thread.
 */
final class Renewal {
    /** So many objects that whoever pushes meanwhile hardly waits. */
    private static final int SLICE = 200;

    private final List<UrlPath> first;
    private final Deque<UrlPath> rest;
    /** By key, of documents and introductions. */
    private final Map<String, Digest> articles = new HashMap<>();

    private final Optional<Remake.Pass> remake;
    private boolean changed;

    /** @param remake the articles, if they are to be made again */
    Renewal(Site site, Outputs outputs, Optional<Remake.Pass> remake) {
        this.remake = remake;
        first = outputs.missing(site);
        rest = new ArrayDeque<>(outputs.inReadingOrder(site));
    }

    /** What is not there yet. */
    List<UrlPath> first() {
        return first;
    }

    List<UrlPath> next() {
        List<UrlPath> slice = new ArrayList<>(first);
        first.clear();
        while (slice.size() < SLICE && !rest.isEmpty()) {
            slice.add(rest.remove());
        }
        return slice;
    }

    boolean isDone() {
        return first.isEmpty() && rest.isEmpty();
    }

    /** Makes some of the articles; whether all are made, and slices may begin. */
    boolean hasArticles(BiConsumer<Content, Digest> lost) throws IOException {
        if (remake.isEmpty() || remake.get().isDone()) {
            return true;
        }
        remake.get().step(articles::put, lost);
        return false;
    }

    /** It has come anew since. */
    void forget(String key) {
        articles.remove(key);
        remake.ifPresent(pass -> pass.forget(key));
    }

    /** What comes with a slice, by key: of whatever is not as this program makes it another article. */
    Map<String, Incoming> incoming(List<UrlPath> slice, Site site, SiteId id) {
        Map<String, Incoming> incoming = new LinkedHashMap<>();
        for (UrlPath url : slice) {
            site.documentAt(url).ifPresent(document -> {
                String key = document.key().in(id);
                another(key, document.article())
                        .ifPresent(article -> incoming.put(key, new Incoming.Live(document.withArticle(article))));
            });
            site.introduction(url).ifPresent(introduction -> {
                String key = introduction.key();
                another(key, introduction.article())
                        .ifPresent(article ->
                                incoming.put(key, new Incoming.Introduction(introduction).withArticle(article)));
            });
        }
        return incoming;
    }

    private Optional<Digest> another(String key, Digest article) {
        return Optional.ofNullable(articles.get(key)).filter(made -> !made.equals(article));
    }

    void wrote(boolean changes) {
        changed |= changes;
    }

    /** Whether a reader finds anything else than before. */
    boolean changed() {
        return changed;
    }
}
