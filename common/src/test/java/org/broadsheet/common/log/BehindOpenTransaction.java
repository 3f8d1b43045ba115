package org.broadsheet.common.log;

import java.util.function.Consumer;
import org.broadsheet.common.record.KafkaTopic;

/**
 * Another log, in which somebody else's transaction stays open in a topic: what is committed there from now on stands behind it, so
 * that only who waits for its end ({@link #readAll}) sees it.
 */
public final class BehindOpenTransaction extends ForwardingLog {
    private final KafkaTopic topic;
    private final long begun;

    /** Of partition 0. */
    public BehindOpenTransaction(EventLog log, KafkaTopic topic) {
        super(log);
        this.topic = topic;
        this.begun = log.written(topic, 0);
    }

    @Override
    public long end(KafkaTopic of, int partition) {
        return of == topic ? begun : super.end(of, partition);
    }

    @Override
    public long read(KafkaTopic of, int partition, long from, Consumer<LogRecord> to) {
        if (of != topic) {
            return super.read(of, partition, from, to);
        }
        super.read(of, partition, from, record -> {
            if (record.offset() < begun) {
                to.accept(record);
            }
        });
        return begun;
    }
}
