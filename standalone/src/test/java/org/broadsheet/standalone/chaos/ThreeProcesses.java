package org.broadsheet.standalone.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;
import org.broadsheet.standalone.testing.OpenedLog;
import org.broadsheet.standalone.testing.Program;

/** A process per role on one broker, which outlives them; and a way to have that broker compact every state at a given moment. */
final class ThreeProcesses implements Deployment {
    private static final Duration READY = Duration.ofMinutes(1);

    private final Path folder;
    private final List<String> agent;
    private final OpenedLog log;
    private final Map<Role, Integer> ports = new EnumMap<>(Role.class);
    private final Map<Role, Program> processes = new EnumMap<>(Role.class);

    ThreeProcesses(Path folder, List<String> agent) throws Exception {
        this.folder = folder;
        this.agent = agent;
        this.log = OpenedLog.of(folder.resolve("cluster"));
        for (Role role : Role.values()) {
            ports.put(role, Program.freePort());
            restart(role);
        }
    }

    @Override
    public Path data() {
        return folder.resolve("broadsheet-data");
    }

    @Override
    public Program process(Role role) {
        Program process = processes.get(role);
        if (process == null) {
            throw new IllegalStateException(role + " was not started");
        }
        return process;
    }

    @Override
    public void restart(Role role) throws IOException {
        int port = ports.get(role);
        Program process = Program.launch(
                folder,
                port,
                agent,
                Map.of("BROADSHEET_PUSH_TIMEOUT", "2s"),
                role.toString(),
                "--kafka",
                log.broker().bootstrap(),
                "--port",
                Integer.toString(port),
                "--base-url",
                ChaosIT.BASE_URL);
        processes.put(role, process);
        process.awaitLine(role + " ready", READY);
    }

    /** Makes the broker compact every state now, and returns when no superseded record is left in any. */
    void compactEveryState() throws Exception {
        List<KafkaTopic> states = new ArrayList<>();
        for (KafkaTopic topic : KafkaTopic.values()) {
            if (topic.isState()) {
                states.add(topic);
            }
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", log.broker().bootstrap()))) {
            Map<ConfigResource, java.util.Collection<AlterConfigOp>> changes = new java.util.HashMap<>();
            for (KafkaTopic topic : states) {
                changes.put(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic.kafkaName()),
                        List.of(
                                set("min.cleanable.dirty.ratio", "0.0"),
                                set("segment.ms", "100"),
                                set("min.compaction.lag.ms", "0")));
            }
            changes.put(
                    new ConfigResource(ConfigResource.Type.BROKER, "1"), List.of(set("log.cleaner.backoff.ms", "100")));
            alter(admin, changes);
        }
        for (KafkaTopic topic : states) {
            Awaitility.await("compaction of " + topic)
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        // An append closes the segment before it; the segment being written is never compacted.
                        log.log()
                                .append(NewRecord.tombstone(topic, "compaction/none"))
                                .join();
                        return isCompacted(topic);
                    });
        }
    }

    private boolean isCompacted(KafkaTopic topic) {
        Set<String> keys = new HashSet<>();
        boolean[] compacted = {true};
        log.log().read(topic, 0, 0, (LogRecord record) -> {
            if (!record.key().startsWith("compaction/") && !keys.add(record.key())) {
                compacted[0] = false;
            }
        });
        return compacted[0];
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static void alter(Admin admin, Map<ConfigResource, java.util.Collection<AlterConfigOp>> changes)
            throws InterruptedException, ExecutionException {
        admin.incrementalAlterConfigs(changes).all().get();
    }

    @Override
    public void stop() {
        processes.values().forEach(Program::close);
    }

    @Override
    public OpenedLog openLog() {
        return log;
    }

    @Override
    public void close() throws Exception {
        stop();
        log.close();
    }
}
