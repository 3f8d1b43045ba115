package org.broadsheet.common.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.awaitility.core.ConditionFactory;
import org.broadsheet.common.log.EventLog.Committed;
import org.broadsheet.common.log.EventLog.Fenced;
import org.broadsheet.common.log.EventLog.Subscription;
import org.broadsheet.common.log.EventLog.TransactionalWriter;
import org.broadsheet.common.record.KafkaTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link EventLog} does. The log is shared by the tests of a class, or new for each; so every test begins at the ends
 * as it finds them, and has groups and writers of its own. The log has {@link #PARTITIONS} partitions.
 */
@Timeout(120)
public abstract class EventLogContract {
    public static final int PARTITIONS = 2;

    private static final KafkaTopic LOG = KafkaTopic.COMMITS;
    private static final KafkaTopic STATE = KafkaTopic.READABLE;
    private static final KafkaTopic INPUT = KafkaTopic.SIGNALS;
    private static int groups;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private EventLog log;
    private String group;
    private Map<String, Long> begin;

    /** The log under test. */
    protected abstract EventLog log();

    /** Ends the session of the only member of a group, as if it had been silent for too long; it does not know yet. */
    protected abstract void endSession(Subscription member) throws Exception;

    /** Returns when of each key of the state only the latest record is left. */
    protected abstract void compact(KafkaTopic state) throws Exception;

    @BeforeEach
    void begin() {
        log = log();
        group = "group-" + getClass().getSimpleName() + "-" + groups++;
        begin = new HashMap<>();
        for (KafkaTopic topic : List.of(LOG, STATE, INPUT)) {
            for (int p = 0; p < PARTITIONS; p++) {
                begin.put(place(topic, p), log.end(topic, p));
            }
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void readsWhatWasAppendedInOrder() {
        List<Long> offsets = new ArrayList<>();

        for (int i = 0; i < 1_200; i++) {
            offsets.add(log.append(record(LOG, 0, "n" + i)).join());
        }

        List<LogRecord> read = read(LOG, 0);
        assertThat(texts(read)).containsExactlyElementsOf(names(0, 1_200));
        assertThat(read).extracting(LogRecord::offset).containsExactlyElementsOf(offsets);
        assertThat(texts(read(LOG, 1))).isEmpty();
    }

    @Test
    void keepsKeyHeadersAndTombstones() {
        String key = keyOf(STATE, 1) + "/post/x";
        log.append(new NewRecord(STATE, key, Optional.of("v".getBytes(UTF_8)), Map.of("ce_id", "1", "ce_type", "ä")))
                .join();
        log.append(NewRecord.tombstone(STATE, key)).join();

        List<LogRecord> read = read(STATE, 1);

        assertThat(read).extracting(LogRecord::key).containsExactly(key, key);
        assertThat(read.get(0).headers()).containsExactlyInAnyOrderEntriesOf(Map.of("ce_id", "1", "ce_type", "ä"));
        assertThat(read.get(1).value()).isEmpty();
        assertThat(read).extracting(LogRecord::topic).containsOnly(STATE);
        assertThat(read).extracting(LogRecord::partition).containsOnly(1);
    }

    @Test
    void putsAKeyWhereKafkasOwnPartitionerPutsIt() {
        for (String site : names(0, 200)) {
            int kafkas = BuiltInPartitioner.partitionForKey(site.getBytes(UTF_8), PARTITIONS);

            assertThat(log.partitionOf(STATE, site)).isEqualTo(kafkas);
            assertThat(log.partitionOf(STATE, site + "/post/1")).isEqualTo(kafkas);
        }
        assertThat(log.partitions(STATE)).isEqualTo(PARTITIONS);
    }

    @Test
    void saysWhichLogItIs() {
        assertThat(log.identity(STATE)).isNotBlank().isEqualTo(log.identity(STATE));
    }

    @Test
    void showsATransactionAsAWhole() {
        TransactionalWriter writer = writer("whole");
        List<NewRecord> records = new ArrayList<>();
        for (String name : names(0, 700)) {
            records.add(record(LOG, 0, name));
            records.add(record(STATE, 1, name));
        }

        writer.commit(records, nobody(), Map.of());

        await().until(() -> read(LOG, 0).size() > 0);
        assertThat(texts(read(LOG, 0))).containsExactlyElementsOf(names(0, 700));
        await().untilAsserted(() -> assertThat(texts(read(STATE, 1))).containsExactlyElementsOf(names(0, 700)));
    }

    @Test
    void endsAReadThoughTheLastOffsetHoldsNoRecord() {
        TransactionalWriter writer = writer("marks");
        writer.commit(List.of(record(LOG, 0, "one")), nobody(), Map.of());
        await().until(() -> read(LOG, 0).size() == 1);

        List<LogRecord> read = new ArrayList<>();
        long next = log.read(LOG, 0, from(LOG, 0), read::add);

        assertThat(next).isEqualTo(log.end(LOG, 0)).isGreaterThan(read.get(0).offset() + 1);
        assertThat(log.read(LOG, 0, next, read::add)).isEqualTo(next);
        assertThat(log.read(LOG, 0, next + 100, read::add)).isEqualTo(next);
        assertThat(read).hasSize(1);
    }

    @Test
    void readsOnlyAsFarAsTheEndAtTheCall() {
        for (String name : names(0, 3)) {
            log.append(record(LOG, 0, name)).join();
        }
        List<String> read = new ArrayList<>();

        long next = log.read(LOG, 0, from(LOG, 0), record -> {
            read.add(text(record));
            log.append(record(LOG, 0, "later")).join();
        });

        assertThat(read).containsExactly("n0", "n1", "n2");
        log.read(LOG, 0, next, record -> read.add(text(record)));
        assertThat(read).containsExactly("n0", "n1", "n2", "later", "later", "later");
    }

    @Test
    void readsAPage() {
        for (String name : names(0, 20)) {
            log.append(record(LOG, 0, name)).join();
        }

        List<LogRecord> page = log.page(LOG, 0, from(LOG, 0) + 3, 5);

        assertThat(texts(page)).containsExactlyElementsOf(names(3, 8));
        assertThat(log.page(LOG, 0, page.get(4).offset() + 1, 100)).hasSize(12);
        assertThat(log.page(LOG, 0, log.end(LOG, 0), 100)).isEmpty();
    }

    @Test
    void failsAReadWithWhatTheReaderThrewAndGoesOn() {
        log.append(record(LOG, 0, "one")).join();

        assertThatThrownBy(() -> log.read(LOG, 0, from(LOG, 0), record -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");

        assertThat(texts(read(LOG, 0))).containsExactly("one");
    }

    @Test
    void fencesTheOlderWriter() {
        TransactionalWriter older = writer("w");
        older.commit(List.of(record(LOG, 0, "before")), nobody(), Map.of());
        TransactionalWriter newer = writer("w");

        assertThatThrownBy(() -> older.commit(List.of(record(LOG, 0, "zombie")), nobody(), Map.of()))
                .isInstanceOf(Fenced.class);

        newer.commit(List.of(record(LOG, 0, "after")), nobody(), Map.of());
        await().untilAsserted(() -> assertThat(texts(read(LOG, 0))).containsExactly("before", "after"));
    }

    @Test
    void showsANewWriterAllThatTheOlderCommitted() {
        TransactionalWriter older = writer("w");
        for (int i = 0; i < 20; i++) {
            older.commit(List.of(record(STATE, 0, "n" + i)), nobody(), Map.of());
            TransactionalWriter newer = writer("w");

            assertThat(read(STATE, 0)).hasSize(i + 1);

            older = newer;
        }
    }

    @Test
    void commitsPositionsWithTheRecordsOfATransaction() {
        Member member = member();
        log.append(record(INPUT, 0, "in")).join();
        LogRecord in = member.pollUntil(1).get(0);
        assertThat(member.subscription.committed(0)).isEqualTo(new Committed(0, ""));

        TransactionalWriter writer = writer("t");
        Committed position = new Committed(in.offset() + 1, "open");
        writer.commit(List.of(record(LOG, 0, "out")), member.subscription, Map.of(0, position));

        await().untilAsserted(() -> assertThat(texts(read(LOG, 0))).containsExactly("out"));
        Committed committed = member.subscription.committed(0);
        assertThat(committed.offset()).isEqualTo(position.offset());
        assertThat(committed.metadata()).isEqualTo("open");
    }

    @Test
    void keepsWithAPositionHowFarTheWriterHasWritten() {
        Member member = member();
        member.pollUntilAssigned(0, 1);
        TransactionalWriter writer = writer("t");
        writer.commit(List.of(record(STATE, 1, "flushed")), member.subscription, Map.of());
        Witness before = Witness.of(new LogPartition(INPUT, 0), 7, Instant.EPOCH);

        writer.commit(
                List.of(record(LOG, 0, "a"), record(LOG, 0, "b")),
                member.subscription,
                Map.of(0, new Committed(7, "open", before)));

        await().untilAsserted(() -> assertThat(read(LOG, 0)).hasSize(2));
        Witness seen = member.subscription.committed(0).seen();
        LogRecord last = read(LOG, 0).getLast();
        assertThat(seen.ends())
                .containsOnly(
                        Map.entry(new LogPartition(INPUT, 0), 7L),
                        Map.entry(
                                new LogPartition(STATE, 1),
                                read(STATE, 1).getLast().offset() + 1),
                        Map.entry(new LogPartition(LOG, 0), last.offset() + 1));
        assertThat(seen.time()).isEqualTo(last.appendedAt());
        assertThat(log.missing(Witness.of(new LogPartition(LOG, 0), last.offset() + 1, last.appendedAt())))
                .isEmpty();
    }

    @Test
    void missesWhatItDoesNotHold() throws Exception {
        log.append(record(LOG, 0, "a")).join();
        LogRecord a = read(LOG, 0).getLast();
        await().until(() -> Instant.now().isAfter(a.appendedAt().plusMillis(2)));
        long b = log.append(record(LOG, 0, "b")).join();
        LogPartition partition = new LogPartition(LOG, 0);

        assertThat(log.written(LOG, 0)).isEqualTo(b + 1);
        assertThat(log.after(LOG, 0, a.appendedAt())).isEqualTo(b);
        assertThat(log.after(LOG, 0, Instant.now().plusSeconds(60))).isEqualTo(b + 1);
        assertThat(log.missing(Witness.of(partition, a.offset() + 1, a.appendedAt())))
                .as("it has grown")
                .isEmpty();
        assertThat(log.missing(Witness.of(partition, b + 2, Instant.now())))
                .as("it ends before")
                .containsExactly(partition);
        assertThat(log.missing(Witness.of(partition, b + 1, a.appendedAt().minusSeconds(5))))
                .as("what stands there is younger")
                .containsExactly(partition);
    }

    @Test
    void beginsAtThePositionThatAFormerMemberCommitted() {
        Member former = member();
        for (String name : names(0, 10)) {
            log.append(record(INPUT, 0, name)).join();
        }
        List<LogRecord> taken = former.pollUntil(10);
        writer("t")
                .commit(
                        List.of(),
                        former.subscription,
                        Map.of(0, new Committed(taken.get(3).offset() + 1, "clean")));
        former.subscription.close();

        Member successor = member();

        assertThat(texts(successor.pollUntil(6))).containsExactlyElementsOf(names(4, 10));
        assertThat(successor.subscription.committed(0).metadata()).isEqualTo("clean");
    }

    @Test
    void seeksToWhereTheListenerWants() {
        for (String name : names(0, 10)) {
            log.append(record(INPUT, 0, name)).join();
        }

        Member member = member();
        member.startAt = p -> from(INPUT, p) + (p == 0 ? 7 : 0);

        assertThat(texts(member.pollUntil(3))).containsExactlyElementsOf(names(7, 10));
    }

    @Test
    void handsRecordsOfATransactionToMembersOnceItIsCommitted() {
        Member member = member();
        member.pollUntilAssigned(0, 1);

        writer("t").commit(List.of(record(INPUT, 0, "a"), record(INPUT, 1, "b")), nobody(), Map.of());

        assertThat(texts(member.pollUntil(2))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void givesEachPartitionToOneMember() {
        Member first = member();
        first.pollUntilAssigned(0, 1);
        Member second = member();

        inThisThread().until(() -> {
            first.poll();
            second.poll();
            return first.assigned.size() == 1 && second.assigned.size() == 1;
        });

        Set<Integer> all = new TreeSet<>(first.assigned);
        all.addAll(second.assigned);
        assertThat(all).containsExactly(0, 1);
        assertThat(first.revoked).containsExactlyElementsOf(second.assigned);
        assertThat(first.lost).isEmpty();
    }

    @Test
    void letsAMemberCommitWhileItGivesAPartitionUp() {
        Member first = member();
        first.pollUntilAssigned(0, 1);
        TransactionalWriter writer = writer("t");
        first.whenRevoked = p -> writer.commit(
                List.of(record(LOG, 0, "last")), first.subscription, Map.of(p, new Committed(40 + p, "clean")));
        Member second = member();

        inThisThread().until(() -> {
            first.poll();
            second.poll();
            return second.assigned.size() == 1;
        });
        first.whenRevoked = p -> {};

        int given = second.assigned.iterator().next();
        assertThat(second.committedAtAssignment).hasEntrySatisfying(given, committed -> {
            assertThat(committed.offset()).isEqualTo(40 + given);
            assertThat(committed.metadata()).isEqualTo("clean");
        });
        await().untilAsserted(() -> assertThat(texts(read(LOG, 0))).containsExactly("last"));
    }

    @Test
    void givesThePartitionsOfAMemberWhoseSessionEndedToOthersAndFencesIt() throws Exception {
        Member zombie = member();
        zombie.pollUntilAssigned(0, 1);
        TransactionalWriter zombies = writer("other");
        endSession(zombie.subscription);
        Member heir = member();
        heir.pollUntilAssigned(0, 1);

        assertThatThrownBy(() -> zombies.commit(
                        List.of(record(LOG, 0, "zombie")), zombie.subscription, Map.of(0, new Committed(99, ""))))
                .isInstanceOf(Fenced.class);

        assertThat(heir.subscription.committed(0)).isEqualTo(new Committed(0, ""));
        assertThat(read(LOG, 0)).isEmpty();
        inThisThread().until(() -> {
            zombie.poll();
            heir.poll();
            return zombie.lost.containsAll(List.of(0, 1)) && zombie.assigned.size() == 1 && heir.assigned.size() == 1;
        });
    }

    @Test
    void returnsFromPollAtOnceAfterAWakeup() {
        Member member = member();
        member.pollUntilAssigned(0, 1);

        member.subscription.wakeup();
        long before = System.nanoTime();
        List<LogRecord> records = member.subscription.poll(Duration.ofSeconds(30));

        assertThat(records).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void handsOutInputThoughEveryPollIsWoken() {
        Member member = member();
        member.pollUntilAssigned(0, 1);
        for (String name : names(0, 5)) {
            log.append(record(INPUT, 0, name)).join();
        }

        List<LogRecord> records = new ArrayList<>();
        inThisThread().until(() -> {
            member.subscription.wakeup();
            records.addAll(member.subscription.poll(Duration.ofSeconds(1)));
            return records.size() == 5;
        });

        assertThat(texts(records)).containsExactlyElementsOf(names(0, 5));
    }

    @Test
    void throwsFromPollWhatTheListenerThrew() {
        Member member = member();
        member.startAt = p -> {
            throw new IllegalStateException("no room");
        };

        assertThatThrownBy(() -> member.pollUntil(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no room");
    }

    @Test
    void followsWhatIsCommittedFromNowOn() throws Exception {
        log.append(record(LOG, 0, "before")).join();
        List<String> seen = new CopyOnWriteArrayList<>();

        AutoCloseable tail = log.tail(LOG, false, record -> seen.add(text(record)));
        log.append(record(LOG, 0, "n0")).join();
        writer("t").commit(List.of(record(LOG, 1, "n1")), nobody(), Map.of());

        await().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrder("n0", "n1"));
        tail.close();
        List<String> seenByAnother = new CopyOnWriteArrayList<>();
        AutoCloseable another = log.tail(LOG, false, record -> seenByAnother.add(text(record)));
        log.append(record(LOG, 0, "after")).join();
        await().until(() -> seenByAnother.contains("after"));
        another.close();
        assertThat(seen).doesNotContain("before", "after");
    }

    @Test
    void followsFromTheBeginningInOrder() throws Exception {
        for (String name : names(0, 600)) {
            log.append(record(LOG, 1, group + name)).join();
        }
        List<String> seen = new CopyOnWriteArrayList<>();

        AutoCloseable tail = log.tail(LOG, true, record -> seen.add(text(record)));
        for (String name : names(600, 700)) {
            log.append(record(LOG, 1, group + name)).join();
        }

        List<String> all = names(0, 700).stream().map(name -> group + name).toList();
        await().untilAsserted(() -> assertThat(
                        seen.stream().filter(s -> s.startsWith(group + "n")).toList())
                .isEqualTo(all));
        tail.close();
    }

    @Test
    void keepsOfACompactedStateTheLatestOfEachKey() throws Exception {
        TransactionalWriter writer = writer("t");
        for (int round = 0; round < 3; round++) {
            List<NewRecord> records = new ArrayList<>();
            for (String name : names(0, 50)) {
                records.add(new NewRecord(
                        STATE,
                        keyOf(STATE, 0) + "/post/" + group + name,
                        Optional.of((name + " of round " + round).getBytes(UTF_8)),
                        Map.of()));
            }
            writer.commit(records, nobody(), Map.of());
        }
        await().until(() -> read(STATE, 0).size() == 150);
        long end = log.end(STATE, 0);

        compact(STATE);

        List<LogRecord> left = read(STATE, 0);
        assertThat(texts(left))
                .containsExactlyElementsOf(
                        names(0, 50).stream().map(name -> name + " of round 2").toList());
        assertThat(log.read(STATE, 0, 0, record -> {})).isGreaterThanOrEqualTo(end);
    }

    private Member member() {
        Member member = new Member(log.subscribe(group, INPUT));
        opened.add(member.subscription);
        return member;
    }

    /** For transactions without positions: it never joins. */
    private Subscription nobody() {
        return opened.stream()
                .filter(Subscription.class::isInstance)
                .map(Subscription.class::cast)
                .findFirst()
                .orElseGet(() -> member().subscription);
    }

    private TransactionalWriter writer(String id) {
        TransactionalWriter writer = log.writer(group + "-" + id);
        opened.add(writer);
        return writer;
    }

    private NewRecord record(KafkaTopic topic, int partition, String text) {
        String site = keyOf(topic, partition);
        String key = topic.isState() ? site + "/post/" + text : site;
        return new NewRecord(topic, key, Optional.of(text.getBytes(UTF_8)), Map.of());
    }

    private String keyOf(KafkaTopic topic, int partition) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "site" + i)
                .filter(site -> log.partitionOf(topic, site) == partition)
                .findFirst()
                .orElseThrow();
    }

    private static String place(KafkaTopic topic, int partition) {
        return topic + " " + partition;
    }

    private long from(KafkaTopic topic, int partition) {
        return begin.get(place(topic, partition));
    }

    private List<LogRecord> read(KafkaTopic topic, int partition) {
        List<LogRecord> read = new ArrayList<>();
        log.read(topic, partition, from(topic, partition), read::add);
        return read;
    }

    private static List<String> names(int from, int below) {
        return IntStream.range(from, below).mapToObj(i -> "n" + i).toList();
    }

    private static List<String> texts(List<LogRecord> records) {
        return records.stream().map(EventLogContract::text).toList();
    }

    private static String text(LogRecord record) {
        return new String(record.value().orElseThrow(), UTF_8);
    }

    /** A member belongs to one thread. */
    private static ConditionFactory inThisThread() {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60));
    }

    /** Takes part in the group, and notes what it is told. Begins where this test began, unless something is committed. */
    private final class Member implements EventLog.AssignmentListener {
        final Subscription subscription;
        final Set<Integer> assigned = new TreeSet<>();
        final Set<Integer> revoked = new TreeSet<>();
        final Set<Integer> lost = new TreeSet<>();
        final Map<Integer, Committed> committedAtAssignment = new HashMap<>();
        IntToLongFunction startAt = p -> from(INPUT, p);
        IntConsumer whenRevoked = p -> {};

        Member(Subscription subscription) {
            this.subscription = subscription;
            subscription.listener(this);
        }

        List<LogRecord> poll() {
            return subscription.poll(Duration.ofMillis(20));
        }

        List<LogRecord> pollUntil(int count) {
            List<LogRecord> polled = new ArrayList<>();
            inThisThread().until(() -> {
                polled.addAll(poll());
                return polled.size() >= count;
            });
            return polled;
        }

        void pollUntilAssigned(Integer... partitions) {
            inThisThread().until(() -> {
                poll();
                return assigned.containsAll(List.of(partitions));
            });
        }

        @Override
        public void assigned(Set<Integer> partitions) {
            for (int p : partitions) {
                Committed committed = subscription.committed(p);
                committedAtAssignment.put(p, committed);
                if (committed.metadata().isEmpty()) {
                    subscription.seek(p, startAt.applyAsLong(p));
                }
            }
            assigned.addAll(partitions);
        }

        @Override
        public void revoked(Set<Integer> partitions) {
            assigned.removeAll(partitions);
            revoked.addAll(partitions);
            partitions.forEach(whenRevoked::accept);
        }

        @Override
        public void lost(Set<Integer> partitions) {
            assigned.removeAll(partitions);
            lost.addAll(partitions);
        }
    }
}
