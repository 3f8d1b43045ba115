package org.broadsheet.ingest.git;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Exchange.ClientLeft;

/**
 * Who computes for a Git request, on a platform thread: so many of a kind at once as have a turn, the others wait for theirs in the
 * order in which they came. Readers are answered on virtual threads, which share a few threads of their own: none of those ever
 * computes for Git, whatever is asked of it. A turn is never held while a client is waited for: the request is here as a whole before,
 * the answer lies in a spool, and whoever finds that full gives its turn away until there is room. Safe for all threads.
 */
final class Turns implements AutoCloseable {
    /** Each kind has turns of its own, so that a push does not wait for clones, nor a look at the branches for a push. */
    enum Kind {
        /** What a request says that was sent packed. */
        UNPACKING,
        /** What there is: the names of refs. */
        REFS,
        /** Counting and packing. */
        FETCH,
        /** Unpacking and checking. */
        PUSH
    }

    private final int most;
    private final Map<Kind, Lane> lanes = new EnumMap<>(Kind.class);
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("git-", 1).daemon().factory());
    /** Open, whether they compute or wait. */
    private final AtomicInteger open = new AtomicInteger();

    Turns(Configuration.Git settings) {
        most = settings.requests();
        int computing = settings.computing() > 0
                ? settings.computing()
                : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        for (Kind kind : Kind.values()) {
            lanes.put(kind, new Lane(computing));
        }
    }

    /** What a turn is for. */
    interface Computation {
        /** @throws ClientLeft when it was given up */
        void run(Turn turn) throws IOException;
    }

    /**
     * Has it computed when its turn comes. Returns at once.
     *
     * @param ended is run when it has ended, or when its turn will not come
     */
    Turn take(Kind kind, Computation computation, Ended ended) throws TooBusy {
        Turn turn = new Turn(lane(kind), computation, ended);
        if (open.getAndUpdate(now -> now < most ? now + 1 : now) >= most) {
            throw new TooBusy();
        }
        turn.lane.enter(turn);
        return turn;
    }

    private Lane lane(Kind kind) {
        Lane lane = lanes.get(kind);
        if (lane == null) {
            throw new IllegalArgumentException("no turns for " + kind);
        }
        return lane;
    }

    /** How many requests compute or wait for their turn. */
    int open() {
        return open.get();
    }

    /** Those that compute are not waited for: what they make is nobody's any more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Too many requests are open. */
    static final class TooBusy extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** How a computation ended. */
    interface Ended {
        void with(Optional<Throwable> failure);
    }

    /** The turns of one kind. */
    private static final class Lane {
        private final Deque<Turn> waiting = new ArrayDeque<>();
        private int free;
        private int computing;

        Lane(int turns) {
            this.free = turns;
        }

        synchronized void enter(Turn turn) {
            waiting.add(turn);
            next();
        }

        synchronized void leave() {
            free++;
            computing--;
            next();
        }

        private void next() {
            while (free > 0 && !waiting.isEmpty()) {
                free--;
                computing++;
                waiting.remove().granted();
            }
        }

        synchronized boolean remove(Turn turn) {
            return waiting.remove(turn);
        }

        synchronized int before(Turn turn) {
            int before = computing;
            for (Turn other : waiting) {
                if (other == turn) {
                    return before;
                }
                before++;
            }
            return 0;
        }
    }

    /** One request's. */
    final class Turn {
        private final Lane lane;
        private final Computation computation;
        private final Ended ended;
        private volatile boolean cancelled;
        private boolean begun;
        private boolean has;

        private Turn(Lane lane, Computation computation, Ended ended) {
            this.lane = lane;
            this.computation = computation;
            this.ended = ended;
        }

        /** How many are before this one; 0: it is its turn. */
        int before() {
            return lane.before(this);
        }

        /** Gives it up: it is taken out of those that wait, or ends at its next {@link #check}. */
        void cancel() {
            cancelled = true;
            if (lane.remove(this) && !hasBegun()) {
                finish(Optional.of(new ClientLeft()));
            }
            synchronized (this) {
                notifyAll();
            }
        }

        private synchronized boolean hasBegun() {
            return begun;
        }

        /** To be asked often by whoever computes. */
        void check() throws ClientLeft {
            if (cancelled) {
                throw new ClientLeft();
            }
        }

        /** For where nothing checked may be thrown. */
        boolean isCancelled() {
            return cancelled;
        }

        /** What follows computes nothing to speak of: the turn is the next one's. */
        void over() {
            synchronized (this) {
                if (!has) {
                    return;
                }
                has = false;
            }
            lane.leave();
        }

        /** Waits without the turn, and then for it. */
        void without(Answer.InterruptibleWait wait) throws IOException {
            try {
                boolean had = isHeld();
                over();
                wait.await();
                check();
                if (had) {
                    lane.enter(this);
                    synchronized (this) {
                        while (!has && !cancelled) {
                            wait();
                        }
                    }
                    check();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a client was waited for", e);
            }
        }

        private synchronized boolean isHeld() {
            return has;
        }

        private void granted() {
            synchronized (this) {
                has = true;
                if (begun) {
                    notifyAll();
                    return;
                }
                begun = true;
            }
            try {
                threads.execute(this::run);
            } catch (Throwable e) {
                // Such as no more threads: it is this one's end, not that of whoever has just left.
                over();
                finish(Optional.of(e));
            }
        }

        private void run() {
            Optional<Throwable> failure = Optional.empty();
            try {
                check();
                computation.run(this);
            } catch (Throwable e) {
                // Whatever it is, it is this request's alone, and told where that is answered.
                failure = Optional.of(e);
            } finally {
                // Given up while it was to wait once more, it must not be granted a turn that nobody takes.
                lane.remove(this);
                over();
                finish(failure);
            }
        }

        private void finish(Optional<Throwable> failure) {
            open.decrementAndGet();
            ended.with(failure);
        }
    }
}
