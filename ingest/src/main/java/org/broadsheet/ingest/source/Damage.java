package org.broadsheet.ingest.source;

import java.io.EOFException;
import java.util.zip.ZipException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;

/** Which failures say that a repository lacks an object or garbles it, and nothing of the disk that it lies on, or of us. */
public final class Damage {
    private Damage() {}

    /** JGit tells of an object that is empty or cut off, as a power failure leaves it, by the reading that came to its end. */
    public static boolean is(Throwable e) {
        return e instanceof MissingObjectException
                || e instanceof CorruptObjectException
                || e instanceof IncorrectObjectTypeException
                || e instanceof LargeObjectException
                || e instanceof EOFException
                || e instanceof ZipException;
    }
}
