package org.broadsheet.ingest.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BoundedInputTest {
    @Test
    void whoeverReadsWithoutEndLeavesProcessorsToReaders() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch answered = new CountDownLatch(1);
        try {
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                Thread.ofVirtual().start(() -> readUntil(ended));
            }

            Thread.ofVirtual().start(answered::countDown);

            assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            ended.set(true);
        }
    }

    private static void readUntil(AtomicBoolean ended) {
        byte[] bytes = new byte[8192];
        try (InputStream endless = new BoundedInput(zeros(), Long.MAX_VALUE, "")) {
            while (!ended.get()) {
                assertThat(endless.read(bytes)).isPositive();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream zeros() {
        return new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                return length;
            }
        };
    }
}
