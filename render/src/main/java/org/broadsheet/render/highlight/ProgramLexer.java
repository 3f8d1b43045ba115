package org.broadsheet.render.highlight;

import java.util.List;
import java.util.Locale;
import org.broadsheet.render.highlight.Grammar.Trait;

/** Reads what most programming languages are made of: words, numbers, texts, comments. */
final class ProgramLexer implements Lexer {
    /** No escape has more characters. */
    private static final int LONGEST_CHARACTER = 12;

    private final Grammar grammar;

    ProgramLexer(Grammar grammar) {
        this.grammar = grammar;
    }

    @Override
    public void read(String code, int from, int to, Tokens out) {
        new Run(code, to, out).read(from);
    }

    /** One piece of code under way. */
    private final class Run {
        private final String code;
        private final int to;
        private final Tokens out;

        /** The last sign or word that is no blank and no comment. */
        private char before = '\n';

        private boolean isFirstInLine = true;
        private boolean isBehindKeyword;
        private boolean isBehindWord;

        /** Up to where it is known that what is open is not closed: it is looked for once only. */
        private final int[] open = new int[128];

        Run(String code, int to, Tokens out) {
            this.code = code;
            this.to = to;
            this.out = out;
        }

        void read(int from) {
            int at = from;
            if (code.startsWith("#!", at) && !grammar.is(Trait.PREPROCESSOR)) {
                int end = Scan.endOfLine(code, at, to);
                out.put(TokenClass.COMMENT, at, end);
                at = end;
            }
            while (at < to) {
                char c = code.charAt(at);
                if (c == '\n') {
                    isFirstInLine = true;
                    at++;
                } else if (c <= ' ') {
                    at++;
                } else {
                    int end = comment(at);
                    if (end == at) {
                        end = token(at, c);
                        isFirstInLine = false;
                    }
                    at = end;
                }
            }
        }

        private int comment(int at) {
            for (int i = 0; i + 1 < grammar.block().size(); i += 2) {
                String begin = grammar.block().get(i);
                if (code.startsWith(begin, at)) {
                    int end = endOfBlock(begin, grammar.block().get(i + 1), at);
                    out.put(TokenClass.COMMENT, at, end);
                    return end;
                }
            }
            for (String begin : grammar.line()) {
                if (code.startsWith(begin, at)) {
                    int end = Scan.endOfLine(code, at, to);
                    out.put(TokenClass.COMMENT, at, end);
                    return end;
                }
            }
            return at;
        }

        private int endOfBlock(String begin, String end, int from) {
            int at = from + begin.length();
            if (!grammar.is(Trait.NESTED)) {
                return Scan.behind(code, end, at, to);
            }
            int depth = 1;
            while (at < to && depth > 0) {
                if (code.startsWith(end, at)) {
                    depth--;
                    at += end.length();
                } else if (code.startsWith(begin, at)) {
                    depth++;
                    at += begin.length();
                } else {
                    at++;
                }
            }
            return Math.min(at, to);
        }

        private int token(int at, char c) {
            int end = special(at, c);
            if (end == at) {
                end = text(at, c);
            }
            if (end > at) {
                isBehindWord = true;
                isBehindKeyword = false;
                before = c;
                return end;
            }
            if (Character.isDigit(c)) {
                end = Scan.endOfNumber(code, at, to);
                out.put(TokenClass.NUMBER, at, end);
                isBehindWord = true;
                isBehindKeyword = false;
            } else if (Scan.isWord(c) || (grammar.inWord().indexOf(c) >= 0 && begins(at + 1))) {
                end = word(at);
            } else {
                end = at + 1;
                isBehindWord = c == ')' || c == ']' || c == '}';
                isBehindKeyword = false;
            }
            before = code.charAt(end - 1);
            return end;
        }

        private boolean begins(int at) {
            return at < to && Scan.isWord(code.charAt(at)) && !Character.isDigit(code.charAt(at));
        }

