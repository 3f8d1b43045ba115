package org.broadsheet.render.markdown;

import java.util.Arrays;

/**
 * Whether a run of delimiters can open and close, by CommonMark 6.2 and, beside Chinese, Japanese and Korean text, where no spaces
 * part words, by the rules of markdown-cjk-friendly 3.0: there punctuation beside the run takes nothing from it.
 *
 * @param opens whether it can open emphasis
 * @param closes whether it can close it
 */
record Flanking(boolean opens, boolean closes) {
    /**
     * First and last of each range of characters that are wide, or half as wide as wide ones are, in East Asian text, emoji left
     * out, and all of Hangul; of Unicode 17.
     */
    private static final int[] CJK = {
        0x1100, 0x11ff, 0x20a9, 0x20a9, 0x2329, 0x232a, 0x2630, 0x2637, 0x268a, 0x268f, 0x2e80, 0x2e99, 0x2e9b, 0x2ef3,
        0x2f00, 0x2fd5, 0x2ff0, 0x303e, 0x3041, 0x3096, 0x3099, 0x30ff, 0x3105, 0x312f, 0x3131, 0x318e, 0x3190, 0x31e5,
        0x31ef, 0x321e, 0x3220, 0x3247, 0x3250, 0xa48c, 0xa490, 0xa4c6, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xd7b0, 0xd7c6,
        0xd7cb, 0xd7fb, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe52, 0xfe54, 0xfe66, 0xfe68, 0xfe6b, 0xff01, 0xffbe,
        0xffc2, 0xffc7, 0xffca, 0xffcf, 0xffd2, 0xffd7, 0xffda, 0xffdc, 0xffe0, 0xffe6, 0xffe8, 0xffee, 0x16fe0,
        0x16fe4, 0x16ff0, 0x16ff6, 0x17000, 0x18cda, 0x18cff, 0x18d20, 0x18d80, 0x18df2, 0x18e00, 0x19191, 0x191a0,
        0x191d2, 0x1aff0, 0x1aff3, 0x1aff5, 0x1affb, 0x1affd, 0x1affe, 0x1b000, 0x1b128, 0x1b132, 0x1b132, 0x1b150,
        0x1b152, 0x1b155, 0x1b155, 0x1b164, 0x1b168, 0x1b170, 0x1b2fb, 0x1d300, 0x1d356, 0x1d360, 0x1d376, 0x1f1ae,
        0x1f1ae, 0x1f200, 0x1f200, 0x1f202, 0x1f202, 0x1f210, 0x1f219, 0x1f21b, 0x1f22e, 0x1f230, 0x1f231, 0x1f237,
        0x1f237, 0x1f23b, 0x1f23b, 0x1f240, 0x1f248, 0x1f260, 0x1f265, 0x1f6d9, 0x1f6d9, 0x1f7da, 0x1f7da, 0x1fa8b,
        0x1fa8d, 0x1facc, 0x1facc, 0x1fadd, 0x1fadd, 0x1faeb, 0x1faeb, 0x1faf9, 0x1fafa, 0x20000, 0x2fffd, 0x30000,
        0x3fffd
    };

    /** Of the run of {@code sign} in {@code text} from {@code start} to {@code end}. */
    static Flanking of(CharSequence text, int start, int end, char sign) {
        int before = start == 0 ? '\n' : Character.codePointBefore(text, start);
        int after = end == text.length() ? '\n' : Character.codePointAt(text, end);
        // A selector of a variation is part of the character before it.
        int base = before;
        if (isVariationSelector(before)) {
            int selector = start - Character.charCount(before);
            int selected = selector == 0 ? '\n' : Character.codePointBefore(text, selector);
            base = isSpace(selected) ? before : selected;
        }
        if (isSpace(base) || isSpace(after)) {
            return new Flanking(!isSpace(after), !isSpace(base));
        }
        boolean punctuationBefore = isPunctuation(base);
        boolean punctuationAfter = isPunctuation(after);
        if (sign == '_') {
            return new Flanking(punctuationBefore, punctuationAfter);
        }
        boolean cjk = isCjk(after) || isCjkBefore(before, base);
        return new Flanking(
                punctuationBefore || cjk || !punctuationAfter, punctuationAfter || cjk || !punctuationBefore);
    }

    private static boolean isCjkBefore(int before, int base) {
        return isCjk(base)
                // Quotation marks may be asked to be as wide as ideographs.
                || (before == 0xfe01 && (base == 0x2018 || base == 0x2019 || base == 0x201c || base == 0x201d))
                // Selectors of variations of ideographs.
                || (before >= 0xe0100 && before <= 0xe01ef);
    }

    private static boolean isVariationSelector(int c) {
        return c >= 0xfe00 && c <= 0xfe0e;
    }

    private static boolean isCjk(int c) {
        if (c < CJK[0]) {
            return false;
        }
        int found = Arrays.binarySearch(CJK, c);
        // Between a first and a last lie odd places.
        return found >= 0 || (-found - 1) % 2 == 1;
    }

    private static boolean isSpace(int c) {
        return c <= ' '
                ? c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'
                : c >= 0xa0 && Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    /** CommonMark 2.1: general categories P and S. */
    static boolean isPunctuation(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL,
                    Character.OTHER_SYMBOL -> true;
            default -> false;
        };
    }
}
