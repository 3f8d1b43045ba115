package org.broadsheet.standalone.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.broadsheet.common.record.Role;
import org.broadsheet.standalone.testing.OpenedLog;
import org.broadsheet.standalone.testing.Program;

/** {@code up}: all roles and the broker in one process, so that a kill takes them all. */
final class OneProcess implements Deployment {
    private final Path folder;
    private final int port;
    private final List<String> agent;
    private volatile Program program;

    OneProcess(Path folder, List<String> agent) throws IOException {
        this.folder = folder;
        this.port = Program.freePort();
        this.agent = agent;
        this.program = start();
    }

    private Program start() throws IOException {
        return Program.up(folder, port, agent);
    }

    @Override
    public Path data() {
        return folder.resolve("broadsheet-data");
    }

    @Override
    public Program process(Role role) {
        return program;
    }

    @Override
    public void restart(Role role) throws IOException {
        program = start();
    }

    @Override
    public void stop() {
        program.stop();
    }

    @Override
    public OpenedLog openLog() throws Exception {
        return OpenedLog.of(data());
    }

    @Override
    public void close() {
        program.close();
    }
}
