package org.broadsheet.common.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.broadsheet.common.binary.BinaryFile;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.collect.KeyedMap;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of folded states in a folder: a cache. One is used only if it is whole, of the same site, log, shape and format, not ahead of
 * the log, and not so old that the log may have dropped tombstones since; on any doubt the state is folded from its beginning.
 *
 * <p>A file is a {@link Header} and a value per key, each in the form of its shape.
 */
public final class Snapshots {
    /** Tombstones vanish after {@link #TOMBSTONES_STAY}; a snapshot from before would bring the dead back. */
    public static final Duration USABLE = Duration.ofDays(6);

    /** How long a state topic keeps tombstones. */
    public static final Duration TOMBSTONES_STAY = Duration.ofDays(7);

    private static final int FORMAT = 3;
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final Optional<Path> folder;
    private final String of;
    private final InstantSource clock;

    /**
     * @param stage whose fold it is
     * @param site of whose records it is: what is folded may be one site's alone
     */
    public Snapshots(Path folder, String stage, SiteId site, InstantSource clock) {
        this(Optional.of(folder), stage + "-" + site, clock);
    }

    private Snapshots(Optional<Path> folder, String of, InstantSource clock) {
        this.folder = folder;
        this.of = of;
        this.clock = clock;
    }

    /** None are kept: every fold begins at the beginning. */
    public static Snapshots none() {
        return new Snapshots(Optional.empty(), "", InstantSource.system());
    }

    /** Whether there are any; else nothing needs to be made for them. */
    boolean areKept() {
        return folder.isPresent();
    }

    private record Header(
            int format,
            String of,
            String log,
            String topic,
            int partition,
            int version,
            String type,
            long offset,
            Instant savedAt) {}

    record Loaded<V>(KeyedMap<V> values, long offset) {}

    <V> Optional<Loaded<V>> load(EventLog log, KafkaTopic topic, int partition, StateFold.Shape<V> shape, long limit) {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Path file = file(folder.get(), topic, partition);
        try {
            BinaryReader in = BinaryFile.read(file);
            Header header = Json.read(in.bytes(), Header.class);
            Optional<String> doubt = doubt(header, log, topic, partition, shape, limit);
            if (doubt.isPresent()) {
                LOG.atInfo().log("The snapshot {} is not used: {}", file, doubt.get());
                // What is in doubt now may look sound again when the log has grown.
                Files.delete(file);
                return Optional.empty();
            }
            KeyedMap<V> values = new KeyedMap<>();
            for (int i = in.count(); i > 0; i--) {
                values.putPacked(in.bytes(), shape.form().read(in));
            }
            return Optional.of(new Loaded<>(values, header.offset()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.atInfo().log("The snapshot {} is not used: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** What there is of it is not to be trusted. */
    void forget(KafkaTopic topic, int partition) {
        if (folder.isPresent()) {
            try {
                Files.deleteIfExists(file(folder.get(), topic, partition));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Optional<String> doubt(
            Header header, EventLog log, KafkaTopic topic, int partition, StateFold.Shape<?> shape, long limit) {
        Header wanted = header(log, topic, partition, shape, header.offset(), header.savedAt());
        if (!header.equals(wanted)) {
            return Optional.of("it is of another site, log or shape: " + header);
        }
        long end = log.written(topic, partition);
        if (header.offset() > Math.min(end, limit)) {
            return Optional.of("it is ahead of the log: " + header.offset() + " of " + Math.min(end, limit));
        }
        LogPartition of = new LogPartition(topic, partition);
        if (!log.missing(Witness.of(of, header.offset(), header.savedAt())).isEmpty()) {
            return Optional.of("the log was cut since " + header.savedAt() + " and has grown again");
        }
        Duration age = Duration.between(header.savedAt(), clock.instant());
        if (header.offset() < end && (age.isNegative() || age.compareTo(USABLE) > 0)) {
            return Optional.of("it is too old: of " + header.savedAt());
        }
        return Optional.empty();
    }

    <V> void save(
            EventLog log, KafkaTopic topic, int partition, StateFold.Shape<V> shape, long offset, KeyedMap<V> values) {
        if (folder.isEmpty()) {
            return;
        }
        Path file = file(folder.get(), topic, partition);
        Header header = header(log, topic, partition, shape, offset, clock.instant());
        try {
            BinaryFile.write(file, out -> {
                out.bytes(Json.write(header));
                out.count(values.size());
                values.forEachPacked((key, value) -> {
                    out.bytes(key);
                    shape.form().write(value, out);
                });
            });
        } catch (IOException | RuntimeException e) {
            // A cache: without it the next fold begins further back.
            LOG.atWarn().setCause(e).log("The snapshot {} was not written", file);
        }
    }

    private Header header(
            EventLog log, KafkaTopic topic, int partition, StateFold.Shape<?> shape, long offset, Instant savedAt) {
        return new Header(
                FORMAT,
                of,
                log.identity(topic),
                topic.kafkaName(),
                partition,
                shape.version(),
                shape.type().getName(),
                offset,
                savedAt);
    }

    private Path file(Path in, KafkaTopic topic, int partition) {
        return in.resolve(of + "-" + topic.kafkaName() + "-" + partition + ".bin");
    }
}
