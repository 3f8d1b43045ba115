package org.broadsheet.render.highlight;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The languages of the file {@code languages}, by each of their names. */
final class Languages {
    /** Names of what is in no language. */
    static final Set<String> NONE =
            Set.of("text", "txt", "plain", "plaintext", "none", "nohighlight", "no-highlight", "output", "raw");

    static final Map<String, Language> ALL = read();

    private Languages() {}

    private static Map<String, Language> read() {
        Map<String, Language> all = new HashMap<>();
        Map<String, Lexer> lexers = new HashMap<>();
        for (String part : text().split("\n\n")) {
            Map<String, List<String>> lines = new LinkedHashMap<>();
            String name = "";
            for (String line : part.strip().split("\n")) {
                if (line.startsWith("  ")) {
                    String[] words = line.strip().split(" ", 2);
                    lines.computeIfAbsent(words[0], key -> new ArrayList<>()).add(words[1]);
                } else if (!line.startsWith("#")) {
                    name = line;
                }
            }
            if (name.isEmpty()) {
                continue;
            }
            Lexer lexer = lexer(lines, lexers);
            for (String each :
                    String.join(" ", lines.getOrDefault("names", List.of())).split(" ")) {
                add(all, each, new Language(name, lexer));
                lexers.put(each, lexer);
            }
            for (String called : lines.getOrDefault("called", List.of())) {
                int blank = called.indexOf(' ');
                add(all, called.substring(0, blank), new Language(called.substring(blank + 1), lexer));
            }
        }
        return Map.copyOf(all);
    }

    private static void add(Map<String, Language> all, String word, Language language) {
        if (all.put(word, language) != null) {
            throw new IllegalStateException("two languages are called " + word);
        }
    }

    private static String text() {
        try (InputStream in = Languages.class.getResourceAsStream("languages")) {
            if (in == null) {
                throw new IllegalStateException("the file \"languages\" is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param others those that stand above */
    private static Lexer lexer(Map<String, List<String>> lines, Map<String, Lexer> others) {
        List<String> reader = lines.getOrDefault("read", List.of("program"));
        return switch (reader.getFirst()) {
            case "program" -> new ProgramLexer(Grammar.of(lines));
            case "markup" -> new MarkupLexer(named(lines, "within", others), named(lines, "marks", others));
            case "css" -> new StyleLexer(false);
            case "scss" -> new StyleLexer(true);
            case "shell" -> new ShellLexer();
            case "yaml" -> new YamlLexer();
            case "diff" -> LineLexer.DIFF;
            case "properties" -> LineLexer.PROPERTIES;
            case "session" -> LineLexer.SESSION;
            case "dockerfile" -> LineLexer.DOCKERFILE;
            case "makefile" -> LineLexer.MAKEFILE;
            case "markdown" -> LineLexer.MARKDOWN;
            default -> throw new IllegalStateException("nothing reads " + reader);
        };
    }

    /** Pairs of what it stands in and a language. */
    private static Map<String, Lexer> named(Map<String, List<String>> lines, String key, Map<String, Lexer> others) {
        Map<String, Lexer> named = new LinkedHashMap<>();
        for (String line : lines.getOrDefault(key, List.of())) {
            String[] words = line.split(" ");
            Lexer lexer = others.get(words[1]);
            if (lexer == null) {
                throw new IllegalStateException("no language above is called " + words[1]);
            }
            named.put(words[0], lexer);
        }
        return named;
    }
}
