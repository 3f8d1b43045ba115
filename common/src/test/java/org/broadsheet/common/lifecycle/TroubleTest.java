package org.broadsheet.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TroubleTest {
    @ParameterizedTest
    @MethodSource
    void isFoundHoweverDeepItIsTold(Throwable failure, Trouble expected) {
        assertThat(Trouble.in(failure)).contains(expected);
        assertThat(Trouble.in(new IllegalStateException("a stage", new RuntimeException(failure))))
                .contains(expected);
    }

    static Stream<Arguments> isFoundHoweverDeepItIsTold() {
        return Stream.of(
                Arguments.of(new IOException("No space left on device"), Trouble.NO_SPACE),
                Arguments.of(new FileSystemException("/a", null, "Disk quota exceeded"), Trouble.NO_SPACE),
                Arguments.of(
                        new InternalError("a fault occurred in an unsafe memory access operation"), Trouble.NO_SPACE),
                Arguments.of(new FileSystemException("/a", null, "Read-only file system"), Trouble.READ_ONLY),
                Arguments.of(new IOException("Too many open files"), Trouble.TOO_MANY_FILES),
                Arguments.of(new OutOfMemoryError("Java heap space"), Trouble.NO_MEMORY),
                Arguments.of(new BindException("Address already in use"), Trouble.PORT_TAKEN),
                Arguments.of(new AccessDeniedException("/a"), Trouble.NO_PERMISSION),
                Arguments.of(new UncheckedIOException(new IOException("Input/output error")), Trouble.BROKEN_DEVICE));
    }

    @Test
    void saysWhereAndWhatToDo() {
        assertThat(Trouble.NO_SPACE.at(Path.of("/srv/data"))).isEqualTo("no space left on the device at /srv/data");
        assertThat(Trouble.NO_SPACE.advice()).isEqualTo("make room there");
        assertThat(Trouble.in(new IOException("something else"))).isEmpty();
    }
}
