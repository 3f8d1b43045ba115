package org.broadsheet.common.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryIdTest {
    @Test
    void isReadAsItIsWritten() {
        DeliveryId id = new DeliveryId(3, 1_234_567_890_123L);

        assertThat(id).hasToString("3-1234567890123");
        assertThat(DeliveryId.of(id.toString())).isEqualTo(id);
    }

    @Test
    void standsInTheOrderOfItsEvent() {
        assertThat(new DeliveryId(0, 9)).isLessThan(new DeliveryId(0, 10)).isLessThan(new DeliveryId(1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "17", "-17", "0-", "0-x", "65b1c0de-0000-4000-8000-000000000000"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> DeliveryId.of(text)).hasMessageContaining("\"" + text + "\"");
    }
}
