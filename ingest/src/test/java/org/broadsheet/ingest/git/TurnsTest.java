package org.broadsheet.ingest.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.broadsheet.common.http.Exchange.ClientLeft;
import org.broadsheet.common.http.Turns;
import org.broadsheet.common.http.Turns.Turn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsTest {
    @TempDir
    Path folder;

    private final Turns turns = new Turns("test", 4, 1);
    private final List<String> ended = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        turns.close();
    }

    @Test
    void computesBesideTheThreadsThatAnswerReaders() throws Exception {
        AtomicBoolean virtual = new AtomicBoolean(true);

        take("one", turn -> virtual.set(Thread.currentThread().isVirtual()));

        await().until(() -> ended.equals(List.of("one")));
        assertThat(virtual).isFalse();
    }

    @Test
    void letsOneAfterTheOtherComputeInTheOrderInWhichTheyCame() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> computed = new CopyOnWriteArrayList<>();
        Function<String, Turns.Computation> counted = name -> turn -> {
            computed.add(name);
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            holdOn(first);
            atOnce.decrementAndGet();
        };
        Turn one = take("one", counted.apply("one"));
        Turn two = take("two", counted.apply("two"));
        Turn three = take("three", counted.apply("three"));

        await().until(() -> atOnce.get() == 1);
        assertThat(one.before()).isZero();
        assertThat(two.before()).isEqualTo(1);
        assertThat(three.before()).isEqualTo(2);
        first.countDown();

        await().until(() -> turns.open() == 0);
        assertThat(computed).containsExactly("one", "two", "three");
        assertThat(most).hasValue(1);
    }

    @Test
    void letsNoPushWaitForAFetch() throws Exception {
        CountDownLatch fetched = new CountDownLatch(1);
        take("fetch", turn -> holdOn(fetched));

        turns.take(GitWork.PUSH, turn -> {}, failure -> ended.add("push"));

        await().until(() -> ended.equals(List.of("push")));
        fetched.countDown();
    }

    @Test
    void refusesMoreThanMayBeOpen() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 4; i++) {
            take("" + i, turn -> holdOn(end));
        }

        assertThatThrownBy(() -> take("too many", turn -> {})).isInstanceOf(Turns.TooBusy.class);

        end.countDown();
        await().until(() -> turns.open() == 0);
        take("later", turn -> {});
        await().until(() -> ended.contains("later"));
    }

    @Test
    void takesOutWhoHangsUpBeforeItsTurn() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        AtomicBoolean computed = new AtomicBoolean();
        take("one", turn -> holdOn(first));
        Turn two = take("two", turn -> computed.set(true));
        Turn three = take("three", turn -> {});

        two.cancel();

        assertThat(ended).containsExactly("two: the client has hung up");
        assertThat(three.before()).isEqualTo(1);
        first.countDown();
        await().until(() -> ended.size() == 3);
        assertThat(computed).isFalse();
    }

    @Test
    void givesItsTurnAwayWhileItWaitsForASlowClient() throws Exception {
        SpoolSpace space = new SpoolSpace(folder, SpoolSpace.BLOCK);
        Answer answer = new Answer(space);
        CountDownLatch full = new CountDownLatch(1);
        take("slow", turn -> {
            try (OutputStream out = answer.sink(wait -> {
                full.countDown();
                turn.without(wait);
            })) {
                out.write(new byte[1 << 20]);
            }
        });
        full.await();

        take("other", turn -> {});

        await().until(() -> ended.equals(List.of("other")));
        int taken = 0;
        while (taken < 1 << 20) {
            byte[] bytes = answer.next(1000);
            taken += bytes == null ? 0 : bytes.length;
        }
        await().until(() -> ended.equals(List.of("other", "slow")));
        assertThat(space.used()).isZero();
    }

    @Test
    void endsWhoWaitsForAClientThatHangsUp() throws Exception {
        SpoolSpace space = new SpoolSpace(folder, SpoolSpace.BLOCK);
        Answer answer = new Answer(space);
        CountDownLatch full = new CountDownLatch(1);
        Turn slow = take("slow", turn -> {
            OutputStream out = answer.sink(wait -> {
                full.countDown();
                turn.without(wait);
            });
            out.write(new byte[1 << 20]);
        });
        full.await();

        slow.cancel();
        answer.close();

        await().until(() -> ended.equals(List.of("slow: the client has hung up")));
        assertThat(space.used()).isZero();
        take("other", turn -> {});
        await().until(() -> ended.contains("other"));
    }

    /** As when the system gives no more threads. */
    @Test
    void endsWhoGetsNoThread() throws Exception {
        turns.close();

        take("one", turn -> {});
        take("two", turn -> {});

        assertThat(ended).hasSize(2).allMatch(name -> name.contains("RejectedExecutionException"));
        assertThat(turns.open()).isZero();
    }

    @Test
    void freesWhatCannotBeReadAgain() throws Exception {
        SpoolSpace space = new SpoolSpace(folder, 1 << 20);
        try (Answer answer = new Answer(space)) {
            try (OutputStream out = answer.sink(wait -> {})) {
                out.write(new byte[1 << 19]);
            }
            assertThat(space.used()).isPositive();
            space.close();

            assertThatThrownBy(() -> {
                        while (answer.next(0) != null) {
                            // What lies in memory.
                        }
                    })
                    .isInstanceOf(ClosedChannelException.class);
        }
        assertThat(space.used()).isZero();
    }

    @Test
    void checksWhetherItWasGivenUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Turn one = take("one", turn -> {
            begun.countDown();
            while (true) {
                turn.check();
            }
        });
        begun.await();

        one.cancel();

        await().until(() -> ended.equals(List.of("one: the client has hung up")));
    }

    private Turn take(String name, Turns.Computation computation) throws Turns.TooBusy {
        return turns.take(GitWork.FETCH, computation, failure -> ended.add(name + said(failure)));
    }

    private static String said(Optional<Throwable> failure) {
        return failure.map(e -> ": " + (e instanceof ClientLeft ? "" : e.getClass()) + e.getMessage())
                .orElse("");
    }

    private static void holdOn(CountDownLatch latch) throws InterruptedIOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}
