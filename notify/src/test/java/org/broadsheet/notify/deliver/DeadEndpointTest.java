package org.broadsheet.notify.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.broadsheet.notify.testing.Events.post;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.broadsheet.common.record.Attempt;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.Webhook;
import org.broadsheet.common.testing.TestReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An endpoint that fails is asked by one delivery; all others wait for what it hears. */
class DeadEndpointTest {
    private static final int MANY = 100;

    private final TestReceiver receiver = new TestReceiver();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(receiver));

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void isAskedByOneDeliveryWhateverWaitsAndAllFollowWhenItAnswers() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld());
        receiver.answer(503);
        world.add(receiver.url());
        happen(world, MANY);

        // One may be the delivery's fault, the second shows that it is the endpoint's.
        assertThat(settled(world)).isEqualTo(2);
        world.clock.advance(Duration.ofSeconds(6));
        assertThat(settled(world)).isEqualTo(3);
        world.clock.advance(Duration.ofSeconds(6));
        assertThat(settled(world)).as("the second pause is longer").isEqualTo(3);

        receiver.answer(204);
        world.clock.advance(Duration.ofMinutes(5));
        world.until(() -> world.waiting().isEmpty());

        assertThat(receiver.received()).hasSize(3 + MANY);
        assertThat(receiver.received().subList(3, 3 + MANY))
                .extracting(TestReceiver.Received::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void isNotAskedAtOnceForWhatIsNewButSoonThoughItFailedForLong() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld());
        receiver.answer(503);
        world.add(receiver.url());
        happen(world, 5);
        for (int i = 0; i < 4; i++) {
            settled(world);
            world.clock.advance(DeliveryWorld.LONGEST_PAUSE);
        }
        int before = settled(world);

        world.happens(post(Event.Type.POST_PUBLISHED, "new", 77));
        assertThat(settled(world)).isEqualTo(before);

        receiver.answer(204);
        world.clock.advance(DeliveryWorld.LONGEST_PAUSE);
        world.until(() -> world.waiting().isEmpty());
    }

    @Test
    void isAskedSoonThoughSeveralAttemptsWereUnderWayWhenItDied() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld());
        world.add(receiver.url());
        happen(world, 1);
        world.until(() -> world.waiting().isEmpty());
        receiver.answer(503);
        happen(world, MANY);
        assertThat(settled(world)).as("one, and four at once").isEqualTo(5);

        receiver.answer(204);
        world.clock.advance(Duration.ofSeconds(6));
        world.until(() -> world.waiting().isEmpty());

        assertThat(receiver.received()).hasSize(5 + MANY);
    }

    @Test
    void isToldWhatItTakesThoughItRefusesManyOthers() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld());
        receiver.answer(received -> TestReceiver.Answer.of(received.body().contains("post.updated") ? 500 : 204));
        world.add(receiver.url());
        for (int i = 0; i < MANY; i++) {
            world.happens(post(Event.Type.POST_UPDATED, "p" + i, i));
        }
        for (int i = 0; i < 5; i++) {
            settled(world);
            world.clock.advance(Duration.ofSeconds(6));
        }

        world.happens(post(Event.Type.POST_PUBLISHED, "new", 777));
        world.clock.advance(DeliveryWorld.LONGEST_PAUSE);
        world.until(
                () -> receiver.received().stream().anyMatch(one -> one.body().contains("posts/new")));
    }

    @Test
    void isAskedByOneDeliveryAfterARestartToo() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld());
        receiver.answer(503);
        world.add(receiver.url());
        happen(world, MANY);
        settled(world);
        world.clock.advance(Duration.ofSeconds(6));
        assertThat(settled(world)).isEqualTo(3);

        world.deliver().kill();
        assertThat(settled(world)).isEqualTo(4);

        receiver.answer(204);
        world.clock.advance(Duration.ofSeconds(6));
        world.until(() -> world.waiting().isEmpty());
        assertThat(receiver.received()).hasSize(4 + MANY);
    }

    @Test
    void isToldOfEachPostInOrderWhenItAnswersAgain() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld());
        receiver.answer(503);
        world.add(receiver.url());
        for (int version = 0; version < 5; version++) {
            for (int i = 0; i < 10; i++) {
                world.happens(post(Event.Type.POST_UPDATED, "p" + i, 10 * version + i));
            }
        }
        settled(world);

        receiver.answer(204);
        world.clock.advance(Duration.ofSeconds(6));
        world.until(() -> world.waiting().isEmpty());

        List<String> told = receiver.received().stream()
                .skip(2)
                .map(TestReceiver.Received::body)
                .toList();
        for (int i = 0; i < 10; i++) {
            String slug = "posts/p" + i + "\"";
            List<Integer> versions = told.stream()
                    .filter(body -> body.contains(slug))
                    .map(body -> Integer.valueOf(body.replaceAll("(?s).*Post p\\d+ (\\d+).*", "$1")))
                    .toList();
            assertThat(versions).hasSize(5).isSorted();
        }
    }

    @Test
    void aDeliveryThatAloneIsRefusedKeepsItsScheduleAndHoldsUpNoOther() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld());
        receiver.answer(received -> TestReceiver.Answer.of(received.body().contains("posts/refused") ? 500 : 204));
        world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "refused", 1));
        happen(world, 20);

        world.until(() -> world.waiting().size() == 1);
        happen(world, 20);
        world.until(() -> world.waiting().size() == 1);

        assertThat(world.attempts().stream().filter(attempt -> attempt.result() == Attempt.Result.RETRYABLE))
                .hasSize(1);
    }

    @Test
    void whatWaitedForItAsLongAsADeliveryIsTriedEndsAndIsWrittenDown() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld());
        receiver.answer(503);
        world.add(receiver.url());
        happen(world, MANY);
        settled(world);

        for (int i = 0; i < 10 && !world.waiting().isEmpty(); i++) {
            world.clock.advance(Duration.ofMinutes(40));
            settled(world);
        }

        assertThat(world.waiting()).isEmpty();
        assertThat(receiver.received().size()).isLessThan(12);
        assertThat(world.attempts().stream()
                        .filter(attempt -> attempt.nextAt().isEmpty())
                        .map(Attempt::delivery)
                        .distinct())
                .as("each has a last attempt, made or not")
                .hasSize(MANY);
    }

    @Test
    void whatCameWhileItWasDeadAndIsYoungGoesOnWaiting() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld());
        receiver.answer(503);
        world.add(receiver.url());
        happen(world, 10);
        settled(world);
        world.clock.advance(Duration.ofMinutes(30));
        settled(world);
        world.happens(post(Event.Type.POST_PUBLISHED, "young", 99));

        world.clock.advance(Duration.ofMinutes(30));
        settled(world);
        receiver.answer(204);
        world.clock.advance(Duration.ofMinutes(30));
        world.until(() -> world.waiting().isEmpty());

        assertThat(receiver.received().getLast().body()).contains("posts/");
        assertThat(receiver.received().stream().map(TestReceiver.Received::body))
                .anyMatch(body -> body.contains("posts/young"));
    }

    @Test
    void whoRefusesConnections() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld());
        int port;
        try (ServerSocket none = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = none.getLocalPort();
        }
        assertAskedTwice(world, world.add("http://127.0.0.1:" + port + "/"));
    }

    @Test
    void whoSpeaksNoTls() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld());
        assertAskedTwice(world, world.add(receiver.url().replace("http:", "https:")));
    }

    @Test
    void whoHasNoAddress() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld(host -> {
            throw new UnknownHostException(host);
        }));
        assertAskedTwice(world, world.add("http://nowhere.example/"));
    }

    @Test
    void whoDoesNotAnswerInTime() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld(Duration.ofMillis(300)));
        CountDownLatch never = new CountDownLatch(1);
        open.add(never::countDown);
        receiver.hang(never);
        assertAskedTwice(world, world.add(receiver.url()));
    }

    @Test
    void whoHangsUp() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld());
        receiver.answer(one -> TestReceiver.Answer.raw((socket, out) -> {}));
        assertAskedTwice(world, world.add(receiver.url()));
    }

    @Test
    void whoDripsItsAnswer() throws Exception {
        DeliveryWorld world = world(new DeliveryWorld(Duration.ofMillis(300)));
        receiver.answer(one -> (socket, out) -> out.write("HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII)));
        assertAskedTwice(world, world.add(receiver.url()));
    }

    private static void assertAskedTwice(DeliveryWorld world, Webhook webhook) throws IOException {
        happen(world, MANY);

        world.attempts(2);

        assertThat(settled(world)).isEqualTo(2);
        assertThat(world.waiting())
                .hasSize(MANY)
                .allMatch(delivery -> delivery.endpoint().equals(webhook.id()));
    }

    private DeliveryWorld world(DeliveryWorld world) {
        open.add(world);
        return world;
    }

    private static void happen(DeliveryWorld world, int number) throws IOException {
        for (int i : IntStream.range(0, number).toArray()) {
            world.happens(post(Event.Type.POST_PUBLISHED, "p" + i, i));
        }
    }

    /** How many attempts there were when none is under way and none is due. */
    private static int settled(DeliveryWorld world) throws IOException {
        int[] quiet = {0};
        int[] attempts = {0};
        world.until(() -> {
            int now = world.attempts().size();
            quiet[0] = world.underWay() == 0 && now == attempts[0] ? quiet[0] + 1 : 0;
            attempts[0] = now;
            return quiet[0] > 5;
        });
        return attempts[0];
    }
}
