package org.broadsheet.notify.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.broadsheet.notify.testing.Events.moved;
import static org.broadsheet.notify.testing.Events.post;
import static org.broadsheet.notify.testing.Events.postAt;

import com.standardwebhooks.Webhook;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.broadsheet.common.id.DeliveryId;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.Attempt;
import org.broadsheet.common.record.Delivery;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.notify.testing.Events;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeliveryTest {
    private final TestReceiver receiver = new TestReceiver();
    private DeliveryWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new DeliveryWorld();
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
        receiver.close();
    }

    @Test
    void sendsWhatAnIndependentLibraryTrusts() throws Exception {
        world.clock.advance(Duration.between(world.clock.instant(), Instant.now()));
        world.add(receiver.url());

        Event event = world.happens(post(Event.Type.POST_PUBLISHED, "first", 1, "life"));
        List<Attempt> attempts = world.attempts(1);

        TestReceiver.Received received = receiver.received().get(0);
        assertThatCode(() -> new Webhook(world.secret.text()).verify(received.body(), received.headers()))
                .doesNotThrowAnyException();
        assertThat(received.id()).isEqualTo(event.id().toString());
        assertThat(received.headers().firstValue("content-type")).contains("application/json");
        assertThat(received.headers().firstValue("user-agent")).contains("Broadsheet");
        assertThat(received.headers().map()).doesNotContainKeys("accept-encoding", "cookie");
        var body = Json.MAPPER.readTree(received.body());
        assertThat(body.path("type").asText()).isEqualTo("post.published");
        assertThat(body.path("timestamp").asText()).isEqualTo(event.time().toString());
        assertThat(body.path("data").path("url").asText()).isEqualTo("http://localhost:8080/posts/first");
        assertThat(body.path("data").path("topics")).hasSize(1);
        assertThat(attempts).singleElement().satisfies(attempt -> {
            assertThat(attempt.result()).isEqualTo(Attempt.Result.DELIVERED);
            assertThat(attempt.status()).contains(204);
            assertThat(attempt.number()).isEqualTo(1);
            assertThat(attempt.nextAt()).isEmpty();
        });
        assertThat(world.waiting()).isEmpty();
    }

    @Test
    void redeliversWhenTheEndpointAnswers503() throws Exception {
        receiver.answer(503);
        world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));

        Attempt first = world.attempts(1).get(0);
        world.deliver().step();
        world.deliver().step();
        int early = receiver.received().size();
        receiver.answer(200);
        world.clock.advance(Duration.ofMillis(5_500));
        Attempt second = world.attempts(2).get(1);

        assertThat(first.result()).isEqualTo(Attempt.Result.RETRYABLE);
        assertThat(first.error()).contains("answered 503");
        assertThat(first.nextAt().orElseThrow())
                .isBetween(Instant.parse("2026-11-23T12:00:05Z"), Instant.parse("2026-11-23T12:00:05.500Z"));
        assertThat(early).as("before it is due").isEqualTo(1);
        assertThat(second.result()).isEqualTo(Attempt.Result.DELIVERED);
        assertThat(second.number()).isEqualTo(2);
        assertThat(receiver.ids()).hasSize(2).containsOnly(receiver.ids().get(0));
        assertThat(receiver.received().get(0).body())
                .isEqualTo(receiver.received().get(1).body());
        assertThat(world.waiting()).isEmpty();
    }

    @Test
    void givesUpWhenTheScheduleIsUsedUp() throws Exception {
        receiver.answer(500);
        world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));

        for (int i = 1; i <= DeliveryWorld.PAUSES.size() + 1; i++) {
            world.attempts(i);
            world.clock.advance(Duration.ofHours(1));
        }

        List<Attempt> attempts = world.attempts();
        assertThat(attempts).extracting(Attempt::number).containsExactly(1, 2, 3, 4);
        assertThat(attempts.get(3).nextAt()).isEmpty();
        assertThat(world.waiting()).isEmpty();
    }

    @Test
    void tellsAnEndpointNothingMoreThatAnswers410() throws Exception {
        receiver.answer(410);
        world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));
        world.happens(post(Event.Type.POST_PUBLISHED, "second", 2));

        Attempt attempt = world.attempts(1).get(0);
        world.until(() -> world.waiting().isEmpty());
        world.happens(post(Event.Type.POST_PUBLISHED, "third", 3));

        assertThat(attempt.result()).isEqualTo(Attempt.Result.REJECTED);
        assertThat(attempt.status()).contains(410);
        assertThat(world.waiting()).isEmpty();
        world.deliver().kill();
        world.deliver().step();
        assertThat(world.attempts()).hasSize(1);
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void waitsAsLongAsTheEndpointAsksWithAllThatWaitsForIt() throws Exception {
        receiver.answer(received -> TestReceiver.Answer.of(500, "Retry-After: 3600"));
        world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));
        world.happens(post(Event.Type.POST_PUBLISHED, "second", 2));

        Attempt attempt = world.attempts(1).get(0);
        receiver.answer(200);
        world.clock.advance(Duration.ofMinutes(59));
        world.deliver().step();
        Duration wish = world.deliver().wish();
        world.deliver().step();
        int early = receiver.received().size();
        world.clock.advance(Duration.ofMinutes(2));
        world.until(() -> world.waiting().isEmpty());

        assertThat(attempt.nextAt().orElseThrow()).isAfterOrEqualTo(Instant.parse("2026-11-23T13:00:00Z"));
        assertThat(early).isEqualTo(1);
        assertThat(wish).isPositive();
        assertThat(receiver.received()).hasSize(3);
    }

    @Test
    void followsNoRedirect() throws Exception {
        try (TestReceiver elsewhere = new TestReceiver()) {
            receiver.answer(received -> TestReceiver.Answer.of(307, "Location: " + elsewhere.url()));
            world.add(receiver.url());
            world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));

            Attempt attempt = world.attempts(1).get(0);

            assertThat(attempt.result()).isEqualTo(Attempt.Result.RETRYABLE);
            assertThat(attempt.error()).contains("answered 307: redirects are not followed");
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void tellsOfAPostInTheOrderInWhichItHappenedWhateverFails() throws Exception {
        List<String> told = new ArrayList<>();
        receiver.answer(received -> {
            synchronized (told) {
                told.add(title(received));
                // Each is refused the first time.
                return TestReceiver.Answer.of(
                        told.stream().filter(title(received)::equals).count() == 1 ? 500 : 200);
            }
        });
        world.add(receiver.url());
        for (int i = 1; i <= 3; i++) {
            world.happens(post(Event.Type.POST_UPDATED, "a", i));
            world.happens(post(Event.Type.POST_UPDATED, "b", i));
        }

        world.until(() -> {
            world.clock.advance(Duration.ofSeconds(6));
            return world.waiting().isEmpty();
        });

        assertThat(told)
                .filteredOn(title -> title.contains(" a "))
                .containsExactly("Post a 1", "Post a 1", "Post a 2", "Post a 2", "Post a 3", "Post a 3");
        assertThat(told)
                .filteredOn(title -> title.contains(" b "))
                .containsExactly("Post b 1", "Post b 1", "Post b 2", "Post b 2", "Post b 3", "Post b 3");
    }

    @Test
    void tellsOfAReleaseThoughTheOneBeforeIsRefused() throws Exception {
        Event refused = Events.release(1, false);
        receiver.answer(received ->
                TestReceiver.Answer.of(received.id().equals(refused.id().toString()) ? 503 : 200));
        world.add(receiver.url());
        world.happens(refused);
        Event next = world.happens(Events.release(2, false));

        List<Attempt> attempts = world.attempts(2);

        assertThat(attempts).extracting(Attempt::eventId).containsExactlyInAnyOrder(refused.id(), next.id());
        assertThat(world.waiting()).extracting(Delivery::eventId).containsExactly(refused.id());
    }

    @Test
    void startsASubjectsNextDeliveryOnlyWhenTheOutcomeBeforeIsCommitted() throws Exception {
        world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "a", 1));
        world.happens(post(Event.Type.POST_UPDATED, "a", 2));

        world.deliver().step();
        // Answered, drained into a transaction, and that transaction lost with its process: no second delivery has
        // begun.
        org.awaitility.Awaitility.await().until(() -> world.deliver().diesAfter(0, world.deliver()::step));
        List<String> before = receiver.ids();
        world.until(() -> world.waiting().isEmpty());

        assertThat(before).hasSize(1);
        assertThat(receiver.received())
                .extracting(DeliveryTest::title)
                .containsExactly("Post a 1", "Post a 1", "Post a 2");
    }

    @Test
    void repeatsUnderTheSameIdWhatWasAnsweredButNotRecorded() throws Exception {
        world.add(receiver.url());
        Event event = world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));

        world.deliver().step();
        org.awaitility.Awaitility.await().until(() -> !receiver.received().isEmpty());
        world.deliver().kill();
        world.until(() -> world.waiting().isEmpty());

        assertThat(receiver.ids()).hasSize(2).containsOnly(event.id().toString());
        assertThat(world.attempts()).as("the one that was recorded").hasSize(1);
    }

    @Test
    void repeatsNothingThatWasAnsweredBeforeAHandOver() throws Exception {
        world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));
        world.happens(post(Event.Type.POST_UPDATED, "first", 2));

        world.deliver().step();
        world.deliver().handOver(Duration.ofSeconds(20));

        assertThat(world.attempts()).hasSize(1);
        assertThat(world.waiting()).hasSize(1);
        world.until(() -> world.waiting().isEmpty());
        assertThat(receiver.received()).extracting(DeliveryTest::title).containsExactly("Post first 1", "Post first 2");
    }

    @Test
    void handsOverThoughAnEndpointHangs() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        receiver.hang(never);
        world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));

        world.deliver().step();
        world.deliver().handOver(Duration.ofMillis(1));
        never.countDown();

        assertThat(world.attempts()).isEmpty();
        assertThat(world.waiting()).hasSize(1);
    }

    @Test
    void goesOnWithItsRetriesAfterARestart() throws Exception {
        receiver.answer(503);
        world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));
        world.attempts(1);

        world.deliver().kill();
        world.deliver().step();
        world.deliver().step();
        int early = receiver.received().size();
        receiver.answer(200);
        world.clock.advance(Duration.ofSeconds(6));
        Attempt second = world.attempts(2).get(1);

        assertThat(early).isEqualTo(1);
        assertThat(second.number()).isEqualTo(2);
        assertThat(world.waiting()).isEmpty();
    }

    @Test
    void aDeadEndpointDelaysNobodyElse() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (TestReceiver hanging = new TestReceiver();
                ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            hanging.hang(never);
            for (int i = 0; i < 10; i++) {
                world.add(hanging.url());
                world.add("http://127.0.0.1:" + full.getLocalPort() + "/");
            }
            var live = world.add(receiver.url());
            for (int i = 0; i < 50; i++) {
                world.happens(post(Event.Type.POST_PUBLISHED, "p" + i, i));
            }

            long begun = System.nanoTime();
            world.until(() -> receiver.received().size() == 50);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(took).as("while the others hang").isLessThan(DeliveryWorld.TIMEOUT.dividedBy(2));
            world.until(
                    () -> world.waiting().stream().noneMatch(d -> d.endpoint().equals(live.id())));
        } finally {
            never.countDown();
        }
    }

    @Test
    void endsWhatWaitsForARemovedEndpoint() throws Exception {
        receiver.answer(503);
        var removed = world.add(receiver.url());
        for (int i = 0; i < 5; i++) {
            world.happens(post(Event.Type.POST_UPDATED, "a", i));
        }
        world.attempts(1);

        world.remove(removed);
        world.clock.advance(Duration.ofSeconds(2));
        world.until(() -> world.waiting().isEmpty());

        assertThat(world.attempts()).hasSize(1);
    }

    @Test
    void letsWhatWaitsForAnEndpointWaitThatCannotBeRead() throws Exception {
        receiver.answer(503);
        var endpoint = world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));
        world.attempts(1);
        receiver.answer(200);

        world.log
                .append(new NewRecord(
                        KafkaTopic.WEBHOOKS, endpoint.id().toString(), Optional.of(new byte[] {1}), Map.of()))
                .join();
        world.clock.advance(Duration.ofDays(1));
        world.deliver().step();
        world.deliver().step();

        assertThat(world.waiting()).hasSize(1);
        assertThat(world.underWay()).isZero();
        assertThat(receiver.received()).hasSize(1);
        List<String> problems = new ArrayList<>();
        world.log.read(KafkaTopic.PROBLEMS, 0, 0, entry -> problems.add(entry.key()));
        assertThat(problems).containsExactly("main/notify/broadsheet.webhooks/" + endpoint.id());

        world.log
                .append(NewRecord.of(KafkaTopic.WEBHOOKS, endpoint.id().toString(), endpoint))
                .join();
        world.clock.advance(Duration.ofSeconds(2));
        world.until(() -> world.waiting().isEmpty());
        assertThat(receiver.received()).hasSize(2);
    }

    @Test
    void tellsARemovedEndpointNothingMoreWhenItsAttemptFails() throws Exception {
        CountDownLatch until = new CountDownLatch(1);
        receiver.answer(received -> {
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return TestReceiver.Answer.of(500);
        });
        var removed = world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "a", 1));
        world.deliver().step();

        world.remove(removed);
        world.clock.advance(Duration.ofSeconds(2));
        world.deliver().step();
        until.countDown();
        Attempt attempt = world.attempts(1).get(0);

        assertThat(attempt.nextAt()).isEmpty();
        assertThat(world.waiting()).isEmpty();
    }

    @Test
    void connectsToNoPrivateAddressForAnEndpointFromElsewhere() throws Exception {
        int port = URI.create(receiver.url()).getPort();
        try (DeliveryWorld rebound = new DeliveryWorld(host -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
            rebound.add("http://rebound.example.org:" + port + "/", false);
            rebound.happens(post(Event.Type.POST_PUBLISHED, "first", 1));

            Attempt attempt = rebound.attempts(1).get(0);

            assertThat(attempt.result()).isEqualTo(Attempt.Result.RETRYABLE);
            assertThat(attempt.error().orElseThrow()).contains("rebound.example.org leads to 127.0.0.1");
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void connectsToPrivateHostsOfTheAllowList() throws Exception {
        int port = URI.create(receiver.url()).getPort();
        try (DeliveryWorld allowing =
                new DeliveryWorld(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, "receiver")) {
            allowing.add("http://receiver:" + port + "/", false);
            allowing.happens(post(Event.Type.POST_PUBLISHED, "first", 1));

            assertThat(allowing.attempts(1).get(0).result()).isEqualTo(Attempt.Result.DELIVERED);
        }
    }

    @Test
    void lendsNoConnectionToAPrivateAddressToAnotherEndpointWithItsHost() throws Exception {
        int port = URI.create(receiver.url()).getPort();
        try (DeliveryWorld shared = new DeliveryWorld(host -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
            shared.add("http://shared.example.org:" + port + "/local", true);
            shared.happens(post(Event.Type.POST_PUBLISHED, "first", 1));
            shared.attempts(1);
            shared.add("http://shared.example.org:" + port + "/far", false);
            shared.happens(post(Event.Type.POST_PUBLISHED, "second", 2));
            shared.attempts(3);

            assertThat(receiver.received())
                    .extracting(TestReceiver.Received::path)
                    .containsOnly("/local");
        }
    }

    @Test
    void saysWhyWhenNobodyListens() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        world.add("http://127.0.0.1:" + port + "/");
        world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));

        assertThat(world.attempts(1).get(0).error()).contains("could not connect");
    }

    @Test
    void doesNotAttemptAgainWhatItReadsBackOfItself() throws Exception {
        world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));
        receiver.answer(503);
        world.attempts(1);
        receiver.answer(200);
        world.clock.advance(Duration.ofSeconds(6));
        world.attempts(2);

        for (int i = 0; i < 10; i++) {
            world.clock.advance(Duration.ofHours(1));
            world.deliver().step();
        }

        assertThat(world.attempts()).hasSize(2);
        assertThat(world.underWay()).isZero();
        assertThat(receiver.received()).hasSize(2);
    }

    @Test
    void tellsTheLastNewsWhenTheSiteGoesBackToACommitThatStillWaits() throws Exception {
        receiver.answer(503);
        world.add(receiver.url());
        Event there = world.happens(post(Event.Type.POST_UPDATED, "a", 2));
        Event back = world.happens(post(Event.Type.POST_UPDATED, "a", 1, Optional.of(there)));
        Event again = world.happens(post(Event.Type.POST_UPDATED, "a", 2, Optional.of(back)));
        world.attempts(1);

        receiver.answer(200);
        world.clock.advance(Duration.ofSeconds(6));
        world.until(() -> world.waiting().isEmpty());

        assertThat(receiver.received().subList(1, 4))
                .extracting(DeliveryTest::title)
                .containsExactly("Post a 2", "Post a 1", "Post a 2");
        // So one that drops what it knows ends right too.
        assertThat(receiver.ids().subList(1, 4))
                .containsExactly(
                        there.id().toString(), back.id().toString(), again.id().toString())
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsOfTheNextPostAtAUrlOnlyAfterTheOneBeforeIt() throws Exception {
        world.add(receiver.url());
        knownToLive();
        receiver.answer(received -> TestReceiver.Answer.of(received.body().contains("Post old ") ? 503 : 204));

        world.happens(post(Event.Type.POST_DELETED, "old", 1));
        world.happens(postAt(Event.Type.POST_PUBLISHED, "new", "old", 1));
        world.happens(moved("third", "third", "fourth", 2));
        world.happens(postAt(Event.Type.POST_PUBLISHED, "fifth", "third", 3));
        world.happens(post(Event.Type.POST_PUBLISHED, "another", 4));
        world.until(() -> world.underWay() == 0 && world.attempts().size() >= 5);
        assertThat(told())
                .as("all that share no URL with it")
                .containsExactlyInAnyOrder(
                        "Post first 0", "Post old 1", "Post third 2", "Post fifth 3", "Post another 4")
                .containsSubsequence("Post third 2", "Post fifth 3");
        world.deliver().kill();
        world.deliver().step();
        receiver.answer(204);
        world.clock.advance(Duration.ofSeconds(6));
        world.until(() -> world.waiting().isEmpty());

        assertThat(told()).endsWith("Post old 1", "Post new 1");
    }

    private void knownToLive() throws Exception {
        world.happens(post(Event.Type.POST_PUBLISHED, "first", 0));
        world.until(() -> world.waiting().isEmpty());
    }

    private List<String> told() {
        return receiver.received().stream().map(DeliveryTest::title).toList();
    }

    @Test
    void endsADeliveryWhoseEventIsNoLongerKept() throws Exception {
        waits(world.add(receiver.url()), new DeliveryId(0, 999));

        assertEndedAsNoLongerKept();
    }

    @Test
    void tellsNoOtherEventThatStandsInThePlaceOfALostOne() throws Exception {
        world.happens(post(Event.Type.POST_PUBLISHED, "second", 2));
        waits(world.add(receiver.url()), new DeliveryId(0, 0));

        assertEndedAsNoLongerKept();
    }

    /** A delivery of an event that is not in the log. */
    private void waits(org.broadsheet.common.record.Webhook endpoint, DeliveryId id) {
        Event lost = post(Event.Type.POST_PUBLISHED, "first", 1);
        Instant now = world.clock.instant();
        Delivery delivery = new Delivery(
                id, endpoint.id(), Events.SITE, lost.id(), UUID.fromString(lost.subject()), List.of(), 0, now, now);
        world.log
                .append(NewRecord.of(KafkaTopic.DELIVERIES, delivery.key(), delivery))
                .join();
    }

    private void assertEndedAsNoLongerKept() throws Exception {
        Attempt attempt = world.attempts(1).get(0);

        assertThat(attempt.result()).isEqualTo(Attempt.Result.REJECTED);
        assertThat(attempt.error().orElseThrow()).contains("no longer kept");
        assertThat(receiver.received()).isEmpty();
        assertThat(world.waiting()).isEmpty();
    }

    private static String title(TestReceiver.Received received) {
        try {
            return Json.MAPPER
                    .readTree(received.body())
                    .path("data")
                    .path("title")
                    .asText();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
