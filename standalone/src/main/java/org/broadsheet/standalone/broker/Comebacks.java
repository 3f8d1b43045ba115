package org.broadsheet.standalone.broker;

import java.time.Duration;

/**
 * How often a broker has ended, or failed to come back, for no reason that somebody outside could mend: so often in a row, and it is
 * lost. One that has lived a while begins anew. One thread.
 */
final class Comebacks {
    static final int MOST = 10;
    /** Longer than a broker takes that comes up only to end again. */
    static final Duration A_WHILE = Duration.ofMinutes(2);

    private int inexplicable;

    /** It has ended; false: it is lost. */
    boolean mayFollow(Duration lived, boolean explained) {
        if (lived.compareTo(A_WHILE) >= 0) {
            inexplicable = 0;
        }
        return mayFollow(explained);
    }

    /** It has failed to come back; false: it is lost. */
    boolean mayFollow(boolean explained) {
        inexplicable += explained ? 0 : 1;
        return inexplicable < MOST;
    }
}
