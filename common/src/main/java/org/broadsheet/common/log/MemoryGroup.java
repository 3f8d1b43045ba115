package org.broadsheet.common.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.broadsheet.common.log.EventLog.AssignmentListener;
import org.broadsheet.common.log.EventLog.Committed;
import org.broadsheet.common.log.EventLog.Fenced;
import org.broadsheet.common.log.EventLog.LogFailure;
import org.broadsheet.common.log.EventLog.Subscription;
import org.broadsheet.common.record.KafkaTopic;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group in memory. Partitions are dealt out to the members in turn; one that is to move is given up by its owner in
 * the owner's own poll before the next one gets it. Everything under the log's lock.
 */
final class MemoryGroup {
    private final MemoryEventLog log;
    private final KafkaTopic input;
    private final List<Member> members = new ArrayList<>();
    private final Map<Integer, Member> owners = new HashMap<>();
    private final Map<Integer, Committed> committed = new HashMap<>();

    MemoryGroup(MemoryEventLog log, KafkaTopic input) {
        this.log = log;
        this.input = input;
    }

    Member newMember() {
        return new Member();
    }

    private Set<Integer> target(Member member) {
        Set<Integer> target = new TreeSet<>();
        int turn = members.indexOf(member);
        for (int p = 0; turn >= 0 && p < log.partitions(); p++) {
            if (p % members.size() == turn) {
                target.add(p);
            }
        }
        return target;
    }

    /** What a poll has to tell the listener before it may hand out records. */
    private enum Change {
        LOST,
        REVOKED,
        ASSIGNED
    }

    private record Step(@Nullable Change change, Set<Integer> partitions, List<LogRecord> records) {}

    final class Member implements Subscription {
        private final Map<Integer, Long> positions = new TreeMap<>();
        private @Nullable AssignmentListener listener;
        private boolean joined;
        private boolean expired;
        private boolean woken;
        private boolean left;

        @Override
        public List<LogRecord> poll(Duration timeout) {
            long deadline = System.nanoTime() + timeout.toNanos();
            while (true) {
                Step step = next(deadline);
                if (step.change() == null) {
                    return step.records();
                }
                tell(step.change(), step.partitions());
            }
        }

        private Step next(long deadline) {
            synchronized (log.lock) {
                while (true) {
                    log.checkOpen();
                    if (left) {
                        throw new IllegalStateException("this subscription is closed");
                    }
                    Step change = change();
                    if (change != null) {
                        return change;
                    }
                    List<LogRecord> records = fetch();
                    long left = deadline - System.nanoTime();
                    if (!records.isEmpty() || woken || left <= 0) {
                        woken = false;
                        return new Step(null, Set.of(), records);
                    }
                    try {
                        log.lock.wait(left / 1_000_000 + 1);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new LogFailure("interrupted while waiting for records of " + input, e);
                    }
                }
            }
        }

        private @Nullable Step change() {
            if (expired) {
                expired = false;
                Set<Integer> lost = Set.copyOf(positions.keySet());
                positions.clear();
                return new Step(Change.LOST, lost, List.of());
            }
            if (!joined) {
                joined = true;
                members.add(this);
                log.lock.notifyAll();
            }
            Set<Integer> target = target(this);
            Set<Integer> revoked = new TreeSet<>(positions.keySet());
            revoked.removeAll(target);
            if (!revoked.isEmpty()) {
                return new Step(Change.REVOKED, revoked, List.of());
            }
            Set<Integer> assigned = new TreeSet<>(target);
            assigned.removeIf(owners::containsKey);
            if (!assigned.isEmpty()) {
                for (int p : assigned) {
                    owners.put(p, this);
                    positions.put(
                            p, committed.getOrDefault(p, new Committed(0, "")).offset());
                }
                return new Step(Change.ASSIGNED, assigned, List.of());
            }
            return null;
        }

        private void tell(Change change, Set<Integer> partitions) {
            try {
                if (listener != null) {
                    switch (change) {
                        case LOST -> listener.lost(partitions);
                        case REVOKED -> listener.revoked(partitions);
                        case ASSIGNED -> listener.assigned(partitions);
                    }
                }
            } finally {
                if (change == Change.REVOKED) {
                    synchronized (log.lock) {
                        release(partitions);
                        positions.keySet().removeAll(partitions);
                    }
                }
            }
        }

        private List<LogRecord> fetch() {
            List<LogRecord> records = new ArrayList<>();
            positions.replaceAll((partition, position) -> {
                List<LogRecord> next = log.from(input, partition, position);
                records.addAll(next);
                return next.isEmpty() ? position : next.get(next.size() - 1).offset() + 1;
            });
            return records;
        }

        /** Under the lock. */
        void checkOwns(Set<Integer> partitions) {
            for (int p : partitions) {
                if (owners.get(p) != this) {
                    throw new Fenced("partition " + p + " of " + input + " is no longer this member's", null);
                }
            }
        }

        /** Under the lock. */
        void commit(Map<Integer, Committed> offsets) {
            committed.putAll(offsets);
        }

        void expire() {
            synchronized (log.lock) {
                expired = true;
                leave();
            }
        }

        private void leave() {
            joined = false;
            members.remove(this);
            release(Set.copyOf(positions.keySet()));
        }

        private void release(Set<Integer> partitions) {
            partitions.forEach(p -> owners.remove(p, this));
            log.lock.notifyAll();
        }

        @Override
        public void listener(AssignmentListener to) {
            listener = to;
        }

        @Override
        public void wakeup() {
            synchronized (log.lock) {
                woken = true;
                log.lock.notifyAll();
            }
        }

        @Override
        public Committed committed(int partition) {
            synchronized (log.lock) {
                return committed.getOrDefault(partition, new Committed(0, ""));
            }
        }

        @Override
        public void seek(int partition, long offset) {
            synchronized (log.lock) {
                if (positions.replace(partition, offset) == null) {
                    throw new IllegalStateException("partition " + partition + " of " + input + " is not ours");
                }
            }
        }

        /** As in Kafka: what is still ours is revoked first, so that the listener may commit. */
        @Override
        public void close() {
            Set<Integer> ours;
            synchronized (log.lock) {
                if (left) {
                    return;
                }
                left = true;
                ours = expired ? Set.of() : Set.copyOf(positions.keySet());
            }
            try {
                if (!ours.isEmpty() && listener != null) {
                    listener.revoked(ours);
                }
            } finally {
                synchronized (log.lock) {
                    leave();
                }
            }
        }
    }
}
