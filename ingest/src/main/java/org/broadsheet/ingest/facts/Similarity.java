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

    private final VersionReader reader;
    private final ComparisonLimits most;
    private long bytes;
    /** Empty of what has no words, or so many lines that Git counts none, or is too much. */
    private final Map<ObjectId, Optional<SimilarityIndex>> known = new HashMap<>();

    Similarity(VersionReader reader, ComparisonLimits most) {
        this.reader = reader;
        this.most = most;
    }

    /** Whether so many can be compared with as many. */
    boolean isFew(int files) {
        return files <= most.files();
    }

    /** Takes in a body that is to be compared; false when all so far come to too much. */
    boolean takes(Renames.Leaving source) throws IOException {
        index(source.path(), source.place(), source.track().blob());
        return bytes <= most.bytes();
    }

    boolean takes(Renames.Coming target) throws IOException {
        index(target.path(), target.place(), target.blob());
        return bytes <= most.bytes();
    }

    int of(Renames.Leaving source, Renames.Coming target) throws IOException {
        return of(source.path(), source.place(), source.track().blob(), target);
    }

    /** @param blob what lay at the path; 0 of what is nothing */
    int of(ContentPath path, Place.Document place, ObjectId blob, Renames.Coming target) throws IOException {
        if (blob.equals(target.blob())) {
            return 100;
        }
        Optional<SimilarityIndex> before = index(path, place, blob);
        Optional<SimilarityIndex> now = index(target.path(), target.place(), target.blob());
        return before.isEmpty() || now.isEmpty() ? 0 : before.get().score(now.get(), 100);
    }

    private Optional<SimilarityIndex> index(ContentPath path, Place.Document place, ObjectId blob) throws IOException {
        Optional<SimilarityIndex> there = known.get(blob);
        if (there == null) {
            byte[] body = reader.body(path, place, blob);
            bytes += body.length;
            there = bytes <= most.bytes() ? index(body) : Optional.empty();
            known.put(blob, there);
        }
        return there;
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
