package org.broadsheet.render.markdown;

import com.vladsch.flexmark.util.sequence.BasedSequence;
import com.vladsch.flexmark.util.sequence.Escaping;
import com.vladsch.flexmark.util.sequence.SubSequence;

/**
 * What text means in which signs are escaped or named (CommonMark 2.4, 2.5). The library's way for text that has neither, which
 * most has, are two searches by regular expression through a view of a view of the source.
 */
public final class Unescape {
    private Unescape() {}

    /** The text without backslashes before punctuation, and with characters in the place of entities. */
    public static String of(BasedSequence text) {
        String written = written(text);
        return written.indexOf('\\') < 0 && written.indexOf('&') < 0 ? written : Escaping.unescapeString(written);
    }

    /** Likewise of a node of text: what the parser left of entities in it is none. */
    public static String ofText(BasedSequence text) {
        String written = written(text);
        int backslash = written.indexOf('\\');
        if (backslash < 0) {
            return written;
        }
        StringBuilder out = new StringBuilder(written.length()).append(written, 0, backslash);
        for (int i = backslash; i < written.length(); i++) {
            char c = written.charAt(i);
            boolean escapes = c == '\\' && i + 1 < written.length() && isAsciiPunctuation(written.charAt(i + 1));
            out.append(escapes ? written.charAt(++i) : c);
        }
        return out.toString();
    }

    private static boolean isAsciiPunctuation(char c) {
        return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
    }

    /** The library asks for each character through a view of a view; most texts are a part of the source as it is. */
    private static String written(BasedSequence text) {
        if (text instanceof SubSequence part) {
            String written = part.getBase().toString().substring(part.getStartOffset(), part.getEndOffset());
            if (written.indexOf('\0') < 0) {
                return written;
            }
        }
        // Which also replaces U+0000, see CommonMark 2.3.
        return text.toString();
    }
}
