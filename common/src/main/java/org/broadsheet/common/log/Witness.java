package org.broadsheet.common.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a stage has seen of the log, its own output included, by the time that it commits a position. A log only ever grows, and by
 * the broker's clock: if one of the partitions ends earlier, or holds a younger record before that place, then it was cut since,
 * and may have grown again ({@link EventLog#missing}). Kept as text beside the position.
 *
 * @param time nothing before any of the ends was appended later, in whole milliseconds as Kafka has them
 * @param ends of each partition the offset behind the last record that was seen
 * @param told the partitions of which a loss was told since the stage was opened
 */
public record Witness(Instant time, SortedMap<LogPartition, Long> ends, SortedSet<LogPartition> told) {
    public static final Witness NONE =
            new Witness(Instant.EPOCH, Collections.emptySortedMap(), Collections.emptySortedSet());

    /** By so much a broker's clock may be set back, so that what others wrote before an end is younger than what was seen. */
    private static final Duration SET_BACK = Duration.ofSeconds(1);

    public Witness {
        ends = Collections.unmodifiableSortedMap(new TreeMap<>(ends));
        told = Collections.unmodifiableSortedSet(new TreeSet<>(told));
    }

    /** Of one partition up to an offset. */
    public static Witness of(LogPartition partition, long end, Instant time) {
        return new Witness(
                Instant.ofEpochMilli(time.toEpochMilli()),
                new TreeMap<>(Map.of(partition, end)),
                Collections.emptySortedSet());
    }

    /** What was appended later stands behind the ends, or they are not the ends any more. */
    public Instant latest() {
        return time.plus(SET_BACK);
    }

    /** What either has seen. */
    public Witness and(Witness other) {
        SortedMap<LogPartition, Long> all = new TreeMap<>(ends);
        other.ends.forEach((partition, end) -> all.merge(partition, end, Math::max));
        SortedSet<LogPartition> allTold = new TreeSet<>(told);
        allTold.addAll(other.told);
        return new Witness(time.isAfter(other.time) ? time : other.time, all, allTold);
    }

    /** Of records that were just read, all of one partition. */
    Witness and(Collection<LogRecord> records) {
        Witness all = this;
        if (!records.isEmpty()) {
            LogRecord last = records.stream().reduce((a, b) -> b).orElseThrow();
            Instant youngest = records.stream()
                    .map(LogRecord::appendedAt)
                    .max(Instant::compareTo)
                    .orElseThrow();
            all = and(of(new LogPartition(last.topic(), last.partition()), last.offset() + 1, youngest));
        }
        return all;
    }

    /** What is left to be held against the log once the loss of {@code lost} is told. */
    Witness telling(Set<LogPartition> lost) {
        SortedMap<LogPartition, Long> rest = new TreeMap<>(ends);
        rest.keySet().removeAll(lost);
        return new Witness(time, rest, new TreeSet<>(lost));
    }

    /** Such as {@code 1795900000000 CONTENT/0:41 READABLE/0:97 !EVENTS/0}; empty for {@link #NONE}. */
    @Override
    public String toString() {
        if (equals(NONE)) {
            return "";
        }
        StringJoiner text = new StringJoiner(" ");
        text.add(Long.toString(time.toEpochMilli()));
        ends.forEach((partition, end) -> text.add(name(partition) + ":" + end));
        told.forEach(partition -> text.add("!" + name(partition)));
        return text.toString();
    }

    private static String name(LogPartition partition) {
        return partition.topic().name() + "/" + partition.partition();
    }

    /** Of {@link #toString}; {@link #NONE} of what is none. */
    public static Witness parse(String text) {
        try {
            String[] words = text.split(" ");
            SortedMap<LogPartition, Long> ends = new TreeMap<>();
            SortedSet<LogPartition> told = new TreeSet<>();
            for (int i = 1; i < words.length; i++) {
                if (words[i].startsWith("!")) {
                    told.add(LogPartition.parse(words[i].substring(1)));
                } else {
                    int colon = words[i].lastIndexOf(':');
                    ends.put(
                            LogPartition.parse(words[i].substring(0, colon)),
                            Long.parseLong(words[i].substring(colon + 1)));
                }
            }
            return new Witness(Instant.ofEpochMilli(Long.parseLong(words[0])), ends, told);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // Of another program, or of one that kept none: then only the position itself can be compared.
            return NONE;
        }
    }
}
