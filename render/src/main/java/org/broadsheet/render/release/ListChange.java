package org.broadsheet.render.release;

import java.util.BitSet;
import java.util.List;
import org.broadsheet.common.record.Published;

/**
 * An ordered list of posts before and after some left it and some came; one that changed did both.
 *
 * @param removed the places in {@code before} of those that left, in order
 * @param added likewise in {@code now}
 */
public record ListChange(List<Published> before, List<Published> now, List<Integer> removed, List<Integer> added) {
    static ListChange of(KeptList before, KeptList removed, KeptList added) {
        KeptList now = PostOrder.changed(before, removed, added);
        return new ListChange(before, now, PostOrder.places(before, removed), PostOrder.places(now, added));
    }

    /** The blocks of so many posts, counted from the oldest, that may hold others than before, or others at another place. */
    public BitSet blocks(int size) {
        BitSet blocks = new BitSet();
        int was = 0;
        int is = 0;
        int left = 0;
        int came = 0;
        while (was < before.size() || is < now.size()) {
            int stay = Math.min(
                    (left < removed.size() ? removed.get(left) : before.size()) - was,
                    (came < added.size() ? added.get(came) : now.size()) - is);
            if (stay > 0 && was != is) {
                mark(blocks, size, was, stay);
                mark(blocks, size, is, stay);
            }
            was += stay;
            is += stay;
            if (left < removed.size() && removed.get(left) == was) {
                mark(blocks, size, was++, 1);
                left++;
            }
            if (came < added.size() && added.get(came) == is) {
                mark(blocks, size, is++, 1);
                came++;
            }
        }
        return blocks;
    }

    private static void mark(BitSet blocks, int size, int from, int many) {
        blocks.set(from / size, (from + many - 1) / size + 1);
    }
}
