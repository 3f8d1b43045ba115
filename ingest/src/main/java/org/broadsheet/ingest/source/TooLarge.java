package org.broadsheet.ingest.source;

import org.broadsheet.common.id.Printable;
import org.eclipse.jgit.errors.LargeObjectException;

/**
 * What JGit does not read into memory, whatever {@code git.held} allows: a commit, or the names of one folder, of more than 50 MiB.
 */
public final class TooLarge {
    public static final String HINT =
            "make the commit anew with a shorter message, or the folder with fewer or shorter names";

    /** Code points of what JGit says. */
    private static final int QUOTED = 200;

    private TooLarge() {}

    public static String why(LargeObjectException large) {
        return "a commit or folder is too large to be read: "
                + Printable.line(Printable.cut(String.valueOf(large.getMessage()), QUOTED));
    }

    /** Both on one line. */
    public static String line(LargeObjectException large) {
        return why(large) + ": " + HINT;
    }
}
