package org.broadsheet.notify.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a failed delivery is attempted again.
 *
 * @param pauses before the second and later attempts; when they are used up there is no further attempt
 * @param jitter the part of a pause, 0 to 1, that chance adds at most, so that what failed together does not come back together
 */
public record RetrySchedule(List<Duration> pauses, double jitter) {
    public RetrySchedule {
        pauses = List.copyOf(pauses);
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is a part from 0 to 1, not " + jitter);
        }
        for (Duration pause : pauses) {
            if (pause.isNegative()) {
                throw new IllegalArgumentException("a pause cannot be " + pause);
            }
        }
    }

    /** When the last attempt is due, should all fail, without what chance adds. */
    public Duration length() {
        return pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * How long an endpoint is left alone that has failed so often in a row, at most {@code longest}.
     *
     * @param failures from 1
     */
    public Duration pause(int failures, Duration longest) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures are counted from 1, not " + failures);
        }
        Duration pause = failures > pauses.size() ? longest : pauses.get(failures - 1);
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    /**
     * @param made how many attempts were made, from 1
     * @param notBefore the endpoint's wish; heard only if it is longer than our own pause
     * @return empty when there is to be no further attempt
     */
    public Optional<Instant> next(int made, Instant now, Optional<Duration> notBefore, RandomGenerator random) {
        if (made < 1) {
            throw new IllegalArgumentException("attempts are counted from 1, not " + made);
        }
        if (made > pauses.size()) {
            return Optional.empty();
        }
        Duration own = pauses.get(made - 1);
        Duration wish = notBefore.orElse(Duration.ZERO);
        Duration pause = own.compareTo(wish) > 0 ? own : wish;
        long added = (long) (own.toMillis() * jitter * random.nextDouble());
        return Optional.of(now.plus(pause).plusMillis(added));
    }
}
