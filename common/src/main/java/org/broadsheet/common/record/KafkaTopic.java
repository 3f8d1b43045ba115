package org.broadsheet.common.record;

import java.time.Duration;

/** Every Kafka topic, its kind and how long its records count. */
public enum KafkaTopic {
    /** "Look at this site's source now"; key and partition by site. */
    SIGNALS("broadsheet.signals", Duration.ofDays(1)),
    /** What the source holds; key {@code site/kind/id}, partition by site. Written by ingest alone. */
    CONTENT("broadsheet.2.content", Duration.ZERO),
    /** What can be read at which URL; key {@code site/kind/id}, partition by site. Written by render alone. */
    READABLE("broadsheet.2.readable", Duration.ZERO),
    /** What the world is told, in order; key and partition by site. Written by render with {@link #READABLE}. */
    EVENTS("broadsheet.events", Duration.ofDays(90)),
    /** One record per commit and stage; key and partition by site. */
    COMMITS("broadsheet.commits", Duration.ofDays(90)),
    /** What could not be processed; key {@code site/role/path}, partition by site. */
    PROBLEMS("broadsheet.problems", Duration.ZERO),
    /** Endpoints; key {@code endpoint}, beside it {@code endpoint/gone}, partition by endpoint. */
    WEBHOOKS("broadsheet.webhooks", Duration.ZERO),
    /** Deliveries that wait for an attempt; key {@code endpoint/delivery}, partition by endpoint. */
    DELIVERIES("broadsheet.deliveries", Duration.ZERO),
    /** The log of attempts; key {@code endpoint/delivery}, partition by endpoint. */
    ATTEMPTS("broadsheet.attempts", Duration.ofDays(30));

    private final String kafkaName;
    private final Duration retention;

    KafkaTopic(String kafkaName, Duration retention) {
        this.kafkaName = kafkaName;
        this.retention = retention;
    }

    /** The name in Kafka, such as {@code broadsheet.content}. */
    public String kafkaName() {
        return kafkaName;
    }

    /** A state is compacted: the latest record of each key is the truth. All others are logs. */
    public boolean isState() {
        return retention.isZero();
    }

    /** How long a log's records count; zero for a state. */
    public Duration retention() {
        return retention;
    }

    /**
     * What decides a record's partition: of the topics that are partitioned by site or endpoint, the key up to the first
     * slash.
     */
    public static String partitionKey(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }
}