        /** What begins with a sign; the same index if nothing does. */
        private int special(int at, char c) {
            if (isFirstInLine && c == '#' && grammar.is(Trait.PREPROCESSOR)) {
                int end = Scan.endOfWord(code, Scan.skipBlanks(code, at + 1, to), to, "");
                out.put(TokenClass.META, at, end);
                int path = Scan.skipBlanks(code, end, to);
                if (code.startsWith("include", end - 7) && path < to && code.charAt(path) == '<') {
                    int line = Scan.endOfLine(code, path, to);
                    out.put(TokenClass.STRING, path, line);
                    return line;
                }
                return end;
            }
            if (isFirstInLine && c == '[' && grammar.is(Trait.SECTIONS)) {
                int end = Scan.behindInLine(code, ']', at, to);
                end = code.startsWith("]", end) ? end + 1 : end;
                out.put(TokenClass.TAG, at, end);
                return end;
            }
            if (grammar.variables().indexOf(c) >= 0 && at + 1 < to) {
                int name = code.charAt(at + 1) == c ? at + 2 : at + 1;
                int end = Scan.endOfWord(code, name, to, "");
                if (end > name) {
                    out.put(TokenClass.VARIABLE, at, end);
                    return end;
                }
            }
            if (grammar.metas().indexOf(c) >= 0 && begins(at + 1)) {
                int end = Scan.endOfWord(code, at + 1, to, c == '@' ? "." : "");
                out.put(TokenClass.META, at, end);
                return end;
            }
            if (c == '#'
                    && grammar.metas().indexOf('#') >= 0
                    && (code.startsWith("#[", at) || code.startsWith("#![", at))) {
                int end = Scan.behindInLine(code, ']', at, to);
                out.put(TokenClass.META, at, end);
                return end;
            }
            if (c == ':' && before != ':' && grammar.is(Trait.SYMBOLS) && begins(at + 1) && !isWordAt(at - 1)) {
                int end = Scan.endOfWord(code, at + 1, to, grammar.inWord());
                out.put(TokenClass.STRING, at, end);
                return end;
            }
            if (c == '<' && grammar.is(Trait.TAGS) && (!isValueBefore() || code.startsWith("</", at))) {
                int name = code.startsWith("</", at) ? at + 2 : at + 1;
                if (begins(name)) {
                    int end = Scan.endOfWord(code, name, to, ".-");
                    out.put(TokenClass.TAG, name, end);
                    return end;
                }
            }
            if (c == '/' && grammar.is(Trait.REGEX) && !isValueBefore()) {
                return regex(at);
            }
            return at;
        }

        private boolean isWordAt(int at) {
            return at >= 0 && Scan.isWord(code.charAt(at));
        }

        /** Whether what stands before is a value, so that a sign behind it is an operator. */
        private boolean isValueBefore() {
            return isBehindWord && !isBehindKeyword;
        }

        private int regex(int at) {
            if (at < open['/']) {
                return at;
            }
            boolean isInClass = false;
            int i = at + 1;
            for (; i < to && code.charAt(i) != '\n'; i++) {
                char c = code.charAt(i);
                if (c == '\\') {
                    i++;
                } else if (c == '[') {
                    isInClass = true;
                } else if (c == ']') {
                    isInClass = false;
                } else if (c == '/' && !isInClass) {
                    int end = Scan.endOfWord(code, i + 1, to, "");
                    out.put(TokenClass.STRING, at, end);
                    return end;
                }
            }
            open['/'] = i;
            return at;
        }

        private int text(int at, char c) {
            if (c == '\'' && grammar.is(Trait.CHARS)) {
                return character(at);
            }
            for (String mark : grammar.rawTexts()) {
                if (code.startsWith(mark, at)) {
                    return put(at, Scan.behind(code, mark, at + mark.length(), to));
                }
            }
            for (String mark : grammar.longTexts()) {
                if (code.startsWith(mark, at)) {
                    int end = endOfText(mark, at + mark.length(), to, false);
                    return put(at, end < 0 ? to : end);
                }
            }
            for (String mark : grammar.texts()) {
                if (code.startsWith(mark, at) && (c >= open.length || at >= open[c])) {
                    int end = endOfText(mark, at + mark.length(), to, true);
                    if (end >= 0) {
                        return put(at, end);
                    }
                    if (c < open.length) {
                        open[c] = ~end;
                    }
                }
            }
            return at;
        }

