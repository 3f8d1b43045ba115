package org.broadsheet.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.ingest.push.Checked;
import org.broadsheet.ingest.push.Judge;
import org.broadsheet.ingest.worktree.FolderCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges pushes as {@code check} judges folders, one at a time, since each takes as much memory as the site again. A push waits for those
 * before it as long as it may take itself, and is refused then: what nobody has judged may bring a problem. Other processes on the same
 * data judge in folders of their own. Safe for all threads.
 */
final class PushJudge implements Judge {
    private static final Logger LOG = LoggerFactory.getLogger(PushJudge.class);

    private final Configuration configuration;
    private final InstantSource clock;
    private final Semaphore turn;

    PushJudge(Configuration configuration, InstantSource clock) {
        this(configuration, clock, new Semaphore(1, true));
    }

    /** @param turn whose only permit is with who is judged */
    PushJudge(Configuration configuration, InstantSource clock, Semaphore turn) {
        this.configuration = configuration;
        this.clock = clock;
        this.turn = turn;
    }

    private static Path places(Configuration configuration) {
        return configuration.data().resolve("judging");
    }

    /** Of whom it is shared somebody judges. */
    private static FileChannel lock(Configuration configuration) throws IOException {
        return FileChannel.open(
                configuration.data().resolve("judging.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    /** What processes that were killed while they judged have left; where another one judges the next start does it. */
    static void removeLeft(Configuration configuration) throws IOException {
        if (Files.exists(places(configuration))) {
            try (FileChannel channel = lock(configuration);
                    FileLock alone = channel.tryLock()) {
                if (alone != null) {
                    Scratch.remove(places(configuration));
                }
            }
        }
    }

    @Override
    public Checked judge(Candidate candidate) throws Exception {
        Duration most = configuration.push().judging();
        if (!turn.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new StartFailure("others were judged before it for " + most.toSeconds()
                    + " s; push again in a while, or raise push.judging");
        }
        try (FileChannel channel = lock(configuration);
                FileLock shared = channel.lock(0, Long.MAX_VALUE, true)) {
            LOG.atDebug().log("Judging {}; {}", candidate.commit(), shared);
            return judge(candidate, most);
        } finally {
            turn.release();
        }
    }

    private Checked judge(Candidate candidate, Duration most) throws Exception {
        Path place = Files.createTempDirectory(Files.createDirectories(places(configuration)), "push-");
        try {
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
        }
    }
}
