package org.broadsheet.common.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.KafkaTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFoldTest {
    private static final KafkaTopic TOPIC = KafkaTopic.READABLE;

    @TempDir
    Path folder;

    private final MemoryEventLog log = new MemoryEventLog(1, InstantSource.system());
    private final List<String> read = new ArrayList<>();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void savesAfterManyChangesAndBeginsThereTheNextTime() {
        append(0, 1_000);
        StateFold<String> first = fold();
        first.saveIfDue(() -> log.end(TOPIC, 0));
        append(1_000, 1_001);
        read.clear();

        StateFold<String> second = fold();

        assertThat(read).containsExactly("main/post/1000");
        assertThat(second.values()).hasSize(1_001).containsEntry("main/post/7", "7");
    }

    @Test
    void savesNothingAfterFewChanges() {
        append(0, 999);
        fold().saveIfDue(() -> log.end(TOPIC, 0));

        assertThat(folder).isEmptyDirectory();
    }

    private StateFold<String> fold() {
        StateFold.Shape<String> shape = new StateFold.Shape<>(String.class, 1, record -> {
            read.add(record.key());
            return record.value().map(value -> new String(value, StandardCharsets.UTF_8).replace("\"", ""));
        });
        return StateFold.of(
                log, TOPIC, 0, shape, new Snapshots(folder, "test", new SiteId("main"), InstantSource.system()));
    }

    private void append(int from, int to) {
        for (int i = from; i < to; i++) {
            log.append(NewRecord.of(TOPIC, "main/post/" + i, Integer.toString(i)))
                    .join();
        }
    }
}
