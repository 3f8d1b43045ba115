package org.broadsheet.standalone.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.lifecycle.Room;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.lifecycle.Trouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker, with its controller, in this JVM. It listens on loopback only, on ports that are free at its start, and keeps
 * everything in one folder. What makes Kafka end its process ends this part only; as soon as it can be, the broker is started
 * again in its place, at the same address.
 */
public final class EmbeddedKafka implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final int TRIES_FOR_PORTS = 5;
    private static final Duration STOPPING = Duration.ofSeconds(4);

    /** For what is left of a broker that has given up. */
    private static final Duration CLEARING = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Path path;
    private final Map<String, String> overrides;
    private final PortFinder portFinder;
    private final Room room;
    private final Consumer<String> whenLost;
    private final Comebacks comebacks = new Comebacks();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Health health = new Health.Starting("not started");
    private volatile @Nullable BrokerRun run;
    private @Nullable BrokerFolder folder;
    private @Nullable Ports ports;
    private @Nullable Thread keeper;

    /** For one who looks after its end himself. */
    public EmbeddedKafka(Path folder) {
        this(folder, Map.of(), Ports::free);
    }

    EmbeddedKafka(Path folder, Map<String, String> overrides, PortFinder portFinder) {
        this(
                folder,
                overrides,
                portFinder,
                new Room(List.of(folder), 0),
                lost -> LOG.atError().log("{}", lost));
    }

    /**
     * @param room after the disk was full the broker comes back when there is some
     * @param whenLost told what to print when the broker will not come back in this process, which is to end then
     */
    public EmbeddedKafka(Path folder, Room room, Consumer<String> whenLost) {
        this(folder, Map.of(), Ports::free, room, whenLost);
    }

    /** @param overrides Kafka's settings that differ from ours, for tests */
    EmbeddedKafka(
            Path folder, Map<String, String> overrides, PortFinder portFinder, Room room, Consumer<String> whenLost) {
        this.path = folder.toAbsolutePath();
        this.overrides = Map.copyOf(overrides);
        this.portFinder = portFinder;
        this.room = room;
        this.whenLost = whenLost;
    }

    @Override
    public String name() {
        return "broker";
    }

    /**
     * Returns when clients are served.
     *
     * @throws StartFailure when another process uses the folder, a newer program wrote it, or the broker did not come up
     */
    @Override
    public synchronized void start() throws IOException {
        health = new Health.Starting("starting the broker");
        BrokerRun.trapExit();
        BrokerFolder opened = null;
        try {
            opened = BrokerFolder.open(path);
            folder = opened;
            begin(opened);
        } catch (StartFailure e) {
            close(opened);
            throw e;
        } catch (RuntimeException | IOException e) {
            close(opened);
            throw new StartFailure("the Kafka broker did not start: " + reason(e), e);
        }
        health = new Health.Ready();
        Thread keeping = new Thread(this::keep, "broker-keeper");
        keeping.setDaemon(true);
        keeping.start();
        keeper = keeping;
    }

    private static void close(@Nullable BrokerFolder opened) throws IOException {
        if (opened != null) {
            opened.close();
        }
    }

    private void begin(BrokerFolder in) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Ports free = portFinder.find();
            Ports first = ports;
            // Its clients know one address.
            Ports taken = first == null ? free : new Ports(first.clients(), free.controller());
            Map<String, String> settings =
                    new HashMap<>(BrokerSettings.of(in.logs(), taken.clients(), taken.controller()));
            settings.putAll(overrides);
            try {
                if (in.endedAbruptly()) {
                    AbruptEnd.fence(BrokerSettings.controllerAlone(in.logs(), taken.controller()));
                }
                run = BrokerRun.start(settings);
                ports = taken;
                return;
            } catch (RuntimeException e) {
                // Somebody may have taken a port since it was found free.
                if (attempt == TRIES_FOR_PORTS
                        || Trouble.in(e).filter(Trouble.PORT_TAKEN::equals).isEmpty()) {
                    throw e;
                }
            }
        }
    }

    /** What was found and what to do. */
    private String reason(Throwable failure) {
        return Trouble.in(failure)
                .map(trouble -> trouble.at(path) + "; " + trouble.advice())
                .orElseGet(() -> rootOf(failure) + " (in " + path
                        + "). If that folder is damaged, put back a copy of it; without one, moved away it is made again"
                        + " from the repository, and only webhooks have to be added anew");
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        String said = root.getMessage();
        return said == null ? root.toString() : said;
    }

    /** From its start to the end of this part: whenever the broker has ended, sees that it comes back. */
    private void keep() {
        try {
            while (true) {
                BrokerRun running = run;
                if (running == null) {
                    return;
                }
                long begun = System.nanoTime();
                BrokerRun.Ended ended = running.end().get();
                Duration lived = Duration.ofNanos(System.nanoTime() - begun);
                String reason = reason(ended);
                if (!comebacks.mayFollow(lived, Trouble.in(ended).isPresent())) {
                    down("the broker has ended: " + reason);
                    whenLost.accept("the Kafka broker ends again whenever it is started: " + reason);
                    return;
                }
                down("the broker has ended: " + reason + "; it is started again as soon as it can be");
                if (!running.stop(CLEARING)) {
                    whenLost.accept("the Kafka broker has ended (" + reason + "), and parts of it cannot be ended: "
                            + running.threads() + ". Start the program again");
                    return;
                }
                run = null;
                long since = System.nanoTime();
                if (!comeBack()) {
                    return;
                }
                health = new Health.Ready();
                LOG.atWarn()
                        .log(
                                "The broker is back after {} s",
                                Duration.ofNanos(System.nanoTime() - since).toSeconds());
            }
        } catch (InterruptedException e) {
            // Only close() interrupts.
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // Nobody else would start it again, and a process without its broker must not look alive.
            if (closed.getCount() > 0) {
                down("the broker has ended and is not looked after any more: " + reason(e));
                whenLost.accept("the Kafka broker has ended and does not come back: " + reason(e));
            }
        }
    }

    /** False when it is to stop, or is lost. */
    private boolean comeBack() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            Optional<String> shortage = room.shortage();
            if (shortage.isPresent()) {
                down(shortage.get());
            } else {
                BrokerFolder in = folder;
                if (in == null) {
                    return false;
                }
                try {
                    begin(in);
                    return true;
                } catch (RuntimeException | IOException e) {
                    if (closed.getCount() == 0) {
                        return false;
                    }
                    down("the broker cannot be started again: " + reason(e));
                    if (!comebacks.mayFollow(Trouble.in(e).isPresent())) {
                        whenLost.accept("the Kafka broker has ended and does not come back: " + reason(e));
                        return false;
                    }
                }
            }
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
        }
        return false;
    }

    /** Each state is said once. */
    private void down(String what) {
        if (!health.equals(new Health.Starting(what))) {
            health = new Health.Starting(what);
            LOG.atError().log("{}", what);
        }
    }

    /** {@code host:port} for clients, once started. */
    public synchronized String bootstrap() {
        if (ports == null) {
            throw new IllegalStateException("the broker in " + path + " is not started");
        }
        return "127.0.0.1:" + ports.clients();
    }

    /** Why there is no broker for now; empty when there is one. */
    public Optional<String> away() {
        return health instanceof Health.Starting starting ? Optional.of(starting.what()) : Optional.empty();
    }

    @Override
    public Health health() {
        return health;
    }

    /** Stops the broker, then the controller; what is not done in time is made up for at the next start. */
    @Override
    public synchronized void close() throws IOException {
        closed.countDown();
        long begun = System.nanoTime();
        Thread keeping = keeper;
        keeper = null;
        if (keeping != null && keeping != Thread.currentThread()) {
            keeping.interrupt();
            try {
                keeping.join(STOPPING);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        BrokerRun running = run;
        run = null;
        BrokerFolder held = folder;
        folder = null;
        health = new Health.Starting("closed");
        if (running != null && !running.stop(STOPPING.minusNanos(System.nanoTime() - begun))) {
            LOG.atWarn()
                    .log(
                            "The broker did not stop within {} s; its next start takes a little longer",
                            STOPPING.toSeconds());
            return;
        }
        close(held);
    }

    /** Looks for ports anew before each try. */
    interface PortFinder {
        Ports find() throws IOException;
    }

    record Ports(int clients, int controller) {
        static Ports free() throws IOException {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            try (ServerSocket clients = new ServerSocket(0, 1, loopback);
                    ServerSocket controller = new ServerSocket(0, 1, loopback)) {
                return new Ports(clients.getLocalPort(), controller.getLocalPort());
            }
        }
    }
}
