package org.broadsheet.render.highlight;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what is told apart by how a line begins. */
enum LineLexer implements Lexer {
    /** What a patch takes away and adds. */
    DIFF {
        @Override
        void line(String code, int from, int end, Tokens out) {
            if (code.startsWith("@@", from)
                    || code.startsWith("+++", from)
                    || code.startsWith("---", from)
                    || code.startsWith("diff ", from)
                    || code.startsWith("index ", from)) {
                out.put(TokenClass.META, from, end);
            } else if (code.startsWith("+", from) || code.startsWith(">", from)) {
                out.put(TokenClass.INSERTED, from, end);
            } else if (code.startsWith("-", from) || code.startsWith("<", from)) {
                out.put(TokenClass.DELETED, from, end);
            }
        }
    },
    /** Keys and values: properties, INI. */
    PROPERTIES {
        @Override
        void line(String code, int from, int end, Tokens out) {
            int first = Scan.skipBlanks(code, from, end);
            if (first == end) {
                return;
            }
            char c = code.charAt(first);
            if (c == '#' || c == ';' || c == '!') {
                out.put(TokenClass.COMMENT, first, end);
            } else if (c == '[') {
                out.put(TokenClass.TAG, first, Scan.behind(code, "]", first, end));
            } else {
                int sign = first;
                while (sign < end && code.charAt(sign) != '=' && code.charAt(sign) != ':') {
                    sign++;
                }
                if (sign < end) {
                    out.put(TokenClass.ATTRIBUTE, first, sign);
                    out.put(TokenClass.STRING, sign + 1, end);
                }
            }
        }
    },
    /** What was typed behind a prompt, and what was answered. */
    SESSION {
        private static final Pattern PROMPT = Pattern.compile(
                "(?:[$#%>❯➜]|(?:\\([\\w.-]{1,40}\\) )?[\\w.-]{1,40}@[^\\s$#]{1,80}[$#]|PS [^>]{0,80}>) ");

        @Override
        void line(String code, int from, int end, Tokens out) {
            Matcher prompt = PROMPT.matcher(code).region(from, end);
            if (prompt.lookingAt()) {
                out.put(TokenClass.META, from, prompt.end());
                SHELL.read(code, prompt.end(), end, out);
            }
        }
    },
    /** How to make a container. */
    DOCKERFILE {
        @Override
        boolean isContinued() {
            return true;
        }

        @Override
        void line(String code, int from, int end, Tokens out) {
            int first = Scan.skipBlanks(code, from, end);
            int word = Scan.endOfWord(code, first, end, "");
            boolean isInstruction =
                    word - first >= 3 && code.substring(first, word).chars().allMatch(Character::isUpperCase);
            if (isInstruction) {
                out.put(TokenClass.KEYWORD, first, word);
                if (code.startsWith("RUN", first)) {
                    SHELL.read(code, word, end, out);
                    return;
                }
                first = word;
            }
            values(code, first, end, out);
        }

        private static void values(String code, int from, int end, Tokens out) {
            for (int at = from; at < end; ) {
                char c = code.charAt(at);
                int next = at + 1;
                if (c == '#') {
                    next = Scan.endOfLine(code, at, end);
                    out.put(TokenClass.COMMENT, at, next);
                } else if (c == '"') {
                    next = Scan.behind(code, "\"", at + 1, end);
                    out.put(TokenClass.STRING, at, next);
                } else if (c == '$') {
                    next = Scan.endOfWord(code, at + 1, end, "{}");
                    out.put(TokenClass.VARIABLE, at, next);
                } else if (c == '-' && code.startsWith("--", at)) {
                    next = Scan.endOfWord(code, at, end, "-");
                    out.put(TokenClass.ATTRIBUTE, at, next);
                } else if (Scan.isWord(c)) {
                    next = Scan.endOfWord(code, at, end, "");
                    if (code.startsWith("AS ", at) || code.startsWith("as ", at)) {
                        out.put(TokenClass.KEYWORD, at, next);
                    }
                }
                at = next;
            }
        }
    },
    /** Targets, variables, and lines of the shell behind a tab. */
    MAKEFILE {
        @Override
        void line(String code, int from, int end, Tokens out) {
            if (code.startsWith("\t", from)) {
                SHELL.read(code, from + 1, end, out);
                return;
            }
            int at = Scan.skipBlanks(code, from, end);
            if (code.startsWith("#", at)) {
                out.put(TokenClass.COMMENT, at, end);
                return;
            }
            int sign = at;
            while (sign < end && "=:".indexOf(code.charAt(sign)) < 0) {
                sign++;
            }
            if (sign < end) {
                boolean isTarget = code.charAt(sign) == ':' && !code.startsWith(":=", sign);
                int name = sign > at && "?+".indexOf(code.charAt(sign - 1)) >= 0 ? sign - 1 : sign;
                out.put(isTarget ? TokenClass.FUNCTION : TokenClass.VARIABLE, at, name);
                at = sign;
            } else {
                int word = Scan.endOfWord(code, at, end, "-");
                out.put(TokenClass.KEYWORD, at, word);
                at = word;
            }
            for (int dollar = code.indexOf("$(", at, end); dollar >= 0; dollar = code.indexOf("$(", at, end)) {
                at = Scan.behind(code, ")", dollar, end);
                out.put(TokenClass.VARIABLE, dollar, at);
            }
        }
    },
    /** Headings, quotes, lists and code. */
    MARKDOWN {
        @Override
        void line(String code, int from, int end, Tokens out) {
            int first = Scan.skipBlanks(code, from, end);
            if (first == end) {
                return;
            }
            char c = code.charAt(first);
            if (c == '#') {
                out.put(TokenClass.KEYWORD, first, end);
                return;
            }
            if (code.startsWith("```", first) || code.startsWith("~~~", first) || code.startsWith("---", first)) {
                out.put(TokenClass.META, first, end);
                return;
            }
            if (c == '>' || ((c == '-' || c == '*' || c == '+') && code.startsWith(" ", first + 1))) {
                out.put(TokenClass.KEYWORD, first, first + 1);
            }
            for (int tick = code.indexOf('`', first, end); tick >= 0; ) {
                int close = Scan.behind(code, "`", tick + 1, end);
                out.put(TokenClass.STRING, tick, close);
                tick = code.indexOf('`', close, end);
            }
        }
    };

    private static final Lexer SHELL = new ShellLexer();

    /** Whether a line goes on below the one that ends in a backslash. */
    boolean isContinued() {
        return false;
    }

    abstract void line(String code, int from, int end, Tokens out);

    @Override
    public void read(String code, int from, int to, Tokens out) {
        for (int at = from; at < to; ) {
            int end = Scan.endOfLine(code, at, to);
            while (isContinued() && end < to && end > at && code.charAt(end - 1) == '\\') {
                end = Scan.endOfLine(code, end + 1, to);
            }
            line(code, at, end, out);
            at = end + 1;
        }
    }
}
