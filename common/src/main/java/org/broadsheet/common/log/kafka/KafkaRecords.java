package org.broadsheet.common.log.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.broadsheet.common.log.LogPartition;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Partitioning;
import org.broadsheet.common.record.KafkaTopic;

/** Our records as Kafka's and back. */
final class KafkaRecords {
    private KafkaRecords() {}

    static ProducerRecord<String, byte[]> out(NewRecord record, int partitions) {
        ProducerRecord<String, byte[]> out = new ProducerRecord<>(
                record.topic().kafkaName(),
                Partitioning.partitionOf(record.key(), partitions),
                record.key(),
                record.value().orElse(null));
        record.headers().forEach((name, value) -> out.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return out;
    }

    /** In order within each partition. */
    static List<LogRecord> in(KafkaTopic topic, ConsumerRecords<String, byte[]> records) {
        List<LogRecord> in = new ArrayList<>(records.count());
        records.forEach(record -> in.add(in(topic, record)));
        return in;
    }

    static LogRecord in(KafkaTopic topic, ConsumerRecord<String, byte[]> record) {
        // Somebody else may have written it: a key may be missing.
        String key = record.key() == null ? "" : record.key();
        return new LogRecord(
                topic,
                record.partition(),
                record.offset(),
                key,
                Optional.ofNullable(record.value()),
                headers(record),
                Instant.ofEpochMilli(record.timestamp()));
    }

    private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        if (record.headers().toArray().length == 0) {
            return Map.of();
        }
        Map<String, String> headers = new TreeMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return headers;
    }

    static LogPartition partition(TopicPartition of) {
        for (KafkaTopic topic : KafkaTopic.values()) {
            if (topic.kafkaName().equals(of.topic())) {
                return new LogPartition(topic, of.partition());
            }
        }
        throw new IllegalArgumentException(of + " is of no topic of ours");
    }

    static TopicPartition partition(KafkaTopic topic, int partition) {
        return new TopicPartition(topic.kafkaName(), partition);
    }
}
