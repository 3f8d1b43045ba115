package org.broadsheet.common.log;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.broadsheet.common.record.KafkaTopic;

/** Another log, of which is counted how many records are read where a topic is read to its end. */
public final class CountingLog extends ForwardingLog {
    public final AtomicInteger read = new AtomicInteger();

    public CountingLog(EventLog log) {
        super(log);
    }

    @Override
    public long readAll(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
        return super.readAll(topic, partition, from, record -> {
            read.incrementAndGet();
            to.accept(record);
        });
    }
}
