package org.broadsheet.common.log;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.broadsheet.common.log.EventLog.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Drives partition 0 of a stage as {@link StageLoop} does, with its commits, its hand-overs and its look for what was lost, but
 * step by step on the test's own thread, and ends it where a test wants it ended. Whoever steps next is a new owner, which finds
 * in the log how the former one ended.
 */
public final class StageDriver implements AutoCloseable {
    private static final Duration LAST_WORK = Duration.ofSeconds(20);

    /** The most records of a transaction. */
    public int transaction = 1_000;

    /** Before each commit of records; may throw instead of it. */
    public Consumer<List<NewRecord>> beforeCommit = records -> {};

    private final EventLog log;
    private final Supplier<Stage> stages;
    private int left = Integer.MAX_VALUE;
    private @Nullable Owner owner;
    private Duration wish = Duration.ZERO;

    private record Owner(Subscription member, PartitionWork work) {}

    /** What a test does with the driver. */
    public interface Action {
        void run() throws IOException;
    }

    /** @param stages the stage of each owner */
    public StageDriver(EventLog log, Supplier<Stage> stages) {
        this.log = new ForwardingLog(log) {
            @Override
            protected void beforeCommit(List<NewRecord> records) {
                if (!records.isEmpty()) {
                    if (left-- == 0) {
                        throw new Died();
                    }
                    beforeCommit.accept(records);
                }
            }
        };
        this.stages = stages;
    }

    public StageDriver(EventLog log, Stage stage) {
        this(log, () -> stage);
    }

    public boolean isOpen() {
        return owner != null;
    }

    /** A new owner begins, if there is none. */
    public StageDriver open() throws IOException {
        owner();
        return this;
    }

    private Owner owner() throws IOException {
        Owner open = owner;
        if (open == null) {
            Stage stage = stages.get();
            Subscription member = log.subscribe(stage.name(), stage.input());
            try {
                // Makes the partition ours; what it hands out comes again, from where the work begins.
                member.poll(Duration.ZERO);
                open = new Owner(
                        member,
                        PartitionWork.open(
                                log, stage, member, 0, (records, bytes) -> records >= transaction, () -> {}));
            } catch (IOException | RuntimeException e) {
                member.close();
                throw e;
            }
            owner = open;
        }
        return open;
    }

    /**
     * Takes what is new, as much as comes at once, does what is due, commits.
     *
     * @return whether anything was new
     */
    public boolean step() throws IOException {
        Owner open = owner();
        List<LogRecord> records = open.member().poll(Duration.ZERO);
        wish = open.work().step(records);
        return !records.isEmpty();
    }

    /** When the last step wanted the next one at the latest. */
    public Duration wish() {
        return wish;
    }

    public long committed() throws IOException {
        return owner().member().committed(0).offset();
    }

    /**
     * Does it, and dies instead of the commit of records that comes after so many.
     *
     * @return whether it came to that
     */
    public boolean diesAfter(int commits, Action action) throws IOException {
        left = commits;
        try {
            action.run();
            return false;
        } catch (Died e) {
            kill();
            return true;
        } finally {
            left = Integer.MAX_VALUE;
        }
    }

    /** Its process dies: what is not committed never was. */
    public void kill() throws IOException {
        Owner dying = owner;
        owner = null;
        if (dying != null) {
            try (Subscription member = dying.member()) {
                dying.work().abandon();
            }
        }
    }

    /** Hands over in order. */
    public void handOver(Duration atMost) throws IOException {
        Owner leaving = owner;
        owner = null;
        if (leaving != null) {
            try (Subscription member = leaving.member()) {
                leaving.work().handOver(atMost);
            }
        }
    }

    @Override
    public void close() throws IOException {
        handOver(LAST_WORK);
    }

    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
