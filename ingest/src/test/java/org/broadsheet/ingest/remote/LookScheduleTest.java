package org.broadsheet.ingest.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.ingest.testing.TestConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookScheduleTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private double chance;
    private LookSchedule schedule;
    private long now = 7 * SECOND;

    @BeforeEach
    void begin(@TempDir Path folder) {
        Configuration.Remotes settings = TestConfiguration.of(folder, Map.of()).remotes();
        schedule = new LookSchedule(settings, () -> chance);
    }

    private long rest() {
        return schedule.rest(now).toSeconds();
    }

    private void later(int seconds) {
        now += seconds * SECOND;
    }

    private void look() {
        assertThat(rest()).isZero();
        schedule.begin(now);
    }

    private void succeed() {
        look();
        schedule.succeeded(now);
    }

    private void fail() {
        look();
        schedule.failed(now);
    }

    @Test
    void looksAtOnceAndThenEveryMinute() {
        succeed();

        assertThat(rest()).isEqualTo(60);
        later(59);
        assertThat(rest()).isEqualTo(1);
        later(1);
        succeed();
        assertThat(rest()).isEqualTo(60);
    }

    @Test
    void looksOnceInFiveSecondsHoweverOftenItIsAsked() {
        succeed();
        List<Long> looks = new ArrayList<>();

        for (int second = 0; second < 20; second++) {
            for (int i = 0; i < 100; i++) {
                schedule.ask();
            }
            if (rest() == 0) {
                looks.add((now - 7 * SECOND) / SECOND);
                succeed();
            }
            later(1);
        }

        assertThat(looks).containsExactly(5L, 10L, 15L);
    }

    @Test
    void makesALookThatCameTooEarlyAtTheEndOfThePause() {
        succeed();
        later(2);
        schedule.ask();

        assertThat(rest()).isEqualTo(3);
        later(3);
        succeed();
        assertThat(rest()).as("once").isEqualTo(60);
    }

    @Test
    void losesNoneThatIsAskedForDuringAnother() {
        look();
        later(1);
        schedule.ask();
        later(1);
        schedule.succeeded(now);

        assertThat(rest()).isEqualTo(3);
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureButAtMostTenMinutes() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            fail();
            pauses.add(rest());
            later((int) rest());
        }

        assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L, 600L);
        succeed();
        later(60);
        fail();
        assertThat(rest()).as("from the beginning").isEqualTo(5);
    }

    @Test
    void addsAFifthOfAPauseByChance() {
        chance = 1;

        fail();

        assertThat(rest()).isEqualTo(6);
    }

    @Test
    void looksEarlierAtOneThatFailsWhenSomebodyAsks() {
        for (int i = 0; i < 8; i++) {
            fail();
            later((int) rest());
        }
        fail();
        later(5);

        schedule.ask();

        assertThat(rest()).isZero();
    }
}