        private int put(int from, int end) {
            int next = Scan.skipBlanks(code, end, to);
            boolean isKey = next < to && grammar.is(Trait.COLON) && code.charAt(next) == ':';
            out.put(isKey ? TokenClass.ATTRIBUTE : TokenClass.STRING, from, end);
            return end;
        }

        /** Behind it; if it is not closed the complement of where it had to be. */
        private int endOfText(String mark, int from, int limit, boolean isInLine) {
            int i = from;
            for (; i < limit; i++) {
                char c = code.charAt(i);
                if (c == '\n' && isInLine) {
                    break;
                }
                if (c == '\\') {
                    i++;
                } else if (code.startsWith(mark, i) && i + mark.length() <= limit) {
                    return i + mark.length();
                }
            }
            return ~i;
        }

        private int character(int at) {
            int limit = Scan.endOfLine(code, at, Math.min(to, at + LONGEST_CHARACTER + 2));
            if (at + 1 < limit && code.charAt(at + 1) == '\\') {
                int end = endOfText("'", at + 1, limit, true);
                if (end >= 0) {
                    out.put(TokenClass.STRING, at, end);
                    return end;
                }
            }
            int behind = at + 1 < limit ? at + 1 + Character.charCount(code.codePointAt(at + 1)) : limit;
            if (behind < limit && code.charAt(behind) == '\'') {
                out.put(TokenClass.STRING, at, behind + 1);
                return behind + 1;
            }
            return at;
        }

        private int word(int at) {
            int end = Scan.endOfWord(code, at + 1, to, grammar.inWord());
            String written = code.substring(at, end);
            String word = grammar.is(Trait.NOCASE) ? written.toLowerCase(Locale.ROOT) : written;
            // What follows a point is a member, whatever it is called.
            boolean isMember = before == '.' && !code.startsWith("..", at - 2);
            int next = Scan.skipBlanks(code, end, to);
            char sign = next < to ? code.charAt(next) : '\n';
            boolean isKeyword = !isMember && grammar.keywords().contains(word);
            if (isKey(at, next, sign, isKeyword)) {
                out.put(TokenClass.ATTRIBUTE, at, end);
            } else if (isKeyword) {
                out.put(TokenClass.KEYWORD, at, end);
            } else if (!isMember && grammar.types().contains(word)) {
                out.put(TokenClass.TYPE, at, end);
            } else if ((isMember || isValueBefore()) && isFunction(end, sign)) {
                out.put(TokenClass.FUNCTION, at, end);
            } else if (grammar.is(Trait.TYPES) && isType(written)) {
                out.put(TokenClass.TYPE, at, end);
            } else if (isFunction(end, sign)) {
                out.put(TokenClass.FUNCTION, at, end);
            }
            isBehindKeyword = isKeyword;
            isBehindWord = true;
            return end;
        }

        private boolean isKey(int at, int next, char sign, boolean isKeyword) {
            if (grammar.is(Trait.EQUALS) && isFirstInLine && sign == '=') {
                return !code.startsWith("==", next);
            }
            return grammar.is(Trait.COLON) && !isKeyword && sign == ':' && !isWordAt(at - 1);
        }

        private boolean isFunction(int end, char sign) {
            if (grammar.is(Trait.LISP)) {
                return before == '(';
            }
            return grammar.is(Trait.CALLS)
                    && (sign == '('
                            || (end + 1 < to
                                    && code.charAt(end) == '!'
                                    && List.of('(', '[', '{').contains(code.charAt(end + 1))));
        }

        /** {@code String}, and not {@code MAX}; a single capital is. */
        private static boolean isType(String word) {
            if (!Character.isUpperCase(word.charAt(0))) {
                return false;
            }
            return word.length() == 1 || word.chars().anyMatch(Character::isLowerCase);
        }
    }
}
