package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.AutoLink;
import com.vladsch.flexmark.util.sequence.BasedSequence;

/** An address that stands in the text as it is: GFM 6.9. */
public final class BareLink extends AutoLink {
    private static final int LONGEST_SCHEME = 5;

    BareLink(BasedSequence text) {
        super(text.subSequence(0, 0), text, text.subSequence(text.length()));
    }

    /** What a reader sees. */
    public String shown() {
        return Unescape.of(getText());
    }

    public String destination() {
        String shown = shown();
        return startsWithWww(shown) ? "http://" + shown : shown;
    }

    private static boolean startsWithWww(CharSequence text) {
        return text.length() > 3
                && (text.charAt(0) | 0x20) == 'w'
                && (text.charAt(1) | 0x20) == 'w'
                && (text.charAt(2) | 0x20) == 'w'
                && text.charAt(3) == '.';
    }

    /**
     * What was found around a sign.
     *
     * @param noneBefore an index before which, from the sign on, no address begins
     */
    record Found(int start, int end, int noneBefore) {
        boolean isLink() {
            return end > start;
        }
    }

    /**
     * The address whose first colon, or whose first full stop, is at {@code at}, and that begins at {@code begin} or later.
     *
     * @param text as it is written, with its escapes and entities
     */
    static Found around(CharSequence text, int begin, int at) {
        boolean www = text.charAt(at) == '.';
        int start = www ? wwwBefore(text, begin, at) : schemeBefore(text, begin, at);
        if (start < 0) {
            return none(at);
        }
        int domain = www ? start : at + 3;
        int name = www ? at + 1 : domain;
        if (name >= text.length() || !isOfDomain(text.charAt(name))) {
            return none(at);
        }
        int end = endOfDomain(text, domain);
        if (end < 0) {
            return none(-end);
        }
        while (end < text.length() && !isEnd(text.charAt(end)) && !isFootnote(text, end)) {
            end++;
        }
        end = trimmed(text, start, end);
        return end > name ? new Found(start, end, end) : none(at);
    }

    private static Found none(int before) {
        return new Found(0, 0, before);
    }

    private static int schemeBefore(CharSequence text, int begin, int colon) {
        if (colon + 2 >= text.length() || text.charAt(colon + 1) != '/' || text.charAt(colon + 2) != '/') {
            return -1;
        }
        int start = colon;
        while (start > begin && colon - start <= LONGEST_SCHEME && isAsciiLetter(text.charAt(start - 1))) {
            start--;
        }
        String scheme = text.subSequence(start, colon).toString();
        return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("ftp")
                ? start
                : -1;
    }

    private static int wwwBefore(CharSequence text, int begin, int stop) {
        int start = stop - 3;
        if (start < begin || !startsWithWww(text.subSequence(start, stop + 1))) {
            return -1;
        }
        if (start == 0) {
            return start;
        }
        char before = text.charAt(start - 1);
        // GFM 6.9: at the beginning of a line, after white space or a delimiter; other scripts write no spaces.
        return before >= 0x80 || " \t\r\n*_~([".indexOf(before) >= 0 ? start : -1;
    }

    /** Negative, and where it ends, if it is none: no underscores in the last two parts of its name. */
    private static int endOfDomain(CharSequence text, int from) {
        boolean last = false;
        boolean lastButOne = false;
        int i = from;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '_') {
                last = true;
            } else if (c == '.') {
                lastButOne = last;
                last = false;
            } else if (!isOfDomain(c) && c != '-') {
                break;
            }
        }
        return last || lastButOne ? -i : i;
    }

    private static boolean isOfDomain(char c) {
        return c < 0x80
                ? isAsciiLetter(c) || isDigit(c)
                : !Character.isWhitespace(c) && !Character.isSpaceChar(c) && !Flanking.isPunctuation(c);
    }

    private static boolean isEnd(char c) {
        return c == '<' || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isFootnote(CharSequence text, int at) {
        return text.charAt(at) == '[' && at + 1 < text.length() && text.charAt(at + 1) == '^';
    }

    /** GFM 6.9: without punctuation at its end, brackets that it did not open, and what looks like an entity. */
    static int trimmed(CharSequence text, int start, int end) {
        int unopened = 0;
        for (int i = start; i < end; i++) {
            unopened += text.charAt(i) == ')' ? 1 : text.charAt(i) == '(' ? -1 : 0;
        }
        int at = end;
        while (at > start) {
            char c = text.charAt(at - 1);
            if (c == ';') {
                at = beforeEntity(text, start, at);
            } else if (c == ')' && unopened > 0) {
                unopened--;
                at--;
            } else if ("?!.,:*_~'\"\\".indexOf(c) >= 0) {
                at--;
            } else {
                break;
            }
        }
        return at;
    }

    private static int beforeEntity(CharSequence text, int start, int end) {
        int at = end - 2;
        while (at > start && (isAsciiLetter(text.charAt(at)) || isDigit(text.charAt(at)) || text.charAt(at) == '#')) {
            at--;
        }
        return at >= start && at < end - 2 && text.charAt(at) == '&' ? at : end - 1;
    }

    static boolean isAsciiLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
