package org.broadsheet.standalone.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.broadsheet.common.log.kafka.Compaction;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;
import org.broadsheet.standalone.testing.OpenedLog;
import org.broadsheet.standalone.testing.Program;

/** A process per role on one broker, which outlives them; and a way to have that broker compact every state at a given moment. */
final class ThreeProcesses implements Deployment {
    private static final Duration READY = Duration.ofMinutes(3);

    private final Path folder;
    private final List<String> agent;
    private final OpenedLog log;
    private final Map<Role, Integer> ports = new EnumMap<>(Role.class);
    private final Map<Role, Program> processes = new EnumMap<>(Role.class);

    ThreeProcesses(Path folder, List<String> agent) throws Exception {
        this.folder = folder;
        this.agent = agent;
        this.log = OpenedLog.of(folder.resolve("cluster"));
        cleanOften();
        for (Role role : Role.values()) {
            ports.put(role, Program.freePort());
            restart(role);
        }
    }

    /** So that a compaction that is asked for does not wait for the cleaner's nap of 15 s. */
    private void cleanOften() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", log.broker().bootstrap()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.BROKER, "1"),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("log.cleaner.backoff.ms", "200"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
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
        Program process = Program.launchRole(folder, ports.get(role), agent, role, log);
        processes.put(role, process);
        process.awaitLine(role + " ready", READY);
    }

    /** Makes the broker compact every state now, and returns when no superseded record is left in any. */
    void compactEveryState() throws Exception {
        for (KafkaTopic topic : KafkaTopic.values()) {
            if (topic.isState()) {
                Compaction.force(log.broker().bootstrap(), log.log(), topic);
            }
        }
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
