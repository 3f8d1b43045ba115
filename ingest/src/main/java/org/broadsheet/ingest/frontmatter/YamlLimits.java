package org.broadsheet.ingest.frontmatter;

import org.broadsheet.common.config.Configuration;

/**
 * What front matter may ask for.
 *
 * @param size characters between the lines of dashes, or of {@code site.yml}
 */
public record YamlLimits(int size, int aliases, int depth) {
    public static YamlLimits of(Configuration.Limits limits) {
        return new YamlLimits(limits.frontMatter(), limits.yamlAliases(), limits.yamlDepth());
    }
}
