package org.broadsheet.common.log.kafka;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.KafkaTopic;

/** Reads all of a partition as the log does, but gives a transaction little time to end. */
public final class Impatience {
    private Impatience() {}

    /** @param use is given what reads, from an offset on, and answers where to go on */
    public static <T> T with(
            String bootstrap,
            Configuration.Kafka settings,
            KafkaTopic topic,
            int partition,
            Consumer<LogRecord> to,
            Function<Function<Long, Long>, T> use) {
        try (ReaderPool readers = new ReaderPool(new KafkaClients(bootstrap, settings), Duration.ofSeconds(2))) {
            return use.apply(from -> readers.readAll(topic, partition, from, to));
        }
    }
}
