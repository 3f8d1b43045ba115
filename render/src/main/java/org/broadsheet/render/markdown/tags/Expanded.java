package org.broadsheet.render.markdown.tags;

import java.util.Arrays;
import java.util.List;

/**
 * A text whose tags are read, which knows where each of its characters is written.
 *
 * @param remarks what there is to say of the tags, in their order
 * @param isTooLong whether it has more characters than it may; what is here is the beginning
 */
public record Expanded(String text, Origins origins, List<Remark> remarks, boolean isTooLong) {
    /** @param index in the text as written */
    public record Remark(int index, String message, String hint) {}

    /** Where in the text as written what is at an index was: of what stands in the place of a tag, where the tag begins. */
    public static final class Origins {
        private final int[] starts;
        private final int[] origins;

        /**
         * @param starts of the parts of the text, ascending
         * @param origins of each part: where it is written, or, below zero, the complement of where the tag is that it stands for
         */
        Origins(int[] starts, int[] origins) {
            this.starts = starts;
            this.origins = origins;
        }

        public int of(int index) {
            int found = Arrays.binarySearch(starts, index);
            int part = found >= 0 ? found : -found - 2;
            if (part < 0) {
                return index;
            }
            return origins[part] < 0 ? ~origins[part] : origins[part] + index - starts[part];
        }
    }
}
