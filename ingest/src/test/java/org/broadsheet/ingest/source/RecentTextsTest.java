package org.broadsheet.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.broadsheet.common.yaml.YamlLimits;
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
    void aLargeOneDrivesNoOtherOut() {
        texts.put(id(1), text(1));

        texts.put(id(2), text(5));

        assertThat(texts.get(id(1))).isPresent();
        assertThat(texts.get(id(2))).isEmpty();
    }

    @Test
    void isParsedOnce() {
        RecentTexts.RecentText text = new RecentTexts.RecentText("---\ntitle: A\n---\nText\n".getBytes(UTF_8));
        YamlLimits limits = new YamlLimits(1_000, 10, 20, 100);

        assertThat(text.file(limits)).isInstanceOf(SourceFile.Readable.class).isSameAs(text.file(limits));
    }

    private static RecentTexts.RecentText text(int megabytes) {
        return new RecentTexts.RecentText(new byte[megabytes * MEGABYTE - 512]);
    }

    private static ObjectId id(int number) {
        return ObjectId.fromString(String.format("%040x", number + 1));
    }
}
