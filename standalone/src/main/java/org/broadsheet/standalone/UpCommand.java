package org.broadsheet.standalone;

import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.record.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Everything in one process: the three roles, and a Kafka broker unless the configuration names one. */
@Command(name = "up", description = "Runs everything in one process, Kafka included.")
final class UpCommand implements Callable<Integer> {
    @Mixin
    private ProcessOptions options = new ProcessOptions();

    @Mixin
    private ContentOptions content = new ContentOptions();

    @Override
    public Integer call() throws Exception {
        Map<String, String> flags = options.flags();
        flags.putAll(content.flags());
        Configuration configuration = Configurations.load(flags);
        Console console = new Console();
        try (RunningProcess process = RunningProcess.start(configuration, EnumSet.allOf(Role.class), console)) {
            if (!process.isStopping()) {
                console.banner(configuration, process.standing());
            }
            process.awaitStop();
        }
        return 0;
    }
}
