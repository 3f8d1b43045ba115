package org.broadsheet.render.highlight;

import java.util.Locale;
import java.util.Optional;

/**
 * A language that code is in.
 *
 * @param name as people call it, such as {@code C++}
 */
public record Language(String name, Lexer lexer) {
    /** Of the name after a fence, such as {@code js}; whether letters are capitals does not count. */
    public static Optional<Language> named(String word) {
        return Optional.ofNullable(Languages.ALL.get(word.toLowerCase(Locale.ROOT)));
    }

    /** Whether the word says that there is no language. */
    public static boolean isNone(String word) {
        return Languages.NONE.contains(word.toLowerCase(Locale.ROOT));
    }

    /** The code with a {@code span} around each token. Its text is the code, always. */
    public String html(String code) {
        Tokens tokens = new Tokens(code);
        lexer.read(code, 0, code.length(), tokens);
        return tokens.html();
    }
}
