package org.broadsheet.standalone;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.record.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One role as a process of its own, against a Kafka cluster. */
abstract class RoleCommand implements Callable<Integer> {
    @Mixin
    private ProcessOptions options = new ProcessOptions();

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "A broker of the cluster; several with commas.")
    private @Nullable String kafka;

    private final Role role;

    RoleCommand(Role role) {
        this.role = role;
    }

    /** Flags of this role alone. */
    Map<String, String> flags() {
        Map<String, String> flags = options.flags();
        ProcessOptions.put(flags, "kafka.bootstrap", kafka);
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        Configuration configuration = Configurations.load(flags());
        Console console = new Console();
        try (RunningProcess process = RunningProcess.start(configuration, Set.of(role), console)) {
            if (!process.isStopping()) {
                console.line(role + " ready on port " + configuration.http().port());
            }
            process.awaitStop();
        }
        return 0;
    }

    @Command(name = "ingest", description = "Reads Git, decides what happened, takes pushes.")
    static final class Ingest extends RoleCommand {
        @Mixin
        private ContentOptions content = new ContentOptions();

        Ingest() {
            super(Role.INGEST);
        }

        @Override
        Map<String, String> flags() {
            Map<String, String> flags = super.flags();
            flags.putAll(content.flags());
            return flags;
        }
    }

    @Command(name = "render", description = "Makes the site and serves it.")
    static final class Render extends RoleCommand {
        Render() {
            super(Role.RENDER);
        }
    }

    @Command(name = "notify", description = "Publishes feeds and delivers webhooks.")
    static final class Notify extends RoleCommand {
        Notify() {
            super(Role.NOTIFY);
        }
    }
}
