package org.broadsheet.standalone;

/** The version of the program, and the format of its data folder. */
final class Version {
    static final String NUMBER = "0.1.0";

    /** Counts up when an older program could not read the folder any more. */
    static final int DATA_FORMAT = 2;

    private Version() {}
}
