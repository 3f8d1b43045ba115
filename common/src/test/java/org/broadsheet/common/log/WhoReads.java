package org.broadsheet.common.log;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.broadsheet.common.record.KafkaTopic;

/** Another log that remembers what was read of it on virtual threads: those that answer requests, and share the processors with readers. */
public class WhoReads extends ForwardingLog {
    private final Set<KafkaTopic> onVirtualThreads = ConcurrentHashMap.newKeySet();
    private final Set<KafkaTopic> onOthers = ConcurrentHashMap.newKeySet();

    public WhoReads(EventLog log) {
        super(log);
    }

    public Set<KafkaTopic> onVirtualThreads() {
        return onVirtualThreads;
    }

    public Set<KafkaTopic> onOthers() {
        return onOthers;
    }

    private void read(KafkaTopic topic) {
        (Thread.currentThread().isVirtual() ? onVirtualThreads : onOthers).add(topic);
    }

    @Override
    public long read(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
        read(topic);
        return super.read(topic, partition, from, to);
    }

    @Override
    public List<LogRecord> page(KafkaTopic topic, int partition, long from, int limit) {
        read(topic);
        return super.page(topic, partition, from, limit);
    }
}
