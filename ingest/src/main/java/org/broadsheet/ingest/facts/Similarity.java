package org.broadsheet.ingest.facts;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.ingest.layout.Place;
import org.eclipse.jgit.diff.SimilarityIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;

/**
 * How much of two bodies is the same, in per cent, as Git counts it: by lines, and pieces of long ones. Front matter is left out, for
 * two short posts have much of it in common; where no front matter can be read the whole file counts. One thread.
 */
final class Similarity {
    /** From here on two are versions of one. */
    static final int SAME = 60;
    /** Below that one was written over the other. */
    static final int BROKEN = 30;

    /** A body of more bytes counts as several files. */
    private static final int FILE = 64 << 10;

    private final VersionReader reader;
    /** Empty of what has no words, or so many lines that Git counts none. */
    private final Map<ObjectId, Optional<SimilarityIndex>> kept = new HashMap<>();

    Similarity(VersionReader reader) {
        this.reader = reader;
    }

    /** Of two that are read for this alone. */
    static int of(VersionReader reader, ContentPath path, Place.Document place, ObjectId before, Renames.Coming now)
            throws IOException {
        return before.equals(now.blob())
                ? 100
                : score(
                        index(reader.body(path, place, before)),
                        index(reader.body(now.path(), now.place(), now.blob())));
    }

    /** Reads a body that is compared with many. @return as how many files it counts */
    int keep(ContentPath path, Place.Document place, ObjectId blob) throws IOException {
        byte[] body = reader.body(path, place, blob);
        kept.put(blob, index(body));
        return 1 + body.length / FILE;
    }

    int ofKept(ObjectId one, ObjectId other) {
        return score(kept.getOrDefault(one, Optional.empty()), kept.getOrDefault(other, Optional.empty()));
    }

    private static int score(Optional<SimilarityIndex> one, Optional<SimilarityIndex> other) {
        return one.isEmpty() || other.isEmpty() ? 0 : one.get().score(other.get(), 100);
    }

    private static Optional<SimilarityIndex> index(byte[] body) throws IOException {
        if (body.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(SimilarityIndex.create(new ObjectLoader.SmallObject(Constants.OBJ_BLOB, body)));
        } catch (SimilarityIndex.TableFullException e) {
            return Optional.empty();
        }
    }
}
