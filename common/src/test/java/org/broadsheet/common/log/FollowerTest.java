package org.broadsheet.common.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.KafkaTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowerTest {
    private static final SiteId SITE = new SiteId("main");

    @TempDir
    private Path folder;

    private final MemoryEventLog log = new MemoryEventLog();

    @Test
    void aRestartReadsLittleMoreThanTheSnapshot() throws Exception {
        for (int i = 0; i < 1_200; i++) {
            put("main/post/" + i);
        }
        Map<String, String> first = follower(log).ask(values -> new TreeMap<>(values));
        assertThat(first).hasSize(1_200);
        await().until(() -> Files.exists(snapshot()));
        put("main/post/last");
        CountingLog counting = new CountingLog(log);

        Map<String, String> second = follower(counting).ask(values -> new TreeMap<>(values));

        first.put("main/post/last", "main/post/last");
        assertThat(second).isEqualTo(first);
        assertThat(counting.read).hasValueLessThan(60);
    }

    @Test
    void whatIsSavedAtTheEndIsNotReadAgainUnlessItIsLittle() throws Exception {
        Follower<String> few = follower(log);
        put("main/post/few");
        few.ask(Map::size);
        few.saveAtEnd();
        assertThat(snapshot()).doesNotExist();

        Follower<String> follower = follower(log);
        follower.saveAtEnd();
        assertThat(snapshot()).as("nothing is known yet").doesNotExist();
        for (int i = 0; i < 300; i++) {
            put("main/post/" + i);
        }
        Map<String, String> first = follower.ask(values -> new TreeMap<>(values));
        follower.saveAtEnd();
        CountingLog counting = new CountingLog(log);

        Map<String, String> second = follower(counting).ask(values -> new TreeMap<>(values));

        assertThat(second).isEqualTo(first).hasSize(301);
        assertThat(counting.read).hasValue(0);
    }

    private Path snapshot() {
        return folder.resolve("test-" + SITE + "-" + KafkaTopic.READABLE.kafkaName() + "-"
                + log.partitionOf(KafkaTopic.READABLE, "main/") + ".bin");
    }

    private Follower<String> follower(EventLog from) {
        StateFold.Shape<String> shape = new StateFold.Shape<>(
                String.class, 1, record -> record.value().map(value -> new String(value, StandardCharsets.UTF_8)));
        return Follower.ofSite(
                from, SITE, KafkaTopic.READABLE, shape, new Snapshots(folder, "test", SITE, InstantSource.system()));
    }

    private void put(String key) {
        log.append(new NewRecord(KafkaTopic.READABLE, key, Optional.of(key.getBytes(StandardCharsets.UTF_8)), Map.of()))
                .join();
    }
}
