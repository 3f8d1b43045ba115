package org.broadsheet.render.page;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** How long people read a text. */
public final class ReadingTime {
    private static final int WORDS_A_MINUTE = 230;
    private static final int LETTERS_A_MINUTE = 500;

    /** Scripts that write no spaces between words, so that their letters are counted. */
    private static final Set<UnicodeScript> WITHOUT_SPACES = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private ReadingTime() {}

    /** In minutes, rounded up: of no text one minute, too. */
    public static int of(String plainText) {
        int words = 0;
        int letters = 0;
        boolean inWord = false;
        for (int i = 0; i < plainText.length(); ) {
            int c = plainText.codePointAt(i);
            i += Character.charCount(c);
            if (c > 0x7f && WITHOUT_SPACES.contains(UnicodeScript.of(c))) {
                letters++;
                inWord = false;
            } else if (Character.isLetterOrDigit(c)) {
                words += inWord ? 0 : 1;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                inWord = false;
            }
        }
        double minutes = (double) words / WORDS_A_MINUTE + (double) letters / LETTERS_A_MINUTE;
        return Math.max(1, (int) Math.ceil(minutes));
    }
}
