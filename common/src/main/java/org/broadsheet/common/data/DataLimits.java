package org.broadsheet.common.data;

/**
 * What one document may ask for.
 *
 * @param size characters
 * @param aliases {@code *name} in all
 * @param depth levels of nesting, the first included
 * @param nodes values, those that an alias repeats counted each time
 */
public record DataLimits(int size, int aliases, int depth, int nodes) {
    public DataLimits {
        if (size < 1 || aliases < 0 || depth < 1 || nodes < 1) {
            throw new IllegalArgumentException("limits are positive, not size " + size + ", aliases " + aliases
                    + ", depth " + depth + ", nodes " + nodes);
        }
    }
}
