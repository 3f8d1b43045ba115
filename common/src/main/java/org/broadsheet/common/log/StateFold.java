package org.broadsheet.common.log;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.collect.KeyedMap;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A partition of a state topic folded into memory: the latest of each key, cut down to what its owner needs. Begins at a snapshot
 * on disk if there is one beyond doubt, else at the partition's beginning. One thread.
 *
 * @param <V> what is kept of a record
 */
public final class StateFold<V> {
    /** After so many changes {@link #saveIfDue} writes, and after a quarter of all, so that a change costs the same whatever the size. */
    private static final int CHANGES_PER_SNAPSHOT = 1_000;

    /** So many records are read faster than a snapshot of a large site is written, and an end must not take long. */
    private static final int FEW = 200;

    private static final Logger LOG = LoggerFactory.getLogger(StateFold.class);

    private final EventLog log;
    private final KafkaTopic topic;
    private final int partition;
    private final Shape<V> shape;
    private final Snapshots snapshots;
    private final KeyedMap<V> values;
    private final Map<String, V> view;
    private long offset;
    private long unreadable;
    private int unsaved;
    private long readAt;

    /**
     * What is kept of each record.
     *
     * @param version to be raised with every change of {@code type}, {@code keep} or {@code form}: snapshots of another one are not
     *     used
     * @param keep called for records that are no tombstones; what it answers empty to is as absent as a tombstone
     * @param form of a value in a snapshot
     */
    public record Shape<V>(Class<V> type, int version, Function<LogRecord, Optional<V>> keep, Form<V> form) {
        /** Snapshots hold the values' JSON. */
        public Shape(Class<V> type, int version, Function<LogRecord, Optional<V>> keep) {
            this(type, version, keep, Form.json(type));
        }
    }

    /** How a value is written into a snapshot, and read from it. */
    public interface Form<V> {
        void write(V value, BinaryWriter out) throws IOException;

        V read(BinaryReader in) throws IOException;

        /** A value's own type says whether its subtype is named. */
        static <V> Form<V> json(Class<V> type) {
            ObjectWriter writer = Json.MAPPER.writerFor(type);
            ObjectReader reader = Json.MAPPER.readerFor(type);
            return new Form<>() {
                @Override
                public void write(V value, BinaryWriter out) throws IOException {
                    out.bytes(writer.writeValueAsBytes(value));
                }

                @Override
                public V read(BinaryReader in) throws IOException {
                    return reader.readValue(in.bytes());
                }
            };
        }
    }

    private StateFold(
            EventLog log,
            KafkaTopic topic,
            int partition,
            Shape<V> shape,
            Snapshots snapshots,
            Snapshots.Loaded<V> beginning) {
        if (!topic.isState()) {
            throw new IllegalArgumentException(topic + " is a log, only states are folded");
        }
        this.log = log;
        this.topic = topic;
        this.partition = partition;
        this.shape = shape;
        this.snapshots = snapshots;
        values = beginning.values();
        view = Collections.unmodifiableMap(values);
        offset = beginning.offset();
    }

    /** Folds all that is committed as of now. */
    public static <V> StateFold<V> of(
            EventLog log, KafkaTopic topic, int partition, Shape<V> shape, Snapshots snapshots) {
        return upTo(Long.MAX_VALUE, log, topic, partition, shape, snapshots);
    }

    /**
     * Folds the records before {@code limit}, such as the committed position of an input. Compaction may have removed some of
     * those because of later records of the same key, which are yet to come.
     */
    public static <V> StateFold<V> upTo(
            long limit, EventLog log, KafkaTopic topic, int partition, Shape<V> shape, Snapshots snapshots) {
        Snapshots.Loaded<V> beginning = snapshots
                .load(log, topic, partition, shape, limit)
                .orElseGet(() -> new Snapshots.Loaded<>(new KeyedMap<>(), 0));
        StateFold<V> fold = new StateFold<>(log, topic, partition, shape, snapshots, beginning);
        long from = fold.offset;
        fold.readAll(limit);
        LOG.atDebug()
                .addKeyValue("topic", topic.kafkaName())
                .addKeyValue("partition", partition)
                .log("Folded {} keys from offset {} to {}", fold.values.size(), from, fold.offset);
        return fold;
    }

    /** Whether it was read so long ago that tombstones may have come and gone since: then it is to be folded anew. */
    boolean isTooOld() {
        return System.nanoTime() - readAt > Snapshots.USABLE.toNanos();
    }

