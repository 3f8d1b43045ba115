package org.broadsheet.standalone.chaos;

import java.io.IOException;
import java.nio.file.Path;
import org.broadsheet.common.record.Role;
import org.broadsheet.standalone.testing.OpenedLog;
import org.broadsheet.standalone.testing.Program;

/** The program as it runs during a chaos test: one process, or one per role. */
interface Deployment extends AutoCloseable {
    /** Where the site store, the work store and Git lie. */
    Path data();

    /** The process that runs the role. */
    Program process(Role role);

    /** Starts the role's process again after it was killed. */
    void restart(Role role) throws IOException;

    /** Stops everything in order, but not the log. */
    void stop();

    /** The log, to be read when everything has stopped. */
    OpenedLog openLog() throws Exception;

    default String git(String site) {
        return process(Role.INGEST).url("/git/" + site + ".git");
    }

    @Override
    void close() throws Exception;
}
