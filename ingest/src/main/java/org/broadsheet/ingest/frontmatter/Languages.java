package org.broadsheet.ingest.frontmatter;

import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;

/** Languages as authors write them: {@code en}, {@code en_US}, {@code en_US.UTF-8}, {@code English}. */
final class Languages {
    private static final int LONGEST_CODE = 3;

    private Languages() {}

    /** Empty when nobody knows it. */
    static Optional<String> tag(String written) {
        String tag = written.replaceFirst("[.@].*$", "").replace('_', '-');
        if (tag.length() > LONGEST_CODE && tag.chars().allMatch(Character::isLetter)) {
            return Arrays.stream(Locale.getISOLanguages())
                    .filter(code -> isNamed(Locale.of(code), tag))
                    .findFirst();
        }
        try {
            return Optional.of(new Locale.Builder().setLanguageTag(tag).build().toLanguageTag());
        } catch (IllformedLocaleException e) {
            return Optional.empty();
        }
    }

    /** In English, or in itself. */
    private static boolean isNamed(Locale language, String name) {
        return language.getDisplayLanguage(Locale.ENGLISH).equalsIgnoreCase(name)
                || language.getDisplayLanguage(language).equalsIgnoreCase(name);
    }
}
