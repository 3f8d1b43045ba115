package org.broadsheet.common.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryFileTest {
    private static final UUID ID = UUID.fromString("069a5924-cb67-51c0-9109-cf1220ce4585");
    private static final Instant TIME = Instant.parse("1969-12-31T23:59:59.999999999Z");
    private static final List<Integer> COUNTS = List.of(0, 127, 128, 1 << 20, Integer.MAX_VALUE);

    @TempDir
    private Path folder;

    @Test
    void readsWhatWasWritten() throws Exception {
        BinaryFile.write(file(), out -> {
            for (int count : COUNTS) {
                out.count(count);
            }
            out.number(-1);
            out.number(Long.MAX_VALUE);
            out.bool(true);
            out.string("ä字😀");
            out.string("");
            out.shared("often");
            out.shared("seldom");
            out.shared("often");
            out.constant(TimeUnit.DAYS);
            out.time(TIME);
            out.uuid(ID);
            out.optional(Optional.of("a"), out::string);
            out.optional(Optional.<String>empty(), out::string);
            out.all(List.of("a", "b"), out::string);
            out.raw(new byte[] {1, 2});
        });

        BinaryReader in = BinaryFile.read(file());
        for (int count : COUNTS) {
            assertThat(in.count()).isEqualTo(count);
        }
        assertThat(in.number()).isEqualTo(-1);
        assertThat(in.number()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.bool()).isTrue();
        assertThat(in.string()).isEqualTo("ä字😀");
        assertThat(in.string()).isEmpty();
        String often = in.shared();
        assertThat(in.shared()).isEqualTo("seldom");
        assertThat(in.shared()).isEqualTo("often").isSameAs(often);
        assertThat(in.constant(TimeUnit.class)).isEqualTo(TimeUnit.DAYS);
        assertThat(in.time()).isEqualTo(TIME);
        assertThat(in.uuid()).isEqualTo(ID);
        assertThat(in.optional(in::string)).contains("a");
        assertThat(in.optional(in::string)).isEmpty();
        assertThat(in.all(in::string)).containsExactly("a", "b");
        assertThat(in.raw(2)).containsExactly(1, 2);
        assertThatThrownBy(in::bool).isInstanceOf(RuntimeException.class);
    }

    @Test
    void refusesWhatIsNotAsItWasWritten() throws Exception {
        BinaryFile.write(file(), out -> out.string("some text"));
        byte[] bytes = Files.readAllBytes(file());
        for (int i = 0; i < bytes.length; i++) {
            byte[] other = bytes.clone();
            other[i] ^= 4;
            Files.write(file(), other);
            assertThatThrownBy(() -> BinaryFile.read(file())).isInstanceOf(IOException.class);
        }
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file(), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> BinaryFile.read(file())).isInstanceOf(IOException.class);
        }
        Files.delete(file());
        assertThatThrownBy(() -> BinaryFile.read(file())).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void keepsWhatWasThereIfWritingFails() throws Exception {
        BinaryFile.write(file(), out -> out.count(7));

        assertThatThrownBy(() -> BinaryFile.write(file(), out -> out.count(-1)))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(BinaryFile.read(file()).count()).isEqualTo(7);
    }

    /** As of another form, under a right check sum. */
    @Test
    void makesNoRoomForWhatIsNotThere() throws Exception {
        BinaryFile.write(file(), out -> out.count(Integer.MAX_VALUE));

        assertThatThrownBy(() -> BinaryFile.read(file()).string()).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> BinaryFile.read(file()).bytes()).isInstanceOf(RuntimeException.class);
        BinaryReader many = BinaryFile.read(file());
        assertThatThrownBy(() -> many.all(many::string)).isInstanceOf(RuntimeException.class);
    }

    private Path file() {
        return folder.resolve("below/file");
    }
}
