package org.broadsheet.render.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.render.picture.PictureFile;
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

    /**
     * What was seen of a file.
     *
     * @param isThere whether its bytes are
     * @param picture if it is one that says how large it is
     */
    record Looked(boolean isThere, Optional<Readable.Picture> picture) {
        static final Looked LOST = new Looked(false, Optional.empty());
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

        /** Looks at a file that is to be served as it is. */
        Looked look(Digest digest) throws IOException {
            PictureFile file = new PictureFile();
            if (work.isSound(ContentName.source(digest), file)) {
                return new Looked(true, file.picture());
            }
            PictureFile again = new PictureFile();
            return has(digest) && work.isSound(ContentName.source(digest), again)
                    ? new Looked(true, again.picture())
                    : Looked.LOST;
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
