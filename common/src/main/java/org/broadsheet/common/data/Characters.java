package org.broadsheet.common.data;

import org.yaml.snakeyaml.reader.StreamReader;

/** What is asked of a text before anything is read of it. */
final class Characters {
    private Characters() {}

    static void check(String text, DataLimits limits, int linesAbove, String format) {
        if (text.length() > limits.size()) {
            throw new Refused(
                    1 + linesAbove,
                    1,
                    text.length() + " characters",
                    "at most " + limits.size() + " may be here; keep long texts elsewhere");
        }
        int line = 1 + linesAbove;
        int column = 1;
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                throw new Refused(
                        line,
                        column,
                        String.format("the character U+%04X", c),
                        "take it away: it cannot be seen and " + format + " does not allow it");
            }
            column = c == '\n' ? 1 : column + 1;
            line += c == '\n' ? 1 : 0;
        }
    }
}
