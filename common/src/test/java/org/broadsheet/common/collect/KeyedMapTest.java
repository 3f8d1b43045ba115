package org.broadsheet.common.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyedMapTest {
    @Test
    void isAMapAsOthersWhateverItsKeys() throws IOException {
        Random random = new Random(5);
        Map<String, Integer> expected = new HashMap<>();
        KeyedMap<Integer> map = new KeyedMap<>();
        for (int round = 0; round < 50_000; round++) {
            String key = key(random);
            if (random.nextInt(3) == 0) {
                assertThat(map.remove(key)).isEqualTo(expected.remove(key));
            } else {
                assertThat(map.put(key, round)).isEqualTo(expected.put(key, round));
            }
            String other = key(random);
            assertThat(map.get(other)).isEqualTo(expected.get(other));
            if (round % 5_000 == 0) {
                KeyedMap<Integer> copy = map.copy();
                map.remove(key);
                map.put(key, -1);
                assertThat(copy).isNotEqualTo(map);
                expected.put(key, -1);
                assertThat(map).isEqualTo(expected).hasSameSizeAs(expected);
                KeyedMap<Integer> again = new KeyedMap<>();
                map.forEachPacked(again::putPacked);
                assertThat(again).isEqualTo(expected);
            }
        }
        map.clear();
        assertThat(map).isEmpty();
    }

    /** With an id, with one in capitals, with nothing but an id, and with none. */
    private static String key(Random random) {
        String id = new UUID(random.nextInt(100), random.nextInt(4)).toString();
        return switch (random.nextInt(5)) {
            case 0 -> "main/post/" + id;
            case 1 -> "mäin/post/" + id.toUpperCase(java.util.Locale.ROOT);
            case 2 -> id;
            case 3 -> "main/asset/" + id + "/ü字" + random.nextInt(20);
            default -> "main/listing/" + random.nextInt(200);
        };
    }
}
