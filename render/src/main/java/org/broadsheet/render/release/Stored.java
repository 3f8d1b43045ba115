package org.broadsheet.render.release;

import java.util.Optional;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;

/**
 * An object that render keeps in the site store, as {@code readable} has it.
 *
 * @param view all that it was made of; empty: it is not what it is to be, for something was lost
 */
public record Stored(Kind kind, Digest digest, long size, Optional<Digest> view) {
    /** But for the size, which is not recorded of a document's page. */
    public boolean isSame(Stored other) {
        return kind == other.kind && digest.equals(other.digest) && view.equals(other.view);
    }

    public static Stored of(Readable.StoredObject object) {
        return new Stored(object.kind(), object.digest(), object.size(), object.view());
    }

    /** Whether its URL answers 200. */
    public boolean isThere() {
        return kind != Kind.GONE;
    }
}
