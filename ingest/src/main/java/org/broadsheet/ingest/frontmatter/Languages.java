package org.broadsheet.ingest.frontmatter;

import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Languages as authors write them: {@code en}, {@code en_US}, {@code en_US.UTF-8}, {@code English}. */
public final class Languages {
    private static final int LONGEST_CODE = 3;

    private Languages() {}

    /** Empty when nobody knows it. */
    public static Optional<String> tag(String written) {
        String tag = written.replaceFirst("[.@].*$", "").replace('_', '-');
        if (tag.length() > LONGEST_CODE && tag.chars().allMatch(Character::isLetter)) {
            return Optional.ofNullable(Named.CODES.get(tag.toLowerCase(Locale.ROOT)));
        }
        try {
            return Optional.of(new Locale.Builder().setLanguageTag(tag).build().toLanguageTag());
        } catch (IllformedLocaleException e) {
            return Optional.empty();
        }
    }

    /** By the name in English, and in the language itself. */
    private static final class Named {
        private static final Map<String, String> CODES = new HashMap<>();

        static {
            for (String code : Locale.getISOLanguages()) {
                Locale language = Locale.of(code);
                for (Locale in : List.of(Locale.ENGLISH, language)) {
                    CODES.putIfAbsent(language.getDisplayLanguage(in).toLowerCase(Locale.ROOT), code);
                }
            }
        }
    }
}
