package org.broadsheet.ingest.source;

import java.io.IOException;
import java.nio.file.Path;

/** A file in which Git keeps where branches stand holds something else, as after a power failure: nobody knows where they stand. */
public final class DamagedRef extends IOException {
    private static final long serialVersionUID = 1;

    private final String why;
    private final String hint;

    /**
     * @param found what is there, such as {@code holds nothing}
     * @param hint what to do
     */
    DamagedRef(Path file, String found, String hint) {
        super(file + " " + found + ": " + hint);
        this.why = "the repository is damaged: " + file + " " + found;
        this.hint = hint;
    }

    public String why() {
        return why;
    }

    public String hint() {
        return hint;
    }
}
