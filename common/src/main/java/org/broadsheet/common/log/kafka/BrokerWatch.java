package org.broadsheet.common.log.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.record.KafkaTopic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the brokers, sees to the topics, and from then on looks every few seconds whether a broker answers. */
final class BrokerWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
    private static final Duration TRY_AGAIN = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final Duration ENDING = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final Configuration.Kafka settings;
    private final CompletableFuture<Map<KafkaTopic, String>> topics = new CompletableFuture<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "kafka-watch");
    private volatile Health health;

    BrokerWatch(KafkaClients clients, Configuration.Kafka settings) {
        this.clients = clients;
        this.settings = settings;
        this.health = waiting();
        thread.setDaemon(true);
    }

    private Health waiting() {
        return new Health.Starting("waiting for Kafka at " + clients.bootstrap());
    }

    void start() {
        thread.start();
    }

    Health health() {
        return health;
    }

    /** The ids of the topics once they are there and in order; fails with a {@link StartFailure} if they are not in order. */
    CompletableFuture<Map<KafkaTopic, String>> topics() {
        return topics;
    }

    private void run() {
        try {
            while (!connect()) {
                if (stop.await(TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Only close() interrupts.
            Thread.currentThread().interrupt();
        } catch (StartFailure e) {
            health = new Health.Failing(e);
            topics.completeExceptionally(e);
            LOG.atError().log("{}", e.getMessage());
        }
    }

    /** False if no broker answered. Else returns at the end. */
    private boolean connect() throws InterruptedException {
        // The names of the brokers may not resolve yet: then there is no client.
        try (Admin admin = clients.admin()) {
            Map<KafkaTopic, String> found = new Topics(admin, settings).ensure();
            health = new Health.Ready();
            topics.complete(found);
            watch(admin);
            return true;
        } catch (TimeoutException e) {
            health = waiting();
            return false;
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = rootOf(e);
            if (cause instanceof RetriableException) {
                health = waiting();
            } else {
                // It does not resolve, or it answers and says no: too few brokers for the replication, no permission.
                String found = "Kafka at " + clients.bootstrap() + ": " + cause.getMessage();
                if (!health.equals(new Health.Starting(found))) {
                    LOG.atWarn().log("{}", found);
                }
                health = new Health.Starting(found);
            }
            return false;
        }
    }

    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }

    private void watch(Admin admin) throws InterruptedException {
        while (!stop.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                admin.describeCluster().nodes().get();
                if (!(health instanceof Health.Ready)) {
                    LOG.atInfo().log("Kafka at {} answers again", clients.bootstrap());
                }
                health = new Health.Ready();
            } catch (ExecutionException e) {
                if (health instanceof Health.Ready) {
                    LOG.atWarn().log("Kafka at {} does not answer: {}", clients.bootstrap(), e.getMessage());
                }
                health = new Health.Failing(rootOf(e));
            }
        }
    }

    @Override
    public void close() {
        stop.countDown();
        thread.interrupt();
        try {
            thread.join(ENDING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
