package org.broadsheet.render.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AskersTest {
    @Test
    void whoeverAskedLastForAKeyIsNamedAndNobodyElse() {
        Random random = new Random(3);
        Askers askers = new Askers();
        Map<String, Set<String>> asked = new HashMap<>();
        for (int round = 0; round < 20_000; round++) {
            int number = random.nextInt(400);
            String asker =
                    number % 2 == 0 ? "asker " + number : "asker/" + number % 3 + "/" + new UUID(number, -number);
            Set<String> keys = new HashSet<>();
            for (int i = random.nextInt(3) == 0 ? 0 : random.nextInt(12); i > 0; i--) {
                keys.add("key " + random.nextInt(300));
            }
            askers.ask(asker, Askers.Questions.of(keys));
            asked.put(asker, keys);

            Set<String> some = Set.of("key " + random.nextInt(150), "key " + (150 + random.nextInt(150)));
            assertThat(askers.of(some))
                    .isEqualTo(asked.entrySet().stream()
                            .filter(one -> one.getValue().stream().anyMatch(some::contains))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet()));
        }
    }
}
