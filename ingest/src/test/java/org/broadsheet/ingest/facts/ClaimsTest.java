package org.broadsheet.ingest.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.broadsheet.common.id.ContentPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
    private record Claim(Birth birth, ContentPath path) {}

    private static Claim claim(int number) {
        ContentPath path = new ContentPath("_posts/" + number + ".md");
        return new Claim(new Birth(path, Instant.ofEpochSecond(number % 17)), path);
    }

    private static List<ContentPath> paths(Claims claims) {
        List<ContentPath> paths = new ArrayList<>();
        if (claims != null) {
            claims.forEach(paths::add);
        }
        return paths;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isAnOrderedSetWhoseVersionsStay(long seed) {
        Random random = new Random(seed);
        TreeSet<Claim> model = new TreeSet<>(Comparator.comparing(Claim::birth).thenComparing(Claim::path));
        Claims claims = null;

        for (int i = 0; i < 2_000; i++) {
            Claim claim = claim(random.nextInt(150));
            Claims kept = claims;
            List<ContentPath> before = i % 100 == 0 ? paths(kept) : List.of();
            if (random.nextInt(5) < 2) {
                claims = Claims.without(claims, claim.birth(), claim.path());
                model.remove(claim);
            } else {
                claims = Claims.with(claims, claim.birth(), claim.path());
                model.add(claim);
            }
            if (i % 100 == 0) {
                assertThat(paths(claims))
                        .isEqualTo(model.stream().map(Claim::path).toList());
                assertThat(paths(kept)).isEqualTo(before);
            }
            assertThat(claims == null).isEqualTo(model.isEmpty());
            if (claims != null) {
                assertThat(claims.first()).isEqualTo(model.first().path());
            }
        }
    }

    /** Of ten thousand in the order of their paths, the reverse, and none: what a step costs is as the logarithm. */
    @ParameterizedTest
    @ValueSource(strings = {"ascending", "descending", "by chance"})
    void isFlatInWhateverOrderTheyCome(String order) {
        int many = 10_000;
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, many).boxed().toList());
        switch (order) {
            case "descending" -> Collections.reverse(numbers);
            case "by chance" -> Collections.shuffle(numbers, new Random(1));
            default -> {}
        }
        Claims claims = null;
        for (int number : numbers) {
            ContentPath path = new ContentPath(String.format("_posts/%05d/post.md", number));
            claims = Claims.with(claims, new Birth(path, Instant.EPOCH), path);
        }

        assertThat(claims.height()).isLessThanOrEqualTo(19);
        assertThat(claims.first().value()).isEqualTo("_posts/00000/post.md");

        for (int number = 0; number < many - 100; number++) {
            ContentPath path = claims.first();
            claims = Claims.without(claims, new Birth(path, Instant.EPOCH), path);
        }
        assertThat(claims.height()).isLessThanOrEqualTo(9);
        assertThat(paths(claims)).hasSize(100);
    }
}
