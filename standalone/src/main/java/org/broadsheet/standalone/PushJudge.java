package org.broadsheet.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.ingest.push.Checked;
import org.broadsheet.ingest.push.Judge;
import org.broadsheet.ingest.worktree.FolderCommit;

/**
 * Judges pushes as {@code check} judges folders, one at a time, since each takes as much memory as the site again. A push waits for those
 * before it as long as it may take itself, and is refused then: what nobody has judged may bring a problem. Safe for all threads.
 */
final class PushJudge implements Judge {
    private final Configuration configuration;
    private final InstantSource clock;
    private final Path place;
    private final ReentrantLock one = new ReentrantLock();

    PushJudge(Configuration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
        place = place(configuration);
    }

    private static Path place(Configuration configuration) {
        return configuration.data().resolve("judging");
    }

    /** What a process that was killed while it judged has left. */
    static void removeLeft(Configuration configuration) {
        Scratch.remove(place(configuration));
    }

    @Override
    public Checked judge(Candidate candidate) throws Exception {
        Duration most = configuration.push().judging();
        if (!one.tryLock(most.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new StartFailure("others were judged before it for " + most.toSeconds()
                    + " s; push again in a while, or raise push.judging");
        }
        try {
            Files.createDirectories(place);
            Configuration.Site site = configuration.sites().stream()
                    .filter(each -> each.id().equals(candidate.site()))
                    .findFirst()
                    .orElseThrow();
            FolderCommit commit = FolderCommit.pushed(
                    candidate.repository(),
                    candidate.objects(),
                    candidate.branch(),
                    candidate.commit(),
                    place.resolve("content.git"));
            return new Check(configuration, site, commit, place, clock).within(most);
        } finally {
            Scratch.remove(place);
            one.unlock();
        }
    }
}
