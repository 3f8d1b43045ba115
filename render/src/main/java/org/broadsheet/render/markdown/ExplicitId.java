package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.Optional;

/** The id that an author gives a heading: {@code ## Why {#why}}. It is no part of the heading's text. */
final class ExplicitId {
    private ExplicitId() {}

    /** The content of a heading without the id, which the heading keeps. */
    static BasedSequence cut(BasedSequence content, Heading heading) {
        BasedSequence text = content.trimEnd();
        int end = text.length() - 1;
        if (end < 3 || text.charAt(end) != '}') {
            return content;
        }
        int start = end;
        while (start > 0 && isOfId(text.charAt(start - 1))) {
            start--;
        }
        if (start == end || start < 2 || text.charAt(start - 1) != '#' || text.charAt(start - 2) != '{') {
            return content;
        }
        int opening = start - 2;
        if (opening > 0 && text.charAt(opening - 1) == '\\') {
            return content;
        }
        heading.setAnchorRefId(text.subSequence(start, end).toString());
        heading.setExplicitAnchorRefId(true);
        return text.subSequence(0, opening);
    }

    static Optional<String> of(Heading heading) {
        return heading.isExplicitAnchorRefId() ? Optional.of(heading.getAnchorRefId()) : Optional.empty();
    }

    private static boolean isOfId(char c) {
        return c == '-' || c == '.' || c == ':' || Character.isSurrogate(c) || HeadingIds.isWord(c);
    }
}
