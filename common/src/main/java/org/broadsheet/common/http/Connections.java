package org.broadsheet.common.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.broadsheet.common.config.Configuration;
import org.eclipse.jetty.io.Connection;

/**
 * The open connections of a server, and which of them wait for a request. Where all that may be are open, those that have asked
 * nothing yet make room for new ones, then those whose requests are answered, the longest silent first; what has a request under way
 * is never ended here. A request's header has a deadline of its own, counted from its first byte. Of the requests under way a share
 * is kept for those that are local or bring the token, and one for those that do not. Safe for all threads.
 */
final class Connections implements Connection.Listener {
    /** Who has only just connected may well have sent a request that is not read yet. */
    private static final long YOUNG = Duration.ofMillis(250).toNanos();

    private final int most;
    private final int mostOfStrangers;
    private final int mostOfTrusted;
    private final long headerNanos;
    private final LongSupplier nanoTime;

    private final Set<Connection> open = new HashSet<>();
    private final Map<Connection, Silence> neverAsked = new LinkedHashMap<>();
    private final Map<Connection, Silence> answered = new LinkedHashMap<>();
    private int trusted;
    private int strangers;

    Connections(Configuration.Http settings, LongSupplier nanoTime) {
        this.most = settings.maxConnections();
        int reserved = (int) Math.ceil(most * settings.reservedShare());
        this.mostOfStrangers = Math.max(1, most - reserved);
        // Beyond a half it is the readers for whom less is kept.
        this.mostOfTrusted = Math.max(1, most - Math.min(reserved, most - reserved));
        this.headerNanos = settings.headerTimeout().toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public void onOpened(Connection connection) {
        synchronized (this) {
            open.add(connection);
            neverAsked.put(connection, new Silence(connection, nanoTime.getAsLong()));
        }
        endWhatIsDue();
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        open.remove(connection);
        neverAsked.remove(connection);
        answered.remove(connection);
    }

    /** A whole header has come. */
    synchronized void asked(Connection connection) {
        neverAsked.remove(connection);
        answered.remove(connection);
    }

    /** It is answered to the end; the connection may ask again. */
    synchronized void answered(Connection connection) {
        if (open.contains(connection)) {
            answered.put(connection, new Silence(connection, nanoTime.getAsLong()));
        }
    }

    /**
     * Whether a request may be answered now; then {@link #leaves} follows.
     *
     * @param isTrusted whether it is local or brings the token
     */
    synchronized boolean enters(boolean isTrusted) {
        if (isTrusted ? trusted == mostOfTrusted : strangers == mostOfStrangers) {
            return false;
        }
        count(isTrusted, 1);
        return true;
    }

    synchronized void leaves(boolean isTrusted) {
        count(isTrusted, -1);
    }

    private void count(boolean isTrusted, int more) {
        if (isTrusted) {
            trusted += more;
        } else {
            strangers += more;
        }
    }

    /** Ends connections whose header takes too long, and as many as it takes to have room for one more. Called again and again. */
    void endWhatIsDue() {
        List<Connection> due = new ArrayList<>();
        synchronized (this) {
            long now = nanoTime.getAsLong();
            lateHeaders(neverAsked, now, due);
            lateHeaders(answered, now, due);
            while (open.size() - due.size() >= most && (longest(neverAsked, now, due) || longest(answered, now, due))) {
                // One more has to go.
            }
        }
        due.forEach(connection -> connection.getEndPoint().close());
    }

    private void lateHeaders(Map<Connection, Silence> silent, long now, List<Connection> due) {
        for (Iterator<Silence> all = silent.values().iterator(); all.hasNext(); ) {
            Silence silence = all.next();
            if (silence.headerTakes(now) > headerNanos) {
                due.add(silence.connection);
                all.remove();
            }
        }
    }

    private static boolean longest(Map<Connection, Silence> silent, long now, List<Connection> due) {
        Iterator<Silence> oldestFirst = silent.values().iterator();
        if (!oldestFirst.hasNext()) {
            return false;
        }
        Silence oldest = oldestFirst.next();
        if (now - oldest.since < YOUNG) {
            return false;
        }
        due.add(oldest.connection);
        oldestFirst.remove();
        return true;
    }

    /** A connection that has no request under way. */
    private static final class Silence {
        private final Connection connection;
        private final long since;
        private final long bytesBefore;
        private boolean headerBegan;
        private long headerSince;

        Silence(Connection connection, long since) {
            this.connection = connection;
            this.since = since;
            this.bytesBefore = connection.getBytesIn();
        }

        /** Nanoseconds since its first byte was seen; 0 before that. */
        long headerTakes(long now) {
            if (!headerBegan && connection.getBytesIn() > bytesBefore) {
                headerBegan = true;
                headerSince = now;
            }
            return headerBegan ? now - headerSince : 0;
        }
    }
}
