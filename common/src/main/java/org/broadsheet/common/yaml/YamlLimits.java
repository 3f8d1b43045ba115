package org.broadsheet.common.yaml;

/**
 * What one document may ask for.
 *
 * @param size characters
 * @param aliases {@code *name} in all
 * @param depth levels of nesting, the first included
 * @param nodes values, those that an alias repeats counted each time
 */
public record YamlLimits(int size, int aliases, int depth, int nodes) {
    public YamlLimits {
        if (size < 1 || aliases < 0 || depth < 1 || nodes < 1) {
            throw new IllegalArgumentException("limits of YAML are positive, not size " + size + ", aliases " + aliases
                    + ", depth " + depth + ", nodes " + nodes);
        }
    }
}
