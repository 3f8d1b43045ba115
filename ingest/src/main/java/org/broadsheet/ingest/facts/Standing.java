package org.broadsheet.ingest.facts;

/** How a version of a post or page stands after its own file and commit; whether its URL is another's is not in it. */
public enum Standing {
    PUBLISHED,
    DRAFT,
    /** Its date lies ahead. */
    AHEAD,
    /** A page without front matter. */
    APART,
    /** Its author's last day for it is past. */
    EXPIRED,
    /** It would be past before its date has come. */
    NEVER;

    /** Whether nobody else may have its URL. No clock decides of it but at the end. */
    boolean claims() {
        return this == PUBLISHED || this == AHEAD;
    }

    /** Whether it is read, is to be, or was. No clock decides of it. */
    boolean isForReaders() {
        return claims() || this == EXPIRED;
    }
}
