package org.broadsheet.render.theme;

import java.util.Locale;
import java.util.Set;

/**
 * The language of a text, for the attributes of the element that holds it.
 *
 * @param tag BCP 47; empty: nothing is said of it
 * @param dir which way it is written, {@code ltr} or {@code rtl}; {@code auto}: browsers look at its first letter
 */
public record LanguageView(String tag, String dir) {
    /** What nobody has named. */
    public static final LanguageView UNSAID = new LanguageView("", "auto");

    /** Scripts from right to left, by ISO 15924. */
    private static final Set<String> SCRIPTS = Set.of(
            "Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Syre", "Syrj", "Syrn",
            "Thaa", "Yezi");

    /** Languages written in one of those where no script is said. */
    private static final Set<String> LANGUAGES = Set.of(
            "ar", "arc", "arz", "azb", "bal", "bqi", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo", "pnb",
            "ps", "sd", "skr", "syr", "ug", "ur", "yi");

    public static LanguageView of(String tag) {
        return new LanguageView(tag, direction(tag));
    }

    /** {@code ltr} or {@code rtl}. */
    static String direction(String tag) {
        Locale locale = Locale.forLanguageTag(tag);
        boolean isLeftward = locale.getScript().isEmpty()
                ? LANGUAGES.contains(locale.getLanguage())
                : SCRIPTS.contains(locale.getScript());
        return isLeftward ? "rtl" : "ltr";
    }
}
