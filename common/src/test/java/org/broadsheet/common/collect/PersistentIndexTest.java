package org.broadsheet.common.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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
}
