package org.broadsheet.standalone.broker;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What has to happen between the kill of a broker and its next start: the controller, alone, writes down that the dead one leads no
 * partition any more.
 *
 * <p>Else the new broker first takes itself for that leader and begins to end the transactions that were being committed; when the
 * controller takes its leadership away meanwhile, Kafka 4.4 takes their partitions for deleted and ends the transactions without a
 * mark in them (TransactionMarkerChannelManager: "likely deleted already and hence can be skipped"). Nobody who reads what is
 * committed would ever get past that place again. That is KAFKA-20734 (apache/kafka#22680); once it is mended this
 * class can go.
 */
final class AbruptEnd {
    private static final Logger LOG = LoggerFactory.getLogger(AbruptEnd.class);
    /** How long to wait for the metadata to be read, and then for a broker that is in it. */
    private static final Duration NONE_YET = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private AbruptEnd() {}

    /** Returns when the metadata says that the broker is fenced; or after some seconds, when none was ever registered. */
    static void fence(Map<String, String> controllerAlone) {
        BrokerRun controller = BrokerRun.start(controllerAlone);
        try {
            long begun = System.nanoTime();
            while (brokers("FencedBrokerCount") == 0) {
                if (controller.end().isDone()) {
                    throw controller.end().join();
                }
                Duration waited = Duration.ofNanos(System.nanoTime() - begun);
                boolean living = brokers("ActiveBrokerCount") > 0;
                if (waited.compareTo(living ? LONGEST : NONE_YET) > 0) {
                    LOG.atLevel(living ? Level.WARN : Level.INFO)
                            .log(living ? "The killed broker still counts as living" : "No broker was registered");
                    return;
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        } finally {
            controller.stop(LONGEST);
        }
    }

    /** As the controller's metrics tell: it counts what is written. */
    private static int brokers(String metric) {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try {
            Object count =
                    beans.getAttribute(new ObjectName("kafka.controller:type=KafkaController,name=" + metric), "Value");
            return ((Number) count).intValue();
        } catch (InstanceNotFoundException e) {
            return 0;
        } catch (JMException e) {
            throw new IllegalStateException("the controller does not say which brokers are fenced", e);
        }
    }
}
