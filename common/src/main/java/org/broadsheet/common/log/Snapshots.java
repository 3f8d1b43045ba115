package org.broadsheet.common.log;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of folded states in a folder: a cache. One is used only if it is whole, of the same log, shape and format, not ahead of
 * the log, and not so old that the log may have dropped tombstones since; on any doubt the state is folded from its beginning.
 *
 * <p>A file is a line of {@link Header}, a line per key, and a line with the CRC-32C of the lines before.
 */
public final class Snapshots {
    /** Tombstones vanish after {@link #TOMBSTONES_STAY}; a snapshot from before would bring the dead back. */
    public static final Duration USABLE = Duration.ofDays(6);

    /** How long a state topic keeps tombstones. */
    public static final Duration TOMBSTONES_STAY = Duration.ofDays(7);

    private static final int FORMAT = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final Optional<Path> folder;
    private final String stage;
    private final InstantSource clock;

    /** @param stage whose fold it is, a part of the file's name */
    public Snapshots(Path folder, String stage, InstantSource clock) {
        this(Optional.of(folder), stage, clock);
    }

    private Snapshots(Optional<Path> folder, String stage, InstantSource clock) {
        this.folder = folder;
        this.stage = stage;
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
            String log,
            String topic,
            int partition,
            int version,
            String type,
            long offset,
            Instant savedAt) {}

    private record Line<V>(String key, V value) {}

    record Loaded<V>(Map<String, V> values, long offset) {}

    <V> Optional<Loaded<V>> load(EventLog log, KafkaTopic topic, int partition, StateFold.Shape<V> shape, long limit) {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Path file = file(folder.get(), topic, partition);
        try (Lines lines = new Lines(Files.newInputStream(file))) {
            Header header = Json.read(lines.next(), Header.class);
            Optional<String> doubt = doubt(header, log, topic, partition, shape, limit);
            if (doubt.isPresent()) {
                LOG.atInfo().log("The snapshot {} is not used: {}", file, doubt.get());
                // What is in doubt now may look sound again when the log has grown.
                Files.delete(file);
                return Optional.empty();
            }
            return Optional.of(new Loaded<>(values(lines, shape), header.offset()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.atInfo().log("The snapshot {} is not used: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> doubt(
            Header header, EventLog log, KafkaTopic topic, int partition, StateFold.Shape<?> shape, long limit) {
        Header wanted = header(log, topic, partition, shape, header.offset(), header.savedAt());
        if (!header.equals(wanted)) {
            return Optional.of("it is of another log or shape: " + header);
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

    private static <V> Map<String, V> values(Lines lines, StateFold.Shape<V> shape) throws IOException {
        ObjectReader reader = Json.MAPPER.readerFor(lineOf(shape));
        Map<String, V> values = new HashMap<>();
        while (true) {
            long sum = lines.sum();
            byte[] line = lines.next();
            if (line[0] != '{') {
                if (!new String(line, StandardCharsets.US_ASCII).equals(Long.toHexString(sum))) {
                    throw new IOException("its check sum is wrong");
                }
                return values;
            }
            Line<V> entry = reader.readValue(line);
            values.put(entry.key(), entry.value());
        }
    }

    /** Written as it is read: a value's own type says whether its subtype is named. */
    private static JavaType lineOf(StateFold.Shape<?> shape) {
        return Json.MAPPER.getTypeFactory().constructParametricType(Line.class, shape.type());
    }

    <V> void save(
            EventLog log,
            KafkaTopic topic,
            int partition,
            StateFold.Shape<V> shape,
            long offset,
            Map<String, V> values) {
        if (folder.isEmpty()) {
            return;
        }
        Path file = file(folder.get(), topic, partition);
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(folder.get());
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
                CRC32C sum = new CRC32C();
                write(out, sum, Json.write(header(log, topic, partition, shape, offset, clock.instant())));
                ObjectWriter writer = Json.MAPPER.writerFor(lineOf(shape));
                for (Map.Entry<String, V> value : values.entrySet()) {
                    write(out, sum, writer.writeValueAsBytes(new Line<>(value.getKey(), value.getValue())));
                }
                out.write((Long.toHexString(sum.getValue()) + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // A cache: without it the next fold begins further back.
            LOG.atWarn().setCause(e).log("The snapshot {} was not written", file);
        }
    }

    private static void write(OutputStream out, CRC32C sum, byte[] json) throws IOException {
        sum.update(json);
        sum.update('\n');
        out.write(json);
        out.write('\n');
    }

    private static Header header(
            EventLog log, KafkaTopic topic, int partition, StateFold.Shape<?> shape, long offset, Instant savedAt) {
        return new Header(
                FORMAT,
                log.identity(topic),
                topic.kafkaName(),
                partition,
                shape.version(),
                shape.type().getName(),
                offset,
                savedAt);
    }

    private Path file(Path in, KafkaTopic topic, int partition) {
        return in.resolve(stage + "-" + topic.kafkaName() + "-" + partition + ".jsonl");
    }

    /** Lines of bytes, summed up as they are read. */
    private static final class Lines implements AutoCloseable {
        private final InputStream in;
        private final CRC32C sum = new CRC32C();
        private final byte[] chunk = new byte[1 << 16];
        private int from;
        private int to;

        Lines(InputStream in) {
            this.in = in;
        }

        long sum() {
            return sum.getValue();
        }

        /** Without its end; never empty. */
        byte[] next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
            while (true) {
                int end = from;
                while (end < to && chunk[end] != '\n') {
                    end++;
                }
                line.write(chunk, from, end - from);
                boolean whole = end < to;
                from = whole ? end + 1 : end;
                if (whole) {
                    break;
                }
                from = 0;
                to = in.read(chunk);
                if (to < 0) {
                    to = 0;
                    throw new IOException("it is cut off");
                }
            }
            byte[] bytes = line.toByteArray();
            if (bytes.length == 0) {
                throw new IOException("it has an empty line");
            }
            sum.update(bytes);
            sum.update('\n');
            return bytes;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
