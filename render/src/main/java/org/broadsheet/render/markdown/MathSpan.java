package org.broadsheet.render.markdown;

import com.vladsch.flexmark.parser.InlineParser;
import com.vladsch.flexmark.parser.InlineParserExtension;
import com.vladsch.flexmark.parser.InlineParserExtensionFactory;
import com.vladsch.flexmark.parser.LightInlineParser;
import com.vladsch.flexmark.util.ast.DoNotDecorate;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mathematics in a line, {@code $…$} or {@code $$…$$}: kept as it is written, dollar signs, backslashes and all. As GitHub and Pandoc
 * have it no white space stands within the single signs, nor a letter or digit of ASCII outside of them: {@code $5 and $6} is none.
 */
final class MathSpan extends Node implements DoNotDecorate {
    private MathSpan(BasedSequence chars) {
        super(chars);
    }

    @Override
    public BasedSequence[] getSegments() {
        return EMPTY_SEGMENTS;
    }

    static final class Factory implements InlineParserExtensionFactory {
        @Override
        public CharSequence getCharacters() {
            return "$";
        }

        @Override
        public InlineParserExtension apply(LightInlineParser parser) {
            return new Extension();
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

    private static final class Extension implements InlineParserExtension {
        /** From where on no pair of signs closes what is open. */
        private int unclosedFrom = Integer.MAX_VALUE;

        @Override
        public void finalizeDocument(InlineParser parser) {}

        @Override
        public void finalizeBlock(InlineParser parser) {
            unclosedFrom = Integer.MAX_VALUE;
        }

        @Override
        public boolean parse(LightInlineParser parser) {
            BasedSequence input = parser.getInput();
            int start = parser.getIndex();
            int end = is(input, start - 1, '$')
                    ? -1
                    : is(input, start + 1, '$') ? pair(input, start) : single(input, start);
            if (end < 0) {
                return false;
            }
            parser.appendNode(new MathSpan(input.subSequence(start, end)));
            parser.setIndex(end);
            return true;
        }

        private int pair(BasedSequence input, int start) {
            if (is(input, start + 2, '$') || start >= unclosedFrom) {
                return -1;
            }
            for (int i = start + 2; i < input.length(); i++) {
                char c = input.charAt(i);
                if (c == '\\') {
                    i++;
                } else if (c == '$' && is(input, i + 1, '$')) {
                    return input.subSequence(start + 2, i).isBlank() ? -1 : i + 2;
                }
            }
            unclosedFrom = start;
            return -1;
        }

        private static int single(BasedSequence input, int start) {
            if (isWord(input, start - 1) || isSpaceOrEnd(input, start + 1)) {
                return -1;
            }
            for (int i = start + 1; i < input.length(); i++) {
                char c = input.charAt(i);
                if (c == '\\') {
                    i++;
                } else if (c == '$') {
                    boolean closes = !isSpaceOrEnd(input, i - 1) && !isWord(input, i + 1) && !is(input, i + 1, '$');
                    return closes ? i + 1 : -1;
                }
            }
            return -1;
        }

        private static boolean is(BasedSequence input, int at, char c) {
            return at >= 0 && at < input.length() && input.charAt(at) == c;
        }

        private static boolean isSpaceOrEnd(BasedSequence input, int at) {
            return at >= input.length() || Character.isWhitespace(input.charAt(at));
        }

        private static boolean isWord(BasedSequence input, int at) {
            return at >= 0
                    && at < input.length()
                    && (BareLink.isAsciiLetter(input.charAt(at)) || BareLink.isDigit(input.charAt(at)));
        }
    }
}
