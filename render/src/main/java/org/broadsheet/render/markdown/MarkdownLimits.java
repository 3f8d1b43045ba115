package org.broadsheet.render.markdown;

import java.time.Duration;
import org.broadsheet.common.config.Configuration;

/**
 * What one source may ask of the parser.
 *
 * @param size characters of the source
 * @param depth levels of lists, quotes, emphasis and links inside one another
 * @param brackets link openings ({@code ](}) in one block: the parser's time grows with their square
 * @param rows lines of one paragraph or table: likewise
 * @param told kinds of what is left out of which a text is told
 * @param time until the caller is set free
 */
public record MarkdownLimits(int size, int depth, int brackets, int rows, int told, Duration time) {
    public MarkdownLimits {
        if (size < 1 || depth < 1 || brackets < 1 || rows < 1 || told < 1 || !time.isPositive()) {
            throw new IllegalArgumentException("limits of Markdown are positive, not size " + size + ", depth " + depth
                    + ", brackets " + brackets + ", rows " + rows + ", told " + told + ", time " + time);
        }
    }

    public static MarkdownLimits of(Configuration.Limits limits) {
        return new MarkdownLimits(
                limits.post(),
                limits.markdownDepth(),
                limits.markdownBrackets(),
                limits.markdownRows(),
                limits.problemsPerFile(),
                limits.markdownTime());
    }
}
