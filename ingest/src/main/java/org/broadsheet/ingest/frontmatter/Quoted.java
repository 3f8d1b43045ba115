package org.broadsheet.ingest.frontmatter;

import org.broadsheet.common.id.Printable;

/** What the author wrote, as it is repeated to them. */
public final class Quoted {
    private static final int LONGEST = 60;

    private Quoted() {}

    /** In quotes, its beginning only if it is long. */
    public static String of(String written) {
        return "\"" + name(written) + "\"";
    }

    /** Without quotes. */
    public static String name(String written) {
        return Printable.cut(written, LONGEST);
    }
}
