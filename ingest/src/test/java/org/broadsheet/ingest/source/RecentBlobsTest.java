package org.broadsheet.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

class RecentBlobsTest {
    private static final int MEGABYTE = 1 << 20;

    private final RecentBlobs blobs = new RecentBlobs();

    @Test
    void holdsTheLastOfThemAndNoMoreThanEightMegabytes() {
        for (int i = 0; i < 30; i++) {
            blobs.put(id(i), new byte[MEGABYTE]);
            assertThat(blobs.get(id(0)))
                    .as("the one that is asked for again and again")
                    .isPresent();
        }

        assertThat(IntStream.range(0, 30).filter(i -> blobs.get(id(i)).isPresent()))
                .containsExactly(0, 23, 24, 25, 26, 27, 28, 29);
    }

    @Test
    void aLargeOneDrivesNoOtherOut() {
        blobs.put(id(1), new byte[MEGABYTE]);

        blobs.put(id(2), new byte[5 * MEGABYTE]);

        assertThat(blobs.get(id(1))).isPresent();
        assertThat(blobs.get(id(2))).isEmpty();
    }

    private static ObjectId id(int number) {
        return ObjectId.fromString(String.format("%040x", number + 1));
    }
}
