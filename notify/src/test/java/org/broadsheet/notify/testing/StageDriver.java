package org.broadsheet.notify.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage;

/** Drives partition 0 of a stage as its loop would, but step by step, and stops it where a test wants it stopped. */
public final class StageDriver {
    private final EventLog log;
    private final Stage stage;
    private final int transactionRecords;
    private Stage.Work work;
    private long read;
    private long committed;

    public StageDriver(EventLog log, Stage stage, int transactionRecords) throws IOException {
        this.log = log;
        this.stage = stage;
        this.transactionRecords = transactionRecords;
        this.work = open();
    }

    public StageDriver(EventLog log, Stage stage) throws IOException {
        this(log, stage, 1_000);
    }

    private Stage.Work open() throws IOException {
        Stage.Work opened = stage.open(new Stage.Assignment(0, committed, false, () -> {}));
        read = opened.start();
        return opened;
    }

    /** Takes what is new, does what is due, commits. */
    public Duration step() throws IOException {
        List<NewRecord> outbox = new ArrayList<>();
        Duration wish = uncommitted(outbox);
        outbox.forEach(record -> log.append(record).join());
        committed = work.position();
        return wish;
    }

    /** A step whose transaction never ends; {@link #restart} is to follow. */
    public List<NewRecord> stepWithoutCommit() throws IOException {
        List<NewRecord> outbox = new ArrayList<>();
        uncommitted(outbox);
        return outbox;
    }

    /** As a clean stop, and a new owner. */
    public void handOver(Duration atMost) throws IOException {
        List<NewRecord> outbox = new ArrayList<>();
        work.drain(collecting(outbox), atMost);
        outbox.forEach(record -> log.append(record).join());
        committed = work.position();
        work.close(true);
        work = open();
    }

    private Stage.Outbox collecting(List<NewRecord> outbox) {
        return new Stage.Outbox() {
            @Override
            public void add(NewRecord record) {
                outbox.add(record);
            }

            @Override
            public boolean isFull(int moreRecords, long moreBytes) {
                return outbox.size() >= transactionRecords;
            }

            @Override
            public void flush() {
                throw new UnsupportedOperationException("no stage of this module does");
            }
        };
    }

    private Duration uncommitted(List<NewRecord> outbox) throws IOException {
        Stage.Outbox collecting = collecting(outbox);
        List<LogRecord> records = log.page(stage.input(), 0, read, 500);
        if (!records.isEmpty()) {
            work.take(records, collecting);
            read = records.get(records.size() - 1).offset() + 1;
        }
        return work.tick(collecting);
    }

    /** As a kill: what is not committed never was; a new owner begins at the committed position. */
    public void restart() throws IOException {
        work.close(false);
        work = open();
    }

    public long position() {
        return work.position();
    }

    public void close() throws IOException {
        work.close(true);
    }
}
