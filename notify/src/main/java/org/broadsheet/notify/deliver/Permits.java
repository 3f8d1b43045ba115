package org.broadsheet.notify.deliver;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** So many attempts may be under way at once. Safe for all threads. */
final class Permits {
    private final int most;
    private final AtomicInteger given = new AtomicInteger();

    Permits(int most) {
        this.most = most;
    }

    /** Empty when all are given. */
    Optional<Permit> acquire() {
        int before = given.getAndUpdate(n -> n < most ? n + 1 : n);
        return before < most ? Optional.of(new Permit()) : Optional.empty();
    }

    int given() {
        return given.get();
    }

    /** Given back once, however often it is closed. */
    final class Permit implements AutoCloseable {
        private final AtomicBoolean closed = new AtomicBoolean();

        private Permit() {}

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                given.decrementAndGet();
            }
        }
    }
}
