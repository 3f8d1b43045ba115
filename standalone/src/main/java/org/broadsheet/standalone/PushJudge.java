package org.broadsheet.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.ingest.push.Checked;
import org.broadsheet.ingest.push.Judge;
import org.broadsheet.ingest.worktree.FolderCommit;

/** Judges pushes as {@code check} judges folders, one at a time. Safe for all threads. */
final class PushJudge implements Judge {
    private final Configuration configuration;
    private final InstantSource clock;
    private final Path place;
    private final ReentrantLock one = new ReentrantLock();

    PushJudge(Configuration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
        place = configuration.data().resolve("judging");
    }

    @Override
    public Checked judge(Candidate candidate) throws Exception {
        one.lockInterruptibly();
        try {
            // A process that was killed may have left it.
            Scratch.remove(place);
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
            return new Check(configuration, site, commit, place, clock)
                    .within(configuration.push().judging());
        } finally {
            Scratch.remove(place);
            one.unlock();
        }
    }
}
