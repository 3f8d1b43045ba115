package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.ast.HtmlInline;
import com.vladsch.flexmark.parser.InlineParser;
import com.vladsch.flexmark.parser.InlineParserExtension;
import com.vladsch.flexmark.parser.InlineParserExtensionFactory;
import com.vladsch.flexmark.parser.LightInlineParser;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds attributes in text, never in code: kramdown's, in a Jekyll repository, or Hugo's. */
final class AttributeSyntax implements InlineParserExtension {
    /** Characters of one. */
    private static final int LONGEST = 1_000;

    private static final String CLOSERS = ")]*_`>~";

    private final boolean isKramdown;
    /** Of which it is known that nothing more is closed in it. */
    private @Nullable BasedSequence withoutClose;

    private AttributeSyntax(boolean isKramdown) {
        this.isKramdown = isKramdown;
    }

    @Override
    public boolean parse(LightInlineParser parser) {
        BasedSequence input = parser.getInput();
        int begin = parser.getIndex();
        boolean isOurs = begin + 2 < input.length()
                && (isKramdown ? input.charAt(begin + 1) == ':' : isHugos(parser, input, begin));
        if (!isOurs) {
            return false;
        }
        int end = end(input, begin);
        if (end < 0) {
            return false;
        }
        if (isKramdown && input.charAt(begin + 2) == ':') {
            return extension(parser, input, begin, end);
        }
        BasedSequence chars = input.subSequence(begin, end);
        if (isKramdown && input.charAt(begin + 2) == '/') {
            return take(parser, AttributeList.nothing(chars), end);
        }
        Optional<AttributeList> list = list(chars, isKramdown ? 2 : 1)
                .filter(found -> isAtLineStart(input, begin)
                        || isBehindSpan(input, begin)
                        || !found.attributes().isEmpty());
        if (list.isEmpty() || (!isKramdown && !isAtLineEnd(input, end))) {
            return false;
        }
        return take(parser, list.get(), end);
    }

    /** A class or an id is enough, where a block or heading may have them; keys with values only below or behind something. */
    private static boolean isHugos(LightInlineParser parser, BasedSequence input, int begin) {
        if (!isHeading(parser) && !isAtLineStart(input, begin)) {
            return false;
        }
        int at = begin + 1;
        while (at < input.length() && at - begin < LONGEST && input.charAt(at) == ' ') {
            at++;
        }
        if (at < input.length() && ".#".indexOf(input.charAt(at)) >= 0) {
            return true;
        }
        int key = at;
        while (at < input.length() && at - begin < LONGEST && isOfKey(input.charAt(at))) {
            at++;
        }
        return begin > 0 && at > key && at < input.length() && input.charAt(at) == '=';
    }

    private static boolean isOfKey(char c) {
        return c == '-' || c == '_' || Character.isLetterOrDigit(c);
    }

    private static boolean isHeading(LightInlineParser parser) {
        return parser.getBlock() instanceof Heading;
    }

    private static Optional<AttributeList> list(BasedSequence chars, int from) {
        String inner = chars.subSequence(from, chars.length() - 1).toString();
        int name = 0;
        while (name < inner.length()
                && (Character.isLetterOrDigit(inner.charAt(name)) || "_-".indexOf(inner.charAt(name)) >= 0)) {
            name++;
        }
        return name > 0 && name < inner.length() && inner.charAt(name) == ':'
                ? AttributeList.of(chars, Optional.of(inner.substring(0, name)), inner.substring(name + 1))
                : AttributeList.of(chars, Optional.empty(), inner);
    }

    /** {@code {::comment}}, {@code {::nomarkdown}} and the like: up to their other half, if it is in the same block. */
    private boolean extension(LightInlineParser parser, BasedSequence input, int begin, int end) {
        String name = input.subSequence(begin + 3, end - 1).toString().strip();
        boolean hasHalves = !name.endsWith("/") && (name.startsWith("comment") || name.startsWith("nomarkdown"));
        int close = hasHalves && input != withoutClose ? input.indexOf("{:/", end) : -1;
        int last = close < 0 ? -1 : end(input, close);
        if (hasHalves && last < 0) {
            withoutClose = input;
        }
        if (last >= 0 && name.startsWith("comment")) {
            return take(parser, AttributeList.nothing(input.subSequence(begin, last)), last);
        }
        if (last >= 0 && name.startsWith("nomarkdown")) {
            take(parser, AttributeList.nothing(input.subSequence(begin, end)), end);
            parser.appendNode(new HtmlInline(input.subSequence(end, close)));
            return take(parser, AttributeList.nothing(input.subSequence(close, last)), last);
        }
        return take(parser, AttributeList.nothing(input.subSequence(begin, end)), end);
    }

    private static boolean take(LightInlineParser parser, AttributeList list, int end) {
        parser.flushTextNode();
        parser.appendNode(list);
        parser.setIndex(end);
        return true;
    }

    /** Behind the brace that ends it in the same line; below zero if none does. */
    private static int end(BasedSequence input, int begin) {
        for (int i = begin + 1; i < input.length() && i - begin < LONGEST; i++) {
            switch (input.charAt(i)) {
                case '}' -> {
                    return i + 1;
                }
                case '\n', '\r', '{' -> {
                    return -1;
                }
                default -> {}
            }
        }
        return -1;
    }

    private static boolean isAtLineStart(BasedSequence input, int begin) {
        int at = begin;
        while (at > 0 && begin - at < LONGEST && (input.charAt(at - 1) == ' ' || input.charAt(at - 1) == '\t')) {
            at--;
        }
        return at == 0 || input.charAt(at - 1) == '\n' || input.charAt(at - 1) == '\r';
    }

    private static boolean isAtLineEnd(BasedSequence input, int end) {
        int at = end;
        while (at < input.length() && at - end < LONGEST && (input.charAt(at) == ' ' || input.charAt(at) == '\t')) {
            at++;
        }
        return at == input.length() || input.charAt(at) == '\n' || input.charAt(at) == '\r';
    }

    private static boolean isBehindSpan(BasedSequence input, int begin) {
        return begin > 0 && CLOSERS.indexOf(input.charAt(begin - 1)) >= 0;
    }

    @Override
    public void finalizeDocument(InlineParser parser) {}

    @Override
    public void finalizeBlock(InlineParser parser) {}

    static InlineParserExtensionFactory factory(boolean isKramdown) {
        return new Factory(isKramdown);
    }

    private record Factory(boolean isKramdown) implements InlineParserExtensionFactory {
        @Override
        public CharSequence getCharacters() {
            return "{";
        }

        @Override
        public InlineParserExtension apply(LightInlineParser parser) {
            return new AttributeSyntax(isKramdown);
        }

        @Override
        public @Nullable Set<Class<?>> getAfterDependents() {
            return null;
        }

        @Override
        public @Nullable Set<Class<?>> getBeforeDependents() {
            return null;
        }

        @Override
        public boolean affectsGlobalScope() {
            return false;
        }
    }
}
