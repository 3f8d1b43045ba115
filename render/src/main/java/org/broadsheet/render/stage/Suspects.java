package org.broadsheet.render.stage;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.render.release.SiteIndex;
import org.broadsheet.render.release.Stored;

/** Finds where the site store is not as {@code readable} has it: what a killed owner had written and not yet recorded. */
final class Suspects {
    /** Notify owns these: they are neither repaired nor removed. */
    private static final Set<String> FEEDS = Set.of("feed.xml", "atom.xml", "feed.json");

    private Suspects() {}

    /** What really is at those URLs. */
    static Map<UrlPath, Optional<Digest>> find(Storage site, SiteIndex index) throws IOException {
        Map<UrlPath, Optional<Digest>> suspects = new HashMap<>();
        Set<UrlPath> there = new HashSet<>();
        try (Stream<ObjectInfo> objects = site.list("")) {
            objects.filter(object -> !FEEDS.contains(object.key().value())).forEach(object -> {
                UrlPath url = new UrlPath("/" + object.key().value());
                there.add(url);
                Optional<Stored> recorded = index.object(url);
                if (!recorded.map(Stored::digest).equals(Optional.of(object.digest()))) {
                    suspects.put(url, Optional.of(object.digest()));
                }
            });
        }
        for (UrlPath url : index.objects()) {
            if (!there.contains(url)) {
                suspects.put(url, Optional.empty());
            }
        }
        return suspects;
    }
}
