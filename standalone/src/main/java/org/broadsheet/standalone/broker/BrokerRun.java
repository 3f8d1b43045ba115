package org.broadsheet.standalone.broker;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.broadsheet.common.lifecycle.Trouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a Kafka server, from its start to its end. All its threads are of one group, by which it is known whose they are:
 * what makes Kafka end its process ends this life only.
 */
final class BrokerRun {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerRun.class);
    private static final Duration GIVING_UP = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /** So long may it take to say goodbye to the controller, which may be dead as well; after that it is not waited for. */
    private static final Duration GOODBYE = Duration.ofSeconds(3);

    private static final Duration LAST_THREADS = Duration.ofMillis(500);

    private static volatile @Nullable BrokerRun last;

    private final Group group = new Group(this);
    private final CompletableFuture<Ended> end = new CompletableFuture<>();
    private final CompletableFuture<KafkaRaftServer> server = new CompletableFuture<>();
    private volatile boolean quiet = true;
    private volatile @Nullable Throwable error;

    private BrokerRun() {}

    /** Kafka ends its process when a disk fails or a thread of its own dies; this process has more to do than that. */
    static void trapExit() {
        BrokerErrors.install();
        Exit.Procedure trap = (status, message) -> {
            BrokerRun run = ofThisThread();
            run = run == null ? last : run;
            Ended ended = new Ended(status, message, run == null ? null : run.error);
            if (run != null) {
                run.quiet = true;
                run.end.complete(ended);
            }
            throw ended;
        };
        Exit.setExitProcedure(trap);
        Exit.setHaltProcedure(trap);
    }

    /** The run that the calling thread is a part of. */
    static @Nullable BrokerRun ofThisThread() {
        for (@Nullable ThreadGroup each = Thread.currentThread().getThreadGroup();
                each != null;
                each = each.getParent()) {
            if (each instanceof Group group) {
                return group.run;
            }
        }
        return null;
    }

    /**
     * Returns when the server is started.
     *
     * @throws RuntimeException why it is not; nothing is left of it then
     */
    static BrokerRun start(Map<String, String> settings) {
        BrokerRun run = new BrokerRun();
        last = run;
        CompletableFuture<BrokerRun> started = new CompletableFuture<>();
        Thread thread = new Thread(
                run.group,
                () -> {
                    try {
                        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
                        run.server.complete(server);
                        server.startup();
                        started.complete(run);
                    } catch (Throwable e) {
                        run.server.cancel(false);
                        started.completeExceptionally(e);
                    }
                },
                "broker-start");
        thread.setDaemon(true);
        thread.start();
        // Whichever comes first: after its end a start may hang for a minute.
        var unused = run.end.thenAccept(started::completeExceptionally);
        try {
            BrokerRun begun = started.get();
            begun.quiet = false;
            return begun;
        } catch (InterruptedException e) {
            run.giveUp(thread);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was starting", e);
        } catch (ExecutionException e) {
            run.giveUp(thread);
            throw new NotStarted(e.getCause() == null ? e : e.getCause(), run.error);
        }
    }

    private void giveUp(Thread starting) {
        quiet = true;
        starting.interrupt();
        if (!stop(GIVING_UP)) {
            LOG.atInfo().log("Parts of a broker that did not start are still there: {}", threads());
        }
    }

    /** Those that still run. */
    List<String> threads() {
        Thread[] threads = new Thread[group.activeCount() + 10];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count).map(Thread::getName).toList();
    }

    /** Completes when Kafka gives up. */
    CompletableFuture<Ended> end() {
        return end;
    }

    /** Whether what it says is for us alone. */
    boolean isQuiet() {
        return quiet;
    }

    /** One of its threads has logged an error. */
    void heard(String message, @Nullable Throwable thrown) {
        if (thrown != null) {
            error = thrown;
            if (Trouble.in(thrown).filter(Trouble.NO_SPACE::equals).isPresent()) {
                // Kafka goes on where a mapped page found no place, with an index that it has not written.
                quiet = true;
                end.complete(new Ended(message, thrown));
            }
        }
    }

    /**
     * Stops the broker, then the controller, and waits a little for threads that end by themselves. False if they have not stopped
     * after {@code atMost}.
     */
    boolean stop(Duration atMost) {
        quiet = true;
        long begun = System.nanoTime();
        Thread stopping = new Thread(group, this::shutdown, "broker-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            boolean hurried = false;
            long stopped = 0;
            while (stopping.isAlive() || group.activeCount() > 0) {
                long now = System.nanoTime();
                Duration waited = Duration.ofNanos(now - begun);
                if (waited.compareTo(atMost) > 0) {
                    return !stopping.isAlive();
                }
                stopped = stopped == 0 && !stopping.isAlive() ? now : stopped;
                if (stopped != 0 && now - stopped > LAST_THREADS.toNanos()) {
                    // Those of the metrics among them, which the next run goes on using.
                    LOG.atDebug().log("Threads of a broker that has stopped are left: {}", threads());
                    return true;
                }
                if (end.isDone() && !hurried && waited.compareTo(GOODBYE) > 0) {
                    hurried = true;
                    stopping.interrupt();
                }
                if (stopping.join(LOOK_AGAIN)) {
                    // What it has told to end does so by itself.
                    TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void shutdown() {
        try {
            KafkaRaftServer running = server.get(1, TimeUnit.SECONDS);
            running.shutdown();
            running.awaitShutdown();
            group.run = null;
        } catch (InterruptedException | ExecutionException | CancellationException | TimeoutException e) {
            // There is no server: it was not even made.
            LOG.atDebug().setCause(e).log("There is no server to stop");
        }
    }

    /** The threads of one run, some of which outlive it. */
    private static final class Group extends ThreadGroup {
        private volatile @Nullable BrokerRun run;

        Group(BrokerRun run) {
            super("broker");
            this.run = run;
        }
    }

    /** Why a server did not start; nothing of it is left. */
    static final class NotStarted extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** @param said what it logged last, which often tells more */
        NotStarted(Throwable because, @Nullable Throwable said) {
            super(because.getMessage(), said == null || Trouble.in(because).isPresent() ? because : said);
        }
    }

    /** What Kafka would have ended its process with. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1;

        Ended(String message, Throwable because) {
            super(message, because);
        }

        Ended(int status, @Nullable String message, @Nullable Throwable because) {
            super("the broker ended with status " + status + (message == null ? "" : ": " + message), because);
        }
    }
}
