package org.broadsheet.common.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Readable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot under test holds a key that the log never had: whether a fold has it says whether the snapshot was used. */
class SnapshotsTest {
    private static final StateFold.Shape<String> TEXT = shape(1);

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private MemoryEventLog log = new MemoryEventLog(1, () -> now);

    @BeforeEach
    void save() {
        append("main/a", "1");
        append("main/b", "1");
        StateFold<String> fold = fold(Long.MAX_VALUE, TEXT);
        fold.put("only in the snapshot", "x");
        fold.save(fold.offset());
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void readsBehindASnapshotWhatHasComeSince() {
        append("main/b", "2");
        log.append(new NewRecord(KafkaTopic.CONTENT, "main/a", Optional.empty(), Map.of()))
                .join();

        StateFold<String> fold = fold(Long.MAX_VALUE, TEXT);

        assertThat(fold.values()).containsOnly(Map.entry("main/b", "2"), Map.entry("only in the snapshot", "x"));
        assertThat(fold.offset()).isEqualTo(4);
    }

    /** A state's records are of several kinds, and each value says of which. */
    @Test
    void readsBackValuesOfAStateOfSeveralKinds() {
        StateFold.Shape<Readable> kinds = new StateFold.Shape<>(Readable.class, 1, record -> Optional.empty());
        Readable settings = new Readable.Release(
                new SiteId("main"),
                new CommitId("0123456789012345678901234567890123456789"),
                now,
                7,
                Digest.of("program"),
                Digest.of("articles"),
                List.of(),
                true);
        StateFold<Readable> before = fold(Long.MAX_VALUE, kinds);
        before.put("main/release", settings);
        before.save(before.offset());

        StateFold<Readable> after = fold(Long.MAX_VALUE, kinds);

        assertThat(after.values()).containsOnly(Map.entry("main/release", settings));
    }

    @Test
    void usesNoneWhoseBytesWereChanged() throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length / 2] ^= 1;
        Files.write(file(), bytes);

        assertFoldsFromTheBeginning();
    }

    @Test
    void usesNoneThatIsCutOff() throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        for (int length : List.of(bytes.length - 1, bytes.length - 9, 9, 8, 1, 0)) {
            Files.write(file(), Arrays.copyOf(bytes, length));

            assertFoldsFromTheBeginning();
        }
    }

    /** As an older program wrote them. */
    @Test
    void usesNoneOfAnotherForm() throws IOException {
        Files.writeString(file(), "{\"format\":1}\n{\"key\":\"main/a\",\"value\":\"1\"}\n12ab34cd\n");

        assertFoldsFromTheBeginning();
    }

    @Test
    void usesNoneOfATopicThatWasMadeAnew() {
        log.close();
        log = new MemoryEventLog(1, () -> now);
        append("main/a", "1");
        append("main/b", "1");

        assertFoldsFromTheBeginning();
    }

    @Test
    void usesNoneOfAnotherShape() {
        assertThat(fold(Long.MAX_VALUE, shape(2)).values()).containsOnlyKeys("main/a", "main/b");
    }

    @Test
    void usesNoneOfAnotherSite() {
        Snapshots others = new Snapshots(folder, "test", new SiteId("other"), () -> now);

        assertThat(StateFold.of(log, KafkaTopic.CONTENT, 0, TEXT, others).values())
                .containsOnlyKeys("main/a", "main/b");
    }

    /** A later program may read what this one cannot. */
    @Test
    void writesNoneWhileThereAreRecordsThatCannotBeRead() {
        append("main/c", "1");
        StateFold.Shape<String> picky = new StateFold.Shape<>(String.class, 3, record -> {
            throw new IllegalArgumentException("not by this one");
        });
        StateFold<String> fold = fold(Long.MAX_VALUE, picky);
        fold.put("only in the snapshot", "x");

        fold.save(fold.offset());

        assertThat(fold(Long.MAX_VALUE, shape(3)).values()).containsOnlyKeys("main/a", "main/b", "main/c");
    }

    @Test
    void usesNoneThatIsAheadOfTheLog() {
        StateFold<String> fold = fold(Long.MAX_VALUE, TEXT);
        fold.put("only in the snapshot", "x");

        fold.save(3);

        assertFoldsFromTheBeginning();
    }

    /** The offsets are those of other records now. */
    @Test
    void usesNoneOfALogThatWasCutAndHasGrownAgain() {
        log.cut(KafkaTopic.CONTENT, 0, 1);
        now = now.plusSeconds(2);
        append("main/b", "1");
        append("main/b", "1");

        assertFoldsFromTheBeginning();
    }

    /** It would be taken for sound when the log has grown as far again. */
    @Test
    void deletesOneThatIsAheadOfTheLog() throws IOException {
        log.cut(KafkaTopic.CONTENT, 0, 1);

        fold(Long.MAX_VALUE, TEXT);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void usesNoneBehindTheLimitOfWhatIsWanted() {
        assertThat(fold(1, TEXT).values()).containsOnlyKeys("main/a");
    }

    @Test
    void usesNoneFromBeforeTombstonesMayHaveGone() {
        now = now.plus(Snapshots.TOMBSTONES_STAY);
        assertThat(fold(Long.MAX_VALUE, TEXT).values())
                .as("nothing has come since")
                .containsKey("only in the snapshot");

        append("main/b", "2");

        assertFoldsFromTheBeginning();
    }

    @Test
    void usesNoneFromTheFuture() {
        now = now.minus(Duration.ofHours(1));
        append("main/b", "2");

        assertFoldsFromTheBeginning();
    }

    private void assertFoldsFromTheBeginning() {
        assertThat(fold(Long.MAX_VALUE, TEXT).values()).containsOnlyKeys("main/a", "main/b");
    }

    private <V> StateFold<V> fold(long limit, StateFold.Shape<V> shape) {
        return StateFold.upTo(
                limit, log, KafkaTopic.CONTENT, 0, shape, new Snapshots(folder, "test", new SiteId("main"), () -> now));
    }

    private static StateFold.Shape<String> shape(int version) {
        return new StateFold.Shape<>(
                String.class, version, record -> record.value().map(value -> new String(value, UTF_8)));
    }

    private void append(String key, String value) {
        log.append(new NewRecord(KafkaTopic.CONTENT, key, Optional.of(value.getBytes(UTF_8)), Map.of()))
                .join();
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }
}
