package org.broadsheet.common.record;

import java.util.Locale;

/** For whose program a site's content was written, as its configuration in the root says. */
public enum Generator {
    JEKYLL,
    HUGO,
    ZOLA,
    NEXT;

    /** For people. */
    @Override
    public String toString() {
        return this == NEXT ? "Next.js" : name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
