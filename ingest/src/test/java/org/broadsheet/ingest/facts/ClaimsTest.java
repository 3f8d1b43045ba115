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
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.Kind;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
    private static final PostId ID = PostId.of("2c9c6bd8-7f56-5a3c-8f4e-0d9f2f1b6a11");

    private static KeptTrack claim(int number) {
        return claim(new ContentPath("_posts/" + number + ".md"), Instant.ofEpochSecond(number % 17));
    }

    private static KeptTrack claim(ContentPath path, Instant born) {
        Birth birth = new Birth(path, born);
        return KeptTrack.of(
                path,
                new Track(
                        Kind.POST,
                        birth,
                        ObjectId.zeroId(),
                        false,
                        null,
                        false,
                        null,
                        null,
                        null,
                        ID,
                        new TreeSet<>()));
    }

    private static int height(Claims claims) {
        return claims instanceof SeveralClaims several ? several.height() : 1;
    }

    private static List<ContentPath> paths(Claims claims) {
        List<ContentPath> paths = new ArrayList<>();
        if (claims != null) {
            claims.forEach(track -> paths.add(track.path()));
        }
        return paths;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isAnOrderedSetWhoseVersionsStay(long seed) {
        Random random = new Random(seed);
        TreeSet<KeptTrack> model =
                new TreeSet<>(Comparator.comparing(KeptTrack::birth).thenComparing(KeptTrack::path));
        Claims claims = null;

        for (int i = 0; i < 2_000; i++) {
            KeptTrack claim = claim(random.nextInt(150));
            Claims kept = claims;
            List<ContentPath> before = i % 100 == 0 ? paths(kept) : List.of();
            if (random.nextInt(5) < 2) {
                claims = Claims.without(claims, claim);
                model.remove(claim);
            } else {
                claims = Claims.with(claims, claim);
                model.add(claim);
            }
            if (i % 100 == 0) {
                assertThat(paths(claims))
                        .isEqualTo(model.stream().map(KeptTrack::path).toList());
                assertThat(paths(kept)).isEqualTo(before);
            }
            assertThat(claims == null).isEqualTo(model.isEmpty());
            if (claims != null) {
                assertThat(claims.first()).isEqualTo(model.first());
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
            claims = Claims.with(claims, claim(path, Instant.EPOCH));
        }

        assertThat(height(claims)).isLessThanOrEqualTo(19);
        assertThat(claims.first().path().value()).isEqualTo("_posts/00000/post.md");

        for (int number = 0; number < many - 100; number++) {
            claims = Claims.without(claims, claims.first());
        }
        assertThat(height(claims)).isLessThanOrEqualTo(9);
        assertThat(paths(claims)).hasSize(100);
    }
}
