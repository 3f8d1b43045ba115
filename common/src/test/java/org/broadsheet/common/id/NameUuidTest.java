package org.broadsheet.common.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NameUuidTest {
    private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    @Test
    void makesTheUuidOfTheSpecificationsExample() {
        UUID made = NameUuid.version5(DNS, "www.example.com".getBytes(StandardCharsets.UTF_8));

        assertThat(made).hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }
}
