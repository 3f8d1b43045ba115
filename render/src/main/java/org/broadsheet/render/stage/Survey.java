package org.broadsheet.render.stage;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ObjectVersion;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.release.Stored;

/**
 * Finds where the site store is not as {@code readable} has it: what a killed owner had written and not yet recorded. Reads every
 * object, so it goes on beside its owner.
 */
final class Survey implements AutoCloseable {
    /** Notify owns these: they are neither repaired nor removed. */
    private static final Set<String> FEEDS = Set.of("feed.xml", "atom.xml", "feed.json");

    private final Workers.Batch<Map<UrlPath, Optional<Digest>>> batch;
    private final Future<Map<UrlPath, Optional<Digest>>> suspects;
    private volatile boolean closed;

    private Survey(Workers workers, Storage site, Site recorded) {
        batch = workers.batch();
        suspects = batch.submit(() -> find(site, recorded));
    }

    /** Begins to look, after clearing up. */
    static Survey begin(Workers workers, Storage site, Site recorded) {
        return new Survey(workers, site, recorded);
    }

    /** What really is at those URLs; waits until it is known. */
    Map<UrlPath, Optional<Digest>> suspects() throws IOException {
        return Workers.result(suspects);
    }

    private Map<UrlPath, Optional<Digest>> find(Storage site, Site recorded) throws IOException {
        site.recover();
        Map<UrlPath, Optional<Digest>> found = new HashMap<>();
        Set<UrlPath> there = new HashSet<>();
        try (Stream<ObjectVersion> objects = site.list("")) {
            objects.takeWhile(object -> !closed)
                    .filter(object -> !FEEDS.contains(object.key().value()))
                    .forEach(object -> {
                        UrlPath url = object.key().url();
                        there.add(url);
                        if (!recorded.object(url).map(Stored::digest).equals(Optional.of(object.digest()))) {
                            found.put(url, Optional.of(object.digest()));
                        }
                    });
        }
        recorded.objects((url, object) -> {
            if (!there.contains(url)) {
                found.put(url, Optional.empty());
            }
        });
        return found;
    }

    /** Returns when nothing goes on any more. */
    @Override
    public void close() {
        closed = true;
        batch.close();
    }
}
