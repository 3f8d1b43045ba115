package org.broadsheet.common.log;

import java.util.ArrayList;
import java.util.List;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.log.Stage.Outbox;

/** Collects the records of a transaction in memory. One thread. */
abstract class CollectingOutbox implements Outbox {
    private final Limits limits;
    private List<NewRecord> records = new ArrayList<>();
    private long bytes;

    /** How much goes into one transaction. */
    interface Limits {
        boolean areReached(int records, long bytes);

        static Limits of(Configuration.Kafka settings) {
            return (records, bytes) -> records >= settings.transactionRecords() || bytes >= settings.transactionBytes();
        }
    }

    CollectingOutbox(Limits limits) {
        this.limits = limits;
    }

    /** Commits what was collected, without a position. */
    abstract void commit(List<NewRecord> collected);

    @Override
    public void add(NewRecord record) {
        records.add(record);
        bytes += record.size();
    }

    @Override
    public boolean isFull(int moreRecords, long moreBytes) {
        return limits.areReached(records.size() + moreRecords, bytes + moreBytes);
    }

    @Override
    public void flush() {
        if (!isEmpty()) {
            commit(drain());
        }
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** What was collected, which it holds no longer. */
    List<NewRecord> drain() {
        List<NewRecord> drained = records;
        records = new ArrayList<>();
        bytes = 0;
        return drained;
    }
}
