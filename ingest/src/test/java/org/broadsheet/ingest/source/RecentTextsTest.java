package org.broadsheet.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.ingest.frontmatter.SourceFile;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

class RecentTextsTest {
    private static final int MEGABYTE = 1 << 20;

    private final RecentTexts texts = new RecentTexts();

    @Test
    void holdsTheLastOfThemAndNoMoreThanSixteenMegabytesWithWhatIsMadeOfThem() {
        for (int i = 0; i < 30; i++) {
            texts.put(id(i), text(1));
            assertThat(texts.get(id(0)))
                    .as("the one that is asked for again and again")
                    .isPresent();
        }

        assertThat(IntStream.range(0, 30).filter(i -> texts.get(id(i)).isPresent()))
                .containsExactly(0, 23, 24, 25, 26, 27, 28, 29);
    }

    @Test
    void holdsAFewBetweenTwoCommits() {
        for (int i = 0; i < 10; i++) {
            texts.put(id(i), new RecentTexts.RecentText(new byte[MEGABYTE / 4]));
        }

        texts.commitTaken();

        assertThat(IntStream.range(0, 10).filter(i -> texts.get(id(i)).isPresent()))
                .containsExactly(7, 8, 9);
    }

    @Test
    void aLargeOneDrivesNoOtherOut() {
        texts.put(id(1), text(1));

        texts.put(id(2), text(5));

        assertThat(texts.get(id(1))).isPresent();
        assertThat(texts.get(id(2))).isEmpty();
    }

    /** Of 20 KB of front matter that is a list of short values the objects take 700. */
    @Test
    void countsWhatIsMadeOfFrontMatter() {
        byte[] bytes = ("---\nd: [b" + ",b".repeat(9_900) + "]\n---\nText\n").getBytes(UTF_8);
        SourceFile file = SourceFile.read(bytes, new DataLimits(64 << 10, 10, 20, 10_000));
        assertThat(file).isInstanceOf(SourceFile.Readable.class);

        for (int i = 0; i < 30; i++) {
            texts.put(id(i), new RecentTexts.RecentText(bytes, Optional.of(file)));
        }

        assertThat(IntStream.range(0, 30).filter(i -> texts.get(id(i)).isPresent()))
                .hasSizeLessThan(22);
    }

    private static RecentTexts.RecentText text(int megabytes) {
        return new RecentTexts.RecentText(new byte[2 * megabytes * MEGABYTE - 1024]);
    }

    private static ObjectId id(int number) {
        return ObjectId.fromString(String.format("%040x", number + 1));
    }
}
