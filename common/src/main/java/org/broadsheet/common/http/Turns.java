package org.broadsheet.common.http;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.broadsheet.common.http.Exchange.ClientLeft;

/**
 * Who computes for a request, on a platform thread: so many of a kind at once as have a turn, the others wait for theirs in the
 * order in which they came. Readers are answered on virtual threads, which share a few threads of their own: none of those computes
 * what is computed here, however much is asked for. A turn is never held while a client is waited for: the request is here as a whole
 * before, and the answer is sent by others; whoever finds no room for it gives its turn away until there is. Safe for all threads.
 */
public final class Turns implements AutoCloseable {
    /** How often is looked whether a client is still there for which something is computed. */
    public static final int LOOK_MILLIS = 100;

    private final int most;
    private final int computing;
    private final Map<Object, Lane> lanes = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    /** Open, whether they compute or wait. */
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param name of its threads
     * @param most that compute or wait, in all
     * @param computing of each kind at once; 0: half the processors, one at least
     */
    public Turns(String name, int most, int computing) {
        this.most = most;
        this.computing =
                computing > 0 ? computing : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().name(name + "-", 1).daemon().factory());
    }

    /** What a turn is for. */
    public interface Computation {
        /** @throws ClientLeft when it was given up */
        void run(Turn turn) throws IOException;
    }

    /**
     * Has it computed when its turn comes. Returns at once.
     *
     * @param kind one of few; each has turns of its own, and waits for none of another
     * @param ended is run when it has ended, or when its turn will not come
     */
    public Turn take(Object kind, Computation computation, Ended ended) throws TooBusy {
        Turn turn = new Turn(lanes.computeIfAbsent(kind, k -> new Lane(computing)), computation, ended);
        if (open.getAndUpdate(now -> now < most ? now + 1 : now) >= most) {
            throw new TooBusy();
        }
        turn.lane.enter(turn);
        return turn;
    }

    /** What is computed, and waited for. */
    public interface Question<T> {
        /** @throws ClientLeft when it was given up */
        T answer(Turn turn) throws IOException;
    }

    /**
     * Has it computed when its turn comes, and waits for that. When the client hangs up it is given up; it never outlives this call but
     * when its thread is interrupted.
     *
     * @param hasLeft asked now and then, on this thread
     */
    public <T> T ask(Object kind, Question<T> question, BooleanSupplier hasLeft) throws IOException, TooBusy {
        CompletableFuture<T> seen = new CompletableFuture<>();
        CompletableFuture<T> end = new CompletableFuture<>();
        Turn turn = take(
                kind,
                mine -> seen.complete(question.answer(mine)),
                failure -> failure.ifPresentOrElse(end::completeExceptionally, () -> end.complete(seen.join())));
        while (true) {
            try {
                return end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (hasLeft.getAsBoolean()) {
                    turn.cancel();
                }
            } catch (InterruptedException e) {
                turn.cancel();
                Thread.currentThread().interrupt();
                throw new IOException("the process ends", e);
            } catch (ExecutionException e) {
                // However it was told that there is no more to compute.
                throw turn.isCancelled() ? new ClientLeft() : failure(Objects.requireNonNull(e.getCause()));
            }
        }
    }

    /** As it was thrown there, where that may be thrown here. */
    private static IOException failure(Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return failure instanceof IOException known
                ? known
                : new IOException("what was asked for could not be computed: " + failure, failure);
    }

    /** How many requests compute or wait for their turn. */
    public int open() {
        return open.get();
    }

    /** Those that compute are not waited for: what they make is nobody's any more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Too many requests are open. */
    public static final class TooBusy extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** How a computation ended. */
    public interface Ended {
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

    /** A wait that may end early. */
    public interface InterruptibleWait {
        void await() throws InterruptedException;
    }

    /** One request's. */
    public final class Turn {
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
        public int before() {
            return lane.before(this);
        }

        /** Gives it up: it is taken out of those that wait, or ends at its next {@link #check}. */
        public void cancel() {
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
        public void check() throws ClientLeft {
            if (cancelled) {
                throw new ClientLeft();
            }
        }

        /** For where nothing checked may be thrown. */
        public boolean isCancelled() {
            return cancelled;
        }

        /** What follows computes nothing to speak of: the turn is the next one's. */
        public void over() {
            synchronized (this) {
                if (!has) {
                    return;
                }
                has = false;
            }
            lane.leave();
        }

        /** Waits without the turn, and then for it. */
        public void without(InterruptibleWait wait) throws IOException {
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
