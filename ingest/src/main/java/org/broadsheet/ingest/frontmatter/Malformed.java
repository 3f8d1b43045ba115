package org.broadsheet.ingest.frontmatter;

import org.broadsheet.common.record.Finding;

/** The text is nothing that we take. */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Finding why;

    public Malformed(Finding why) {
        super(why.message());
        this.why = why;
    }

    public Finding why() {
        return why;
    }
}
