package org.broadsheet.standalone.broker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.log.EventLog.Committed;
import org.broadsheet.common.log.EventLog.Subscription;
import org.broadsheet.common.log.EventLog.TransactionalWriter;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.kafka.KafkaEventLog;
import org.broadsheet.common.record.KafkaTopic;

/** A broker whose clients commit one transaction after the other until it is killed: some are always being committed. */
final class CommittingProcess {
    private static final List<KafkaTopic> TOPICS = List.of(KafkaTopic.CONTENT, KafkaTopic.READABLE, KafkaTopic.EVENTS);
    private static final int WRITERS = 4;

    private CommittingProcess() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedKafka broker = new EmbeddedKafka(Path.of(arguments[0]));
        broker.start();
        KafkaEventLog log = KafkaEventLog.alone(broker::bootstrap, KafkaSettings.withPartitions(1));
        log.start();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String id = "writer-" + i;
            threads.add(Thread.ofPlatform().start(() -> commit(log, id)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void commit(KafkaEventLog log, String id) {
        TransactionalWriter writer = log.writer(id);
        Subscription nobody = log.subscribe(id, KafkaTopic.SIGNALS);
        for (int i = 0; ; i++) {
            byte[] value = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
            List<NewRecord> records = TOPICS.stream()
                    .map(topic -> new NewRecord(topic, "main/" + id, Optional.of(value), Map.of()))
                    .toList();
            writer.commit(records, nobody, Map.of(0, new Committed(i, "")));
            System.out.println("committed " + id + " " + i);
            if (System.out.checkError()) {
                // Nobody listens any more: whoever was to kill it has ended.
                Runtime.getRuntime().halt(1);
            }
        }
    }
}
