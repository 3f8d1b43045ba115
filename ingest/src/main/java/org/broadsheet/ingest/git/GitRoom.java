package org.broadsheet.ingest.git;

import java.io.IOException;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Turns;

/** What all Git requests of a process share: how many are open, and where what they bring lies. Of each site, some compute at once. */
public final class GitRoom implements AutoCloseable {
    private final Turns turns;
    private final SpoolSpace space;

    public GitRoom(Configuration configuration) {
        turns = new Turns(
                "git", configuration.git().requests(), configuration.git().computing());
        space = new SpoolSpace(
                configuration.data().resolve("git"), configuration.git().spool());
    }

    Turns turns() {
        return turns;
    }

    SpoolSpace space() {
        return space;
    }

    @Override
    public void close() throws IOException {
        turns.close();
        space.close();
    }
}
