package org.broadsheet.render.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.render.release.Site;
import org.jspecify.annotations.Nullable;

/** The authors' files in the work store, and in the site store those that readers can fetch. Safe for all threads. */
final class Sources {
    private final Storage site;
    private final ContentStore work;
    private final RenderCounters counters;

    Sources(Storage site, ContentStore work, RenderCounters counters) {
        this.site = site;
        this.work = work;
        this.counters = counters;
    }

    /** To ask for some files. */
    Search search(Site of) {
        return new Search(of);
    }

    /** Looks through the site once at most, however many files are lost. Safe for all threads. */
    final class Search {
        private final Site of;
        private @Nullable Map<Digest, List<UrlPath>> urls;

        private Search(Site of) {
            this.of = of;
        }

        /**
         * Whether a file's bytes are in the work store. Where that has lost them and readers still can fetch them, under this URL or
         * another, they are brought back from there.
         */
        boolean has(Digest digest, UrlPath url) throws IOException {
            ContentName source = ContentName.source(digest);
            return work.isSound(source) || restored(source, ObjectKey.of(url)) || has(digest);
        }

        /** Likewise under whichever URL readers can fetch them. */
        boolean has(Digest digest) throws IOException {
            ContentName source = ContentName.source(digest);
            if (work.isSound(source)) {
                return true;
            }
            for (UrlPath other : urls().getOrDefault(digest, List.of())) {
                if (restored(source, ObjectKey.of(other))) {
                    return true;
                }
            }
            return false;
        }

        private synchronized Map<Digest, List<UrlPath>> urls() {
            Map<Digest, List<UrlPath>> known = urls;
            if (known == null) {
                Map<Digest, List<UrlPath>> found = new HashMap<>();
                of.objects((url, object) -> {
                    counters.looked();
                    found.computeIfAbsent(object.digest(), d -> new ArrayList<>(1))
                            .add(url);
                });
                known = found;
                urls = known;
            }
            return known;
        }
    }

    private boolean restored(ContentName source, ObjectKey at) throws IOException {
        Optional<ObjectInfo> there =
                site.info(at).filter(object -> object.digest().equals(source.digest()));
        if (there.isEmpty()) {
            return false;
        }
        ByteSource bytes = new ByteSource() {
            @Override
            public java.io.InputStream open() throws IOException {
                return site.get(at)
                        .orElseThrow(() -> new IOException(at + " is gone by now"))
                        .open(0, size());
            }

            @Override
            public long size() {
                return there.get().size();
            }
        };
        work.replace(source, bytes);
        counters.written();
        return true;
    }
}
