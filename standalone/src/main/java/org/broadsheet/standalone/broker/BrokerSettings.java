package org.broadsheet.standalone.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** How Kafka is set up as a part of one process on one machine: broker and controller in one, on loopback, small. */
final class BrokerSettings {
    static final int NODE = 1;
    static final String CLIENTS = "CLIENTS";
    static final String CONTROLLER = "CONTROLLER";

    private BrokerSettings() {}

    static Map<String, String> of(Path logs, int clientPort, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE));
        settings.put("log.dirs", logs.toString());
        listeners(settings, clientPort, controllerPort);
        topics(settings);
        size(settings);
        sessions(settings);
        return settings;
    }

    /** For a controller that finds out at once that its broker is dead. */
    static Map<String, String> controllerAlone(Path logs, int controllerPort) {
        Map<String, String> settings = of(logs, 0, controllerPort);
        settings.put("process.roles", "controller");
        settings.put("listeners", CONTROLLER + "://127.0.0.1:" + controllerPort);
        settings.remove("advertised.listeners");
        settings.remove("inter.broker.listener.name");
        settings.put("broker.session.timeout.ms", "200");
        settings.put("broker.heartbeat.interval.ms", "50");
        return settings;
    }

    /** Static voters, so that the ports may be others at the next start. */
    private static void listeners(Map<String, String> settings, int clientPort, int controllerPort) {
        String clients = CLIENTS + "://127.0.0.1:" + clientPort;
        settings.put("listeners", clients + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", clients);
        settings.put("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put("inter.broker.listener.name", CLIENTS);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
    }

    private static void topics(Map<String, String> settings) {
        settings.put("auto.create.topics.enable", "false");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        for (String internal :
                new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(internal + ".num.partitions", "1");
            settings.put(internal + ".replication.factor", "1");
            // Read in whole at every start, and never compacted while it is the newest.
            settings.put(internal + ".segment.bytes", String.valueOf(8 << 20));
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        // The default forgets the positions of a group after a week in which the program did not run.
        settings.put("offsets.retention.minutes", String.valueOf(Integer.MAX_VALUE));
    }

    private static void size(Map<String, String> settings) {
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(32 << 20));
        settings.put("log.cleaner.io.buffer.size", String.valueOf(1 << 19));
        settings.put("log.index.size.max.bytes", String.valueOf(1 << 20));
        settings.put("metadata.log.segment.bytes", String.valueOf(8 << 20));
        // Else the controller writes a record every half second, idle or not.
        settings.put("metadata.max.idle.interval.ms", "0");
    }

    /** How long a dead member, and a dead broker, count as living: the defaults are 45 s and 9 s. */
    private static void sessions(Map<String, String> settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        // The default lets a group that has just changed wait a second before it is assigned anew.
        settings.put("group.consumer.assignment.interval.ms", "0");
        settings.put("group.consumer.min.session.timeout.ms", "3000");
        settings.put("group.consumer.session.timeout.ms", "3000");
        settings.put("group.consumer.min.heartbeat.interval.ms", "500");
        settings.put("group.consumer.heartbeat.interval.ms", "500");
        // With one second a start on a busy machine missed it, and hung for ten.
        settings.put("broker.session.timeout.ms", "2500");
        settings.put("broker.heartbeat.interval.ms", "300");
    }
}