    /**
     * Takes in what was committed since.
     *
     * @param all what stands behind open transactions too; waits until those have ended
     * @param changed is told each key
     * @return whether the log still holds what was folded; if not, it is to be folded anew
     */
    boolean catchUp(boolean all, Consumer<String> changed) {
        long now = System.nanoTime();
        Consumer<LogRecord> to = record -> {
            apply(record);
            changed.accept(record.key());
        };
        long end = all ? log.readAll(topic, partition, offset, to) : log.read(topic, partition, offset, to);
        // What the owner has just committed may not count at the end yet.
        boolean isWhole = end >= offset || log.written(topic, partition) >= offset;
        reached(end);
        readAt = now;
        return isWhole;
    }

    /** The latest of each key; changes with this fold. */
    public Map<String, V> values() {
        return view;
    }

    /** Folded are the records before this offset; those after it as far as the owner has {@link #put} them. */
    public long offset() {
        return offset;
    }

    /**
     * How many records {@link Shape#keep} failed on; they are as absent as tombstones. While there are any no snapshot is written: a
     * later program may read them.
     */
    public long unreadable() {
        return unreadable;
    }

    /** What the owner has committed itself, or takes from the record it was just given. */
    public void put(String key, V value) {
        values.put(key, value);
        unsaved++;
    }

    /** Like {@link #put}, of a tombstone. */
    public void remove(String key) {
        values.remove(key);
        unsaved++;
    }

    /** Takes one record in, as the fold does. */
    public void apply(LogRecord record) {
        Optional<V> kept = Optional.empty();
        try {
            kept = record.value().isEmpty() ? kept : shape.keep().apply(record);
        } catch (RuntimeException e) {
            unreadable++;
            LOG.atWarn()
                    .addKeyValue("topic", topic.kafkaName())
                    .addKeyValue("partition", partition)
                    .addKeyValue("offset", record.offset())
                    .log("A record of a state cannot be read and counts as absent: {}", e.getMessage());
        }
        kept.ifPresentOrElse(value -> put(record.key(), value), () -> remove(record.key()));
    }

    /** What a tail hands over; what is folded already is passed over. Whether it was taken in. */
    boolean take(LogRecord record) {
        boolean isNew = record.offset() >= offset;
        if (isNew) {
            apply(record);
            offset = record.offset() + 1;
        }
        return isNew;
    }

    /** All before {@code end} was {@link #put}. */
    void reached(long end) {
        offset = Math.max(offset, end);
    }

    /**
     * Writes the snapshot as of {@code reflected}: the values hold every record before it, and of those behind it only what the
     * log holds as well. An owner of its own output gives the log's end between two transactions, a reader its position.
     */
    public void save(long reflected) {
        if (unsaved > 0 && isSaved()) {
            snapshots.save(log, topic, partition, shape, reflected, values);
            unsaved = 0;
        }
    }

    /** What writes a snapshot of what is folded by now, on any thread, if as much has changed as for {@link #saveIfDue}. */
    Optional<Runnable> dueSnapshot() {
        if (!isDue()) {
            return Optional.empty();
        }
        unsaved = 0;
        KeyedMap<V> now = values.copy();
        long reflected = offset;
        return Optional.of(() -> snapshots.save(log, topic, partition, shape, reflected, now));
    }

    /** Whether snapshots are written of it at all. */
    private boolean isSaved() {
        return snapshots.areKept() && unreadable == 0;
    }

    private boolean isDue() {
        return isSaved() && unsaved >= Math.max(CHANGES_PER_SNAPSHOT, values.size() / 4);
    }

    /** {@link #save} after so many changes that reading them again would take long. */
    public void saveIfDue(LongSupplier reflected) {
        if (isDue()) {
            save(reflected.getAsLong());
        }
    }

    /** {@link #save} at the end, unless so little has changed that whoever comes next reads it sooner. */
    public void saveAtEnd(LongSupplier reflected) {
        if (unsaved >= FEW) {
            save(reflected.getAsLong());
        }
    }

    private void readAll(long limit) {
        readAt = System.nanoTime();
        offset = Math.min(log.readAll(topic, partition, offset, below(limit)), limit);
    }

    private Consumer<LogRecord> below(long limit) {
        return record -> {
            if (record.offset() < limit) {
                apply(record);
            }
        };
    }
}
