package org.broadsheet.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
    @TempDir
    Path folder;

    @Test
    void isThereAboveTheReserve() {
        Room room = new Room(List.of(folder.resolve("not/made/yet")), 1);

        assertThat(room.shortage()).isEmpty();
        assertThat(room.health()).isInstanceOf(Health.Ready.class);
    }

    @Test
    void isShortBelowItAndSaysOfWhichDeviceHowMuchIsFree() {
        Path data = folder.resolve("data");
        Room room = new Room(List.of(data), Long.MAX_VALUE);

        assertThat(room.shortage())
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("no space left on the device at " + data + ": ")
                        .contains(" free, and ")
                        .endsWith("make room there"));
        assertThat(room.health()).isInstanceOf(Health.Starting.class);
    }
}
