package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.Code;
import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.ast.HtmlInlineComment;
import com.vladsch.flexmark.ast.Reference;
import com.vladsch.flexmark.ast.Text;
import com.vladsch.flexmark.ast.util.ReferenceRepository;
import com.vladsch.flexmark.parser.InlineParserExtensionFactory;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.parser.core.delimiter.Delimiter;
import com.vladsch.flexmark.parser.delimiter.DelimiterProcessor;
import com.vladsch.flexmark.parser.internal.CommonmarkInlineParser;
import com.vladsch.flexmark.parser.internal.LinkRefProcessorData;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import com.vladsch.flexmark.util.sequence.Escaping;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The inline parser, where the library's is not what CommonMark 0.31 and GitHub's Markdown say: emphasis, code spans, bare
 * addresses, comments, destinations in angle brackets, titles, numbers of characters. Also mathematics and the ids of headings.
 */
final class SpecifiedInlineParser extends CommonmarkInlineParser {
    /** By the length of runs of backticks where the last of that length is; looked for when the first is met. */
    private @Nullable Map<Integer, Integer> lastTicks;

    private boolean unclosedComment;
    private boolean inAnchor;
    private int noAddressBefore;

    SpecifiedInlineParser(
            DataHolder options,
            BitSet specialCharacters,
            BitSet delimiterCharacters,
            Map<Character, DelimiterProcessor> delimiterProcessors,
            LinkRefProcessorData linkRefProcessors,
            List<InlineParserExtensionFactory> extensions) {
        super(options, specialCharacters, delimiterCharacters, delimiterProcessors, linkRefProcessors, extensions);
    }

    @Override
    public void initializeDocument(Document document) {
        document.set(Parser.REFERENCES, new LinkDefinitions(document));
        super.initializeDocument(document);
    }

    /** CommonMark 4.7: labels match by their Unicode case fold. The library's are those of the machine's language. */
    private static final class LinkDefinitions extends ReferenceRepository {
        LinkDefinitions(DataHolder options) {
            super(options);
        }

        @Override
        public String normalizeKey(CharSequence label) {
            return folded(Escaping.normalizeReference(label, false));
        }

        @Override
        public @Nullable Reference put(String label, Reference definition) {
            return super.put(folded(label), definition);
        }

        @Override
        public @Nullable Reference get(Object label) {
            return super.get(folded(label.toString()));
        }

        @Override
        public boolean containsKey(Object label) {
            return super.containsKey(folded(label.toString()));
        }

