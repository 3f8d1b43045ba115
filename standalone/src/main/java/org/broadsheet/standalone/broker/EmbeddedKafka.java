package org.broadsheet.standalone.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.lifecycle.StartFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker, with its controller, in this JVM. It listens on loopback only, on ports that are free at its start, and keeps
 * everything in one folder. What makes Kafka end its process ends this part only.
 */
public final class EmbeddedKafka implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final int TRIES_FOR_PORTS = 5;
    private static final Duration STOPPING = Duration.ofSeconds(4);

    private final Path path;
    private final Map<String, String> overrides;
    private final PortFinder portFinder;
    private volatile Health health = new Health.Starting("not started");
    private @Nullable BrokerFolder folder;
    private @Nullable KafkaRaftServer server;
    private @Nullable String bootstrap;

    public EmbeddedKafka(Path folder) {
        this(folder, Map.of(), Ports::free);
    }

    /** @param overrides Kafka's settings that differ from ours, for tests */
    EmbeddedKafka(Path folder, Map<String, String> overrides, PortFinder portFinder) {
        this.path = folder.toAbsolutePath();
        this.overrides = Map.copyOf(overrides);
        this.portFinder = portFinder;
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
        trapExit();
        folder = BrokerFolder.open(path);
        try {
            serve(folder);
            health = new Health.Ready();
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private void serve(BrokerFolder in) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Ports ports = portFinder.find();
            Map<String, String> settings =
                    new HashMap<>(BrokerSettings.of(in.logs(), ports.clients(), ports.controller()));
            settings.putAll(overrides);
            KafkaRaftServer candidate = null;
            try {
                if (in.endedAbruptly()) {
                    AbruptEnd.fence(BrokerSettings.controllerAlone(in.logs(), ports.controller()));
                }
                candidate = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
                candidate.startup();
                server = candidate;
                bootstrap = "127.0.0.1:" + ports.clients();
                return;
            } catch (RuntimeException e) {
                if (candidate != null) {
                    stop(candidate);
                }
                // Somebody may have taken a port since it was found free.
                if (attempt == TRIES_FOR_PORTS || !causedByPort(e)) {
                    throw new StartFailure("the Kafka broker in " + path + " did not start: " + e.getMessage(), e);
                }
            }
        }
    }

    private static boolean causedByPort(Throwable e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    /** {@code host:port} for clients, once started. */
    public synchronized String bootstrap() {
        if (bootstrap == null) {
            throw new IllegalStateException("the broker in " + path + " is not started");
        }
        return bootstrap;
    }

    @Override
    public Health health() {
        return health;
    }

    /** Stops the broker, then the controller; what is not done in time is made up for at the next start. */
    @Override
    public synchronized void close() throws IOException {
        KafkaRaftServer running = server;
        server = null;
        if (running == null) {
            return;
        }
        health = new Health.Starting("closed");
        if (stop(running) && folder != null) {
            folder.close();
        }
    }

    private static boolean stop(KafkaRaftServer running) {
        Thread stopping = new Thread(
                () -> {
                    running.shutdown();
                    running.awaitShutdown();
                },
                "broker-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            if (stopping.join(STOPPING)) {
                return true;
            }
            LOG.atWarn()
                    .log(
                            "The broker did not stop within {} s; its next start takes a little longer",
                            STOPPING.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Kafka ends its process when a disk fails or a thread of its own dies; this process has more to do than that. */
    private void trapExit() {
        Exit.Procedure trap = (status, message) -> {
            BrokerEnded ended = new BrokerEnded(status, message);
            health = new Health.Failing(ended);
            LOG.atError().setCause(ended).log("The broker has given up");
            throw ended;
        };
        Exit.setExitProcedure(trap);
        Exit.setHaltProcedure(trap);
    }

    private static final class BrokerEnded extends RuntimeException {
        private static final long serialVersionUID = 1;

        BrokerEnded(int status, @Nullable String message) {
            super("the broker ended with status " + status + (message == null ? "" : ": " + message));
        }
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
