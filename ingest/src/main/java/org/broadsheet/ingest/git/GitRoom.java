package org.broadsheet.ingest.git;

import java.io.IOException;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Turns;

/** What all Git requests of a process share: how many are open, and where what they bring lies. Of each site, some compute at once. */
public final class GitRoom implements AutoCloseable {
    private final Turns turns;
    private final SpoolSpace space;
    private final Turns looks;

    public GitRoom(Configuration configuration) {
        turns = new Turns(
                "git", configuration.git().requests(), configuration.git().computing());
        space = new SpoolSpace(
                configuration.data().resolve("git"), configuration.git().spool());
        // Most of a look is to wait for its remote: a site waits for none but its own.
        looks = new Turns("remote", Integer.MAX_VALUE, 1);
    }

    Turns turns() {
        return turns;
    }

    SpoolSpace space() {
        return space;
    }

    /** For looks at remotes, of which a site has one at a time. */
    public Turns looks() {
        return looks;
    }

    @Override
    public void close() throws IOException {
        turns.close();
        looks.close();
        space.close();
    }
}
