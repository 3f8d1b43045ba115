package org.broadsheet.render.markdown.tags;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands between the signs of a shortcode.
 *
 * @param closes whether it is the second half of one
 * @param isEmpty whether it has no second half: {@code {{< x />}}}
 * @param end where its last sign is; below zero if it has none outside of quotes before another
 * shortcode begins
 */
record ShortcodeWords(
        String name, boolean closes, boolean isEmpty, List<String> positional, Map<String, String> named, int end) {
    /** Others are passed over. */
    private static final int MOST = 100;

    /** In quotes ({@code "…"}, {@code `…`}) or without. */
    static ShortcodeWords read(String source, int from, String sign) {
        int at = skip(source, from);
        boolean closes = source.startsWith("/", at);
        if (closes) {
            at = skip(source, at + 1);
        }
        int begin = at;
        while (at < source.length() && !isEnd(source, at, sign)) {
            at++;
        }
        String name = source.substring(begin, at);
        List<String> positional = new ArrayList<>();
        Map<String, String> named = new HashMap<>();
        boolean isEmpty = false;
        while (true) {
            at = skip(source, at);
            if (at >= source.length() || isBegin(source, at)) {
                return new ShortcodeWords(name, closes, false, positional, named, -1);
            }
            if (source.startsWith(sign, at)) {
                return new ShortcodeWords(name, closes, isEmpty, positional, named, at);
            }
            isEmpty = source.startsWith("/" + sign, at);
            if (isEmpty) {
                at++;
                continue;
            }
            String key = "";
            int equals = at;
            while (equals < source.length() && isKey(source.charAt(equals))) {
                equals++;
            }
            if (equals > at && equals < source.length() && source.charAt(equals) == '=') {
                key = source.substring(at, equals);
                at = skip(source, equals + 1);
            }
            Value value = value(source, at, sign);
            if (value.end < 0) {
                return new ShortcodeWords(name, closes, false, positional, named, -1);
            }
            at = value.end;
            if (key.isEmpty() && positional.size() < MOST) {
                positional.add(value.text);
            } else if (!key.isEmpty() && named.size() < MOST) {
                named.put(key, value.text);
            }
        }
    }

    private record Value(String text, int end) {}

    private static Value value(String source, int from, String sign) {
        if (from < source.length() && source.charAt(from) == '"') {
            StringBuilder text = new StringBuilder();
            for (int i = from + 1; i < source.length(); i++) {
                char c = source.charAt(i);
                if (c == '"') {
                    return new Value(text.toString(), i + 1);
                }
                if (c == '\n') {
                    return new Value("", -1);
                }
                if (c == '\\' && i + 1 < source.length()) {
                    c = source.charAt(++i);
                }
                text.append(c);
            }
            return new Value("", -1);
        }
        if (from < source.length() && source.charAt(from) == '`') {
            int end = source.indexOf('`', from + 1);
            return end < 0 ? new Value("", -1) : new Value(source.substring(from + 1, end), end + 1);
        }
        int at = from;
        while (at < source.length() && !isEnd(source, at, sign)) {
            at++;
        }
        return new Value(source.substring(from, at), at == from ? at + 1 : at);
    }

    private static boolean isEnd(String source, int at, String sign) {
        return Expansion.isSpace(source.charAt(at))
                || source.startsWith(sign, at)
                || (source.charAt(at) == '/' && source.startsWith(sign, at + 1))
                || isBegin(source, at);
    }

    /** Whether one begins there: what is not in quotes holds no other. */
    static boolean isBegin(String source, int at) {
        return source.startsWith("{{<", at) || source.startsWith("{{%", at);
    }

    private static boolean isKey(char c) {
        return c == '_' || c == '-' || Expansion.isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    }

    private static int skip(String source, int from) {
        int at = from;
        while (at < source.length() && Expansion.isSpace(source.charAt(at))) {
            at++;
        }
        return at;
    }

    Optional<String> named(String key) {
        return Optional.ofNullable(named.get(key));
    }

    /** By its place, or by its name. */
    Optional<String> at(int place, String key) {
        return named(key).or(() -> place < positional.size() ? Optional.of(positional.get(place)) : Optional.empty());
    }
}