        private static String folded(String label) {
            return label.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public void parse(BasedSequence content, Node block) {
        lastTicks = null;
        unclosedComment = false;
        inAnchor = false;
        noAddressBefore = 0;
        super.parse(block instanceof Heading heading ? ExplicitId.cut(content, heading) : content, block);
    }

    /** Text up to the next sign that means something, or up to a bare address and with it. */
    @Override
    protected boolean parseString() {
        int begin = index;
        int length = input.length();
        boolean addresses = getLastBracket() == null && !inAnchor;
        for (; index < length; index++) {
            char c = input.charAt(index);
            if (specialCharacters.get(c)) {
                break;
            }
            if (addresses && (c == ':' || c == '.') && index >= noAddressBefore && addressAround(begin)) {
                return true;
            }
        }
        if (begin == index) {
            return false;
        }
        appendText(input, begin, index);
        return true;
    }

    private boolean addressAround(int begin) {
        BareLink.Found found = BareLink.around(input, begin, index);
        noAddressBefore = found.noneBefore();
        if (!found.isLink()) {
            return false;
        }
        if (found.start() > begin) {
            appendText(input, begin, found.start());
        }
        appendNode(new BareLink(input.subSequence(found.start(), found.end())));
        index = found.end();
        return true;
    }

    /** CommonMark 6.1. */
    @Override
    protected boolean parseBackticks() {
        int open = index;
        int ticks = run('`', open);
        index = open + ticks;
        if (lastTicks == null) {
            lastTicks = lastTicks();
        }
        if (lastTicks.getOrDefault(ticks, 0) >= index) {
            for (int i = index; i < input.length(); i++) {
                if (input.charAt(i) == '`') {
                    int closing = run('`', i);
                    if (closing == ticks) {
                        BasedSequence text = input.subSequence(index, i);
                        Code code = new Code(input.subSequence(open, index), text, input.subSequence(i, i + closing));
                        code.appendChild(new Text(text));
                        appendNode(code);
                        index = i + closing;
                        return true;
                    }
                    i += closing - 1;
                }
            }
        }
        appendText(input, open, index);
        return true;
    }

    private Map<Integer, Integer> lastTicks() {
        Map<Integer, Integer> last = new HashMap<>();
        for (int i = index; i < input.length(); i++) {
            if (input.charAt(i) == '`') {
                int length = run('`', i);
                last.put(length, i);
                i += length - 1;
            }
        }
        return last;
    }

    private int run(char sign, int from) {
        int end = from;
        while (end < input.length() && input.charAt(end) == sign) {
            end++;
        }
        return end - from;
    }

    @Override
    protected boolean parseDelimiters(DelimiterProcessor processor, char sign) {
        int start = index;
        int length = run(sign, start);
        if (length < processor.getMinLength()) {
            return false;
        }
        index = start + length;
        Flanking flanking = Flanking.of(input, start, index, sign);
        Text node = appendSeparateText(input.subSequence(start, index));
        lastDelimiter = new Run(input, node, sign, flanking, lastDelimiter, start, length);
        if (lastDelimiter.getPrevious() != null) {
            lastDelimiter.getPrevious().setNext(lastDelimiter);
        }
        return true;
    }

    /** With the length that it has in the source: the rule of three asks for that. */
    private static final class Run extends Delimiter {
        private final int written;

        Run(
                BasedSequence input,
                Text node,
                char sign,
                Flanking flanking,
                @Nullable Delimiter previous,
                int index,
                int length) {
            super(input, node, sign, flanking.opens(), flanking.closes(), previous, index);
            setNumDelims(length);
            written = length;
        }

        /** What two closers have in common that find the same openers: CommonMark's appendix, {@code openers_bottom}. */
        int kind() {
            return getDelimiterChar() * 6 + (canOpen() ? 3 : 0) + written % 3;
        }
    }

    /** CommonMark's appendix, {@code process emphasis}: in linear time but for what is found. */
    @Override
    public void processDelimiters(@Nullable Delimiter bottom) {
        // Of each kind of closer from where on an opener may yet be found.
        Map<Integer, Integer> searched = new HashMap<>();
        Delimiter closer = lastDelimiter;
        while (closer != null && closer.getPrevious() != bottom) {
            closer = closer.getPrevious();
        }
        while (closer != null) {
            if (!closer.canClose()) {
                closer = closer.getNext();
                continue;
            }
            int kind = ((Run) closer).kind();
            int lowest = searched.getOrDefault(kind, 0);
            Delimiter opener = closer.getPrevious();
            while (opener != null
                    && opener != bottom
                    && opener.getIndex() >= lowest
                    && !matches((Run) opener, (Run) closer)) {
                opener = opener.getPrevious();
            }
            if (opener == null || opener == bottom || opener.getIndex() < lowest) {
                searched.put(kind, closer.getIndex());
                Delimiter next = closer.getNext();
                if (!closer.canOpen()) {
                    removeDelimiterKeepNode(closer);
                }
                closer = next;
                continue;
            }
            closer = joined(opener, closer);
        }
        while (lastDelimiter != null && lastDelimiter != bottom) {
            removeDelimiterKeepNode(lastDelimiter);
        }
    }

    private static boolean matches(Run opener, Run closer) {
        return opener.canOpen()
                && opener.getDelimiterChar() == closer.getDelimiterChar()
                // GFM 6.5: three or more tildes strike nothing through.
                && (closer.getDelimiterChar() != '~' || (opener.written == 2 && closer.written == 2))
                // CommonMark 6.2, rules 9 and 10.
                && (closer.getDelimiterChar() == '~'
                        || !(opener.canClose() || closer.canOpen())
                        || (opener.written + closer.written) % 3 != 0
                        || (opener.written % 3 == 0 && closer.written % 3 == 0));
    }

    /** Wraps what lies between, and answers the closer to go on with. */
    private @Nullable Delimiter joined(Delimiter opener, Delimiter closer) {
        int use = Math.min(2, Math.min(opener.getNumDelims(), closer.getNumDelims()));
        removeDelimitersBetween(opener, closer);
        Objects.requireNonNull(delimiterProcessors.get(closer.getDelimiterChar()))
                .process(opener, closer, use);
        opener.setNumDelims(opener.getNumDelims() - use);
        closer.setNumDelims(closer.getNumDelims() - use);
        if (opener.getNumDelims() == 0) {
            removeDelimiterAndNode(opener);
        } else {
            opener.getNode().setChars(opener.getNode().getChars().subSequence(0, opener.getNumDelims()));
        }
        if (closer.getNumDelims() == 0) {
            Delimiter next = closer.getNext();
            removeDelimiterAndNode(closer);
            return next;
        }
        BasedSequence chars = closer.getNode().getChars();
        closer.getNode().setChars(chars.subSequence(chars.length() - closer.getNumDelims()));
        closer.setIndex(closer.getIndex() + use);
        return closer;
    }

    /** CommonMark 6.6: comments as HTML has them today. */
    @Override
    public boolean parseHtmlInline() {
        if (!startsWith("<!--")) {
            int start = index;
            boolean tag = super.parseHtmlInline();
            inAnchor = tag ? inAnchorAfter(input.subSequence(start, index), inAnchor) : inAnchor;
            return tag;
        }
        int end;
        if (startsWith("<!-->")) {
            end = index + 5;
        } else if (startsWith("<!--->")) {
            end = index + 6;
        } else {
            int dashes = unclosedComment ? -1 : input.indexOf("-->", index + 4);
            if (dashes < 0) {
                unclosedComment = true;
                return false;
            }
            end = dashes + 3;
        }
        appendNode(new HtmlInlineComment(input.subSequence(index, end)));
        index = end;
        return true;
    }

    /** Whether what follows a tag of HTML stands in an anchor, in which nothing else can be a link. */
    static boolean inAnchorAfter(CharSequence tag, boolean before) {
        int name = tag.charAt(1) == '/' ? 2 : 1;
        boolean anchor = (tag.charAt(name) | 0x20) == 'a' && !Character.isLetterOrDigit(tag.charAt(name + 1));
        return anchor ? name == 1 : before;
    }

    private boolean startsWith(String sign) {
        for (int i = 0; i < sign.length(); i++) {
            if (index + i >= input.length() || input.charAt(index + i) != sign.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** CommonMark 2.5: at most seven decimal digits, or six hexadecimal ones. */
    @Override
    public boolean parseEntity() {
        if (index + 2 < input.length() && input.charAt(index + 1) == '#') {
            boolean hex = (input.charAt(index + 2) | 0x20) == 'x';
            int digits = index + (hex ? 3 : 2);
            int end = digits;
            while (end < input.length() && Character.digit(input.charAt(end), hex ? 16 : 10) >= 0) {
                end++;
            }
            if (end - digits > (hex ? 6 : 7)) {
                return false;
            }
        }
        return super.parseEntity();
    }

    /** CommonMark 4.7, 6.3: a title stands apart from the destination. */
    @Override
    public @Nullable BasedSequence parseLinkTitle() {
        return index > 0 && index < input.length() && " \t\r\n".indexOf(input.charAt(index - 1)) < 0
                ? null
                : super.parseLinkTitle();
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
