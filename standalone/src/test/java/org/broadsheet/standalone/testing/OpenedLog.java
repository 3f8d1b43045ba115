package org.broadsheet.standalone.testing;

import java.nio.file.Path;
import java.util.Map;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ConfigurationLoader;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.kafka.KafkaEventLog;
import org.broadsheet.standalone.broker.EmbeddedKafka;

/** The log of a program that has stopped, opened by the test: what it left is read as anybody would read it. */
public record OpenedLog(EmbeddedKafka broker, KafkaEventLog events) implements AutoCloseable {
    /** @param data the program's data folder */
    public static OpenedLog of(Path data) throws Exception {
        EmbeddedKafka broker = new EmbeddedKafka(data.resolve("kafka"));
        broker.start();
        Configuration configuration = ConfigurationLoader.load(Map.of(), Map.of(), data);
        KafkaEventLog log = new KafkaEventLog(broker::bootstrap, configuration.kafka());
        log.start();
        return new OpenedLog(broker, log);
    }

    public EventLog log() {
        return events;
    }

    @Override
    public void close() throws Exception {
        events.close();
        broker.close();
    }
}
