package org.broadsheet.render.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.broadsheet.common.binary.BinaryFile;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskersTest {
    @TempDir
    private Path folder;

    /** What is known of one who asks. */
    private record Asker(long version, Set<String> keys) {}

    @Test
    void whoeverAskedLastForAKeyIsNamedAndNobodyElse() {
        Random random = new Random(3);
        Askers askers = new Askers();
        Map<String, Asker> asked = new HashMap<>();
        for (int round = 0; round < 20_000; round++) {
            String asker = name(random.nextInt(400));
            if (random.nextInt(4) == 0) {
                askers.forget(asker);
                asked.remove(asker);
            } else {
                Asker one = new Asker(random.nextLong(), keys(random));
                askers.ask(asker, one.version(), Askers.Questions.of(one.keys()));
                asked.put(asker, one);
            }
            if (round % 1_000 == 0) {
                Path file = folder.resolve("askers.bin");
                AskersFile.write(file, askers);
                askers = AskersFile.read(file).orElseThrow();
                assertThat(askers.isAsRead()).isTrue();
            }
            if (round % 3_000 == 0) {
                asked.keySet().removeIf(name -> random.nextInt(9) == 0);
                askers.keepOnly(asked.keySet());
            }

            isOf(askers, Set.of("key " + random.nextInt(150), "key " + (150 + random.nextInt(150))), asked);
            assertThat(askers.count()).isEqualTo(asked.size());
            String other = name(random.nextInt(400));
            long version = asked.containsKey(other) ? asked.get(other).version() : random.nextLong();
            assertThat(askers.isAsOf(other, version)).isEqualTo(asked.containsKey(other));
            assertThat(askers.isAsOf(other, version + 1)).isFalse();
        }
    }

    private static Askers ofOne() {
        Askers askers = new Askers();
        askers.ask("a", 1, Askers.Questions.of(Set.of("key")));
        return askers;
    }

    private static String name(int number) {
        return number % 2 == 0 ? "asker " + number : "asker/" + number % 3 + "/" + new UUID(number, -number);
    }

    private static Set<String> keys(Random random) {
        Set<String> keys = new HashSet<>();
        for (int i = random.nextInt(3) == 0 ? 0 : random.nextInt(12); i > 0; i--) {
            keys.add("key " + random.nextInt(300));
        }
        return keys;
    }

    private static void isOf(Askers askers, Set<String> keys, Map<String, Asker> asked) {
        assertThat(askers.of(keys))
                .isEqualTo(asked.entrySet().stream()
                        .filter(one -> one.getValue().keys().stream().anyMatch(keys::contains))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    /** A site on which every text links to one page. */
    @Test
    void allMayAskForTheSame() {
        Askers askers = new Askers();
        for (int i = 0; i < 30_000; i++) {
            askers.ask(name(i), i, Askers.Questions.of(Set.of("/about", "key " + i)));
        }

        assertThat(askers.of(Set.of("/about"))).hasSize(30_000);
        assertThat(askers.of(Set.of("key 7"))).containsExactly(name(7));
    }

    @Test
    void isAsReadUntilSomebodyAsksSomethingElse() throws IOException {
        Askers.Questions questions = Askers.Questions.of(Set.of("key"));
        Askers askers = ofOne();
        Path file = folder.resolve("askers.bin");
        AskersFile.write(file, askers);

        Askers same = AskersFile.read(file).orElseThrow();
        same.ask("a", 1, questions);
        same.forget("nobody");
        assertThat(same.isAsRead()).isTrue();

        Askers newer = AskersFile.read(file).orElseThrow();
        newer.ask("a", 2, questions);
        assertThat(newer.isAsRead()).isFalse();
        Askers other = AskersFile.read(file).orElseThrow();
        other.ask("a", 1, Askers.Questions.of(Set.of("other")));
        assertThat(other.isAsRead()).isFalse();
        Askers without = AskersFile.read(file).orElseThrow();
        without.forget("a");
        assertThat(without.isAsRead()).isFalse();
        assertThat(askers.isAsRead()).isFalse();
    }

    @Test
    void ofThoseWhoAreGoneNothingIsWritten() throws IOException {
        Askers askers = ofOne();
        Path small = folder.resolve("small.bin");
        AskersFile.write(small, askers);
        for (int i = 0; i < 3_000; i++) {
            askers.ask(name(i), i, Askers.Questions.of(Set.of("key " + i)));
        }
        askers.keepOnly(Set.of("a"));
        Path file = folder.resolve("askers.bin");
        AskersFile.write(file, askers);

        assertThat(Files.size(file)).isLessThanOrEqualTo(2 * Files.size(small));
        assertThat(AskersFile.read(file).orElseThrow().of(Set.of("key"))).containsExactly("a");
    }

    @Test
    void aFileOfAnotherVersionOrOfOtherPartsIsNotUsed() throws IOException {
        Askers askers = ofOne();
        Path file = folder.resolve("askers.bin");
        BinaryFile.write(file, out -> {
            out.count(AskersFile.VERSION + 1);
            askers.write(out);
        });
        assertThat(AskersFile.read(file)).isEmpty();

        BinaryFile.write(file, out -> {
            out.count(AskersFile.VERSION);
            new Names(16).write(out);
            for (int i = 0; i < 12; i++) {
                out.count(0);
            }
        });
        assertThat(AskersFile.read(file)).isEmpty();
    }

    @Test
    void aFileThatIsNotWholeIsNotUsed() throws IOException {
        Askers askers = ofOne();
        Path file = folder.resolve("askers.bin");
        AskersFile.write(file, askers);
        byte[] whole = Files.readAllBytes(file);

        for (int i = 0; i < whole.length; i++) {
            byte[] other = whole.clone();
            other[i] ^= 1;
            Files.write(file, other);
            assertThat(AskersFile.read(file)).isEmpty();
        }
        Files.delete(file);
        assertThat(AskersFile.read(file)).isEmpty();
    }

    /** Where it fails, {@link AskersFile#VERSION} is to be raised, and the digest to be what it is now. */
    @Test
    void ofAVersionTheSameTextsAreTheSameFile() throws IOException {
        Askers askers = new Askers();
        for (String destination : LinkKeyTest.DESTINATIONS) {
            List<String> keys =
                    LinkKey.of(destination, new ContentPath("_posts/deep/from.md"), new UrlPath("/posts/from"));
            askers.ask("site/post/" + new UUID(1, askers.count()), 1, Askers.Questions.of(keys));
            askers.ask("site/introduction/" + askers.count(), 0, Askers.Questions.of(keys));
        }
        Path file = folder.resolve("askers.bin");
        AskersFile.write(file, askers);

        assertThat(AskersFile.VERSION).isEqualTo(3);
        assertThat(Digest.of(Files.readAllBytes(file)).value())
                .isEqualTo("f7a796c6eec6c59a67230d89681323b1d4ae88e3d6f57460afe4f15e92997bd7");
    }
}
