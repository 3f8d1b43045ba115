package org.broadsheet.render.release;

import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Kind;

/** An object that render keeps in the site store, as {@code readable} has it. */
public record Stored(Kind kind, Digest digest, long size) {
    /** Whether its URL answers 200. */
    boolean isThere() {
        return kind != Kind.GONE;
    }
}
