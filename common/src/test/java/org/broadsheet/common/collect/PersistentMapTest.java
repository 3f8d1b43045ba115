package org.broadsheet.common.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentMapTest {
    /** Few hashes, so that keys meet on every level and below the last. */
    private record Key(int id) {
        @Override
        public int hashCode() {
            return (id % 7) * 0x40000001 + id % 3;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isAMapWhoseVersionsStay(long seed) {
        Random random = new Random(seed);
        PersistentMap<Key, Object> map = PersistentMap.empty();
        Map<Key, Object> model = new HashMap<>();
        PersistentMap<Key, Object> kept = map;
        Map<Key, Object> keptModel = Map.of();

        for (int i = 0; i < 3000; i++) {
            Key key = new Key(random.nextInt(200));
            if (random.nextInt(3) == 0) {
                map = map.minus(key);
                model.remove(key);
            } else {
                Object value = new Object();
                map = map.plus(key, value);
                model.put(key, value);
            }
            if (random.nextInt(100) == 0) {
                assertThat(differences(kept, map)).isEqualTo(differences(keptModel, model));
                kept = map;
                keptModel = new HashMap<>(model);
            }
            assertThat(map.get(key)).isSameAs(model.get(key));
            assertThat(map.size()).isEqualTo(model.size());
        }

        Map<Key, Object> all = new HashMap<>();
        map.forEach(all::put);
        assertThat(all).isEqualTo(model);
    }

    @Test
    void lookingForDifferencesCostsWhatDiffers() {
        PersistentMap<Integer, Object> map = PersistentMap.empty();
        Object value = new Object();
        for (int i = 0; i < 100_000; i++) {
            map = map.plus(i, value);
        }
        PersistentMap<Integer, Object> other = map.plus(7, new Object()).minus(8);

        long began = System.nanoTime();
        Set<Integer> differences = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            map.differences(other, differences::add);
        }
        double millis = (System.nanoTime() - began) / 1e6;

        assertThat(differences).containsExactlyInAnyOrder(7, 8);
        assertThat(millis).as("of a thousand comparisons of 100,000 entries").isLessThan(2_000);
    }

    private static Set<Key> differences(PersistentMap<Key, Object> one, PersistentMap<Key, Object> other) {
        Set<Key> keys = new HashSet<>();
        one.differences(other, key -> assertThat(keys.add(key)).isTrue());
        return keys;
    }

    private static Set<Key> differences(Map<Key, Object> one, Map<Key, Object> other) {
        Set<Key> keys = new HashSet<>(one.keySet());
        keys.addAll(other.keySet());
        keys.removeIf(key -> Objects.equals(one.get(key), other.get(key)));
        return keys;
    }
}
