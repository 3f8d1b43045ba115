package org.broadsheet.render.highlight;

import java.util.Set;

/** Reads the language of shells: the first word of a command is its name. */
final class ShellLexer implements Lexer {
    private static final Set<String> KEYWORDS = Set.of(
            "if",
            "then",
            "else",
            "elif",
            "fi",
            "for",
            "in",
            "do",
            "done",
            "while",
            "until",
            "case",
            "esac",
            "function",
            "select",
            "time",
            "return",
            "break",
            "continue",
            "export",
            "local",
            "readonly",
            "declare",
            "unset",
            "alias",
            "end",
            "begin",
            "switch",
            "set",
            "shift",
            "exit",
            "trap",
            "source");

    /** Behind these a command follows. */
    private static final Set<String> BEFORE_COMMANDS =
            Set.of("then", "else", "elif", "do", "if", "while", "until", "time", "begin");

    /** Signs that a word may hold. */
    private static final String MORE = "-./~:@+%,";

    @Override
    public void read(String code, int from, int to, Tokens out) {
        int at = from;
        boolean isCommand = true;
        while (at < to) {
            char c = code.charAt(at);
            int end = at + 1;
            if (c == '\n') {
                isCommand = !(at > from && code.charAt(at - 1) == '\\') || isCommand;
            } else if (c == '#' && (at == from || code.charAt(at - 1) <= ' ' || code.charAt(at - 1) == ';')) {
                end = Scan.endOfLine(code, at, to);
                out.put(TokenClass.COMMENT, at, end);
            } else if (c == '\\') {
                end = Math.min(to, at + (at + 1 < to && code.charAt(at + 1) == '\n' ? 1 : 2));
            } else if (c == '\'') {
                end = Scan.behind(code, "'", at + 1, to);
                out.put(TokenClass.STRING, at, end);
                isCommand = false;
            } else if (c == '"') {
                end = quoted(code, at, to, out);
                isCommand = false;
            } else if (c == '$') {
                end = variable(code, at, to, out);
                isCommand = code.startsWith("$(", at) || (isCommand && end == at + 1);
            } else if (c == '|' || c == '&' || c == ';' || c == '(' || c == '`' || c == '{' || c == '!') {
                isCommand = true;
            } else if (c == '=') {
                end = Scan.endOfWord(code, at + 1, to, MORE);
            } else if (c == '-' && at + 1 < to && (at == from || code.charAt(at - 1) <= ' ')) {
                end = Scan.endOfWord(code, at + 1, to, "-");
                out.put(TokenClass.ATTRIBUTE, at, end);
            } else if (c > ' ' && (Scan.isWord(c) || c == '.' || c == '/' || c == '~')) {
                end = Scan.endOfWord(code, at + 1, to, MORE);
                isCommand = word(code, at, end, to, isCommand, out);
            }
            at = end;
        }
    }

    /** @return whether a command's name may follow */
    private static boolean word(String code, int at, int end, int to, boolean isCommand, Tokens out) {
        String word = code.substring(at, end);
        boolean isAssigned = end < to && code.charAt(end) == '=';
        if (isAssigned && Scan.endOfWord(code, at, end, "") == end) {
            out.put(TokenClass.VARIABLE, at, end);
            return isCommand;
        }
        if ((isCommand || word.equals("in") || word.equals("do")) && KEYWORDS.contains(word)) {
            out.put(TokenClass.KEYWORD, at, end);
            return BEFORE_COMMANDS.contains(word);
        }
        if (isCommand) {
            out.put(TokenClass.FUNCTION, at, end);
            return word.equals("sudo");
        }
        if (word.chars().allMatch(Character::isDigit)) {
            out.put(TokenClass.NUMBER, at, end);
        }
        return false;
    }

    private static int quoted(String code, int from, int to, Tokens out) {
        int written = from;
        int at = from + 1;
        while (at < to && code.charAt(at) != '"') {
            if (code.charAt(at) == '\\') {
                at += 2;
            } else if (code.charAt(at) == '$' && endOfVariable(code, at, to) > at + 1) {
                out.put(TokenClass.STRING, written, at);
                written = variable(code, at, to, out);
                at = written;
            } else {
                at++;
            }
        }
        int end = Math.min(to, at + 1);
        out.put(TokenClass.STRING, written, end);
        return end;
    }

    private static int variable(String code, int at, int to, Tokens out) {
        int end = endOfVariable(code, at, to);
        if (end > at + 1) {
            out.put(TokenClass.VARIABLE, at, end);
        }
        return end;
    }

    /** Of {@code $x}, {@code ${x}}, {@code $1}, {@code $@}; behind the sign if there is none. */
    private static int endOfVariable(String code, int at, int to) {
        if (at + 1 >= to) {
            return to;
        }
        char next = code.charAt(at + 1);
        if (next == '{') {
            return Scan.behindInLine(code, '}', at, to);
        }
        if ("@*#?!$-".indexOf(next) >= 0) {
            return at + 2;
        }
        return Scan.endOfWord(code, at + 1, to, "");
    }
}
