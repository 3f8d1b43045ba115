package org.broadsheet.common.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PersistentIndexTest {
    /** Of the keys "Aa" and "BB" have one hash. */
    private record Entry(String key, int value) {}

    private static PersistentIndex<String, Entry> of(Entry... entries) {
        PersistentIndex<String, Entry> index = PersistentIndex.empty(Entry::key);
        for (Entry entry : entries) {
            index = index.plus(entry);
        }
        return index;
    }

    @Test
    void staysWhereAnEqualOneIsThere() {
        PersistentIndex<String, Entry> index = of(new Entry("Aa", 1), new Entry("BB", 2), new Entry("c", 3));

        assertThat(index.plus(new Entry("BB", 2))).isSameAs(index);
        assertThat(index.plus(new Entry("c", 3))).isSameAs(index);
        assertThat(index.plus(new Entry("BB", 4)).size()).isEqualTo(3);
        assertThat(index.minus("d")).isSameAs(index);
    }

    @Test
    void tellsWhatEachHasWhereTheyDiffer() {
        PersistentIndex<String, Entry> one = of(new Entry("Aa", 1), new Entry("BB", 2), new Entry("c", 3));
        PersistentIndex<String, Entry> other =
                one.minus("Aa").plus(new Entry("BB", 4)).plus(new Entry("d", 5));

        List<String> told = new ArrayList<>();
        one.differences(other, (mine, theirs) -> told.add(mine + " " + theirs));

        assertThat(told)
                .containsExactlyInAnyOrder(
                        new Entry("Aa", 1) + " null",
                        new Entry("BB", 2) + " " + new Entry("BB", 4),
                        "null " + new Entry("d", 5));
    }

    /** Keys of one hash, keys that come twice with the same value and with another one, and hashes that differ in the highest bits only. */
    @RepeatedTest(20)
    void isTheSameOfAllAtOnceAsOneByOne(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(300); i > 0; i--) {
            String key = random.nextBoolean() ? "Aa".repeat(random.nextInt(3)) + "BB".repeat(random.nextInt(3)) : "";
            entries.add(new Entry(key + random.nextInt(60), random.nextInt(2)));
        }

        PersistentIndex<String, Entry> oneByOne = of(entries.toArray(Entry[]::new));
        PersistentIndex<String, Entry> atOnce =
                PersistentIndex.<String, Entry>empty(Entry::key).plusAll(entries);

        assertThat(atOnce.size()).isEqualTo(oneByOne.size());
        assertThat(all(atOnce)).isEqualTo(all(oneByOne)).hasSize(atOnce.size());
        entries.forEach(entry -> assertThat(atOnce.get(entry.key())).isEqualTo(oneByOne.get(entry.key())));
        List<String> different = new ArrayList<>();
        oneByOne.differences(atOnce, (mine, theirs) -> different.add(mine + " " + theirs));
        assertThat(different).isEmpty();
        PersistentIndex<String, Entry> emptied = atOnce;
        for (Entry entry : entries) {
            emptied = emptied.minus(entry.key());
        }
        assertThat(emptied.size()).isZero();
        assertThat(all(emptied)).isEmpty();
        assertThat(all(oneByOne.plusAll(List.of(new Entry("e", 1))))).isEqualTo(all(oneByOne.plus(new Entry("e", 1))));
    }

    private static List<Entry> all(PersistentIndex<String, Entry> index) {
        List<Entry> all = new ArrayList<>();
        index.forEach(all::add);
        return all;
    }
}
