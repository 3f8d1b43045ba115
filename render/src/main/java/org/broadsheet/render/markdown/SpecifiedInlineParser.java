package org.broadsheet.render.markdown;

import com.vladsch.flexmark.parser.InlineParserExtensionFactory;
import com.vladsch.flexmark.parser.delimiter.DelimiterProcessor;
import com.vladsch.flexmark.parser.internal.CommonmarkInlineParser;
import com.vladsch.flexmark.parser.internal.LinkRefProcessorData;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inline parser, with link destinations in angle brackets as CommonMark has them since 0.29: spaces are allowed there, which
 * is the way to write {@code ![](<my picture.png>)}. The library knows either no spaces or spaces everywhere.
 */
final class SpecifiedInlineParser extends CommonmarkInlineParser {
    SpecifiedInlineParser(
            DataHolder options,
            BitSet specialCharacters,
            BitSet delimiterCharacters,
            Map<Character, DelimiterProcessor> delimiterProcessors,
            LinkRefProcessorData linkRefProcessors,
            List<InlineParserExtensionFactory> extensions) {
        super(options, specialCharacters, delimiterCharacters, delimiterProcessors, linkRefProcessors, extensions);
    }

    /** CommonMark 6.3: between {@code <} and {@code >}, no line endings or unescaped {@code <} or {@code >}. */
    @Override
    public @Nullable BasedSequence parseLinkDestination() {
        if (peek() != '<') {
            return super.parseLinkDestination();
        }
        for (int i = index + 1; i < input.length(); i++) {
            char c = input.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '>') {
                BasedSequence destination = input.subSequence(index, i + 1);
                index = i + 1;
                return destination;
            } else if (c == '<' || c == '\n' || c == '\r') {
                return null;
            }
        }
        return null;
    }
}
