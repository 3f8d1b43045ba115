package org.broadsheet.ingest.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;

/** A configuration of which only the things that a test is about differ. */
public final class TestConfiguration {
    private TestConfiguration() {}

    public static Configuration in(Path data) {
        return of(data, Optional.empty(), Optional.empty(), Duration.ofSeconds(10));
    }

    public static Configuration of(Path data, Optional<String> branch, Optional<String> token, Duration pushTimeout) {
        return new Configuration(
                Said.SITE,
                data,
                Optional.empty(),
                new Configuration.Content(Optional.empty(), branch, Duration.ofMillis(20)),
                new Configuration.Http(
                        token.isPresent() ? "0.0.0.0" : "localhost", 0, token, Duration.ofSeconds(30), 20, 1 << 20),
                new Configuration.Kafka(
                        Optional.empty(),
                        1,
                        1,
                        "consumer",
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(15),
                        1000,
                        8 << 20),
                new Configuration.Stores(Optional.empty(), Optional.empty()),
                new Configuration.Push(pushTimeout, 20, 50),
                new Configuration.Limits(
                        1 << 20,
                        8 << 20,
                        16 << 20,
                        10_000,
                        1000,
                        64 << 10,
                        10,
                        20,
                        512 << 10,
                        100,
                        1000,
                        1000,
                        Duration.ofSeconds(2)),
                new Configuration.Feeds(20),
                new Configuration.Webhooks(
                        List.of(), Duration.ofSeconds(15), 10, 1, List.of(), 0.1, 10, 1000, List.of()));
    }
}
