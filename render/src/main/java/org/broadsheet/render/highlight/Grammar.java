package org.broadsheet.render.highlight;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the words and signs of a programming language are.
 *
 * @param line what begins a comment that ends with its line
 * @param block what begins and ends a longer one, in pairs
 * @param texts what begins and ends a text in one line, in which {@code \} takes the next character's meaning
 * @param longTexts likewise of one that may have several lines
 * @param rawTexts likewise, and in which nothing has another meaning
 * @param variables signs that begin a variable's name
 * @param metas signs that begin a word of another kind, such as an annotation
 * @param inWord signs that a word may hold
 * @param keywords in lower case where capitals do not count
 */
record Grammar(
        List<String> line,
        List<String> block,
        List<String> texts,
        List<String> longTexts,
        List<String> rawTexts,
        String variables,
        String metas,
        String inWord,
        Set<Trait> traits,
        Set<String> keywords,
        Set<String> types) {
    enum Trait {
        /** A word before a parenthesis is a function. */
        CALLS,
        /** A word in capitals and small letters is a type. */
        TYPES,
        /** Whether letters are capitals does not count. */
        NOCASE,
        /** What stands between slashes where a value may begin is a pattern. */
        REGEX,
        /** An apostrophe stands around one character, or before a name. */
        CHARS,
        /** Comments stand within one another. */
        NESTED,
        /** What stands before a colon is a key. */
        COLON,
        /** What stands before an equals sign is a key. */
        EQUALS,
        /** A word behind a colon is a text. */
        SYMBOLS,
        /** The first word within parentheses is a function. */
        LISP,
        /** {@code <Name} begins a tag where a value may begin. */
        TAGS,
        /** A line that begins with {@code #} is for the preprocessor. */
        PREPROCESSOR,
        /** A line that begins with a bracket is the name of what follows. */
        SECTIONS
    }

    /** @param lines {@code key: values}, as the file of languages has them */
    static Grammar of(Map<String, List<String>> lines) {
        Set<Trait> traits = new HashSet<>();
        words(lines, "is").forEach(name -> traits.add(Trait.valueOf(name.toUpperCase(Locale.ROOT))));
        return new Grammar(
                words(lines, "line"),
                words(lines, "block"),
                longestFirst(words(lines, "text")),
                longestFirst(words(lines, "long")),
                longestFirst(words(lines, "raw")),
                String.join("", words(lines, "variable")),
                String.join("", words(lines, "meta")),
                String.join("", words(lines, "inword")),
                Set.copyOf(traits),
                Set.copyOf(new HashSet<>(words(lines, "words"))),
                Set.copyOf(new HashSet<>(words(lines, "types"))));
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    private static List<String> words(Map<String, List<String>> lines, String key) {
        return lines.getOrDefault(key, List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> longestFirst(Collection<String> words) {
        return words.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }
}
