package org.broadsheet.common.data;

import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes front matter as YAML. */
public final class FrontMatterText {
    private static final Pattern ODD_BREAK = Pattern.compile("[\\x85\\u2028\\u2029\\uFEFF]");

    private FrontMatterText() {}

    /**
     * With the lines above and below it.
     *
     * @param keys texts and lists of texts by key, in their order; whatever stands in them is read as the same text again
     */
    public static String of(Map<String, Object> keys) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        // Else these lines' ends would be read as white space.
        if (ODD_BREAK.matcher(keys.values().toString()).find()) {
            options.setDefaultScalarStyle(DumperOptions.ScalarStyle.DOUBLE_QUOTED);
        }
        // The library keeps one for each document.
        return "---\n" + new Yaml(options).dump(keys) + "---\n";
    }
}
