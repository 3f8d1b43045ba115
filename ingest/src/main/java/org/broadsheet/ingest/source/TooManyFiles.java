package org.broadsheet.ingest.source;

/** A commit holds more than may be looked at: a few kilobytes of Git can name more files than there are atoms. */
public final class TooManyFiles extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyFiles(int most) {
        super("more than " + most + " files and folders: take some away, or raise limits.files");
    }
}
