package org.broadsheet.render.markdown;

import com.vladsch.flexmark.parser.block.AbstractBlockParser;
import com.vladsch.flexmark.parser.block.AbstractBlockParserFactory;
import com.vladsch.flexmark.parser.block.BlockContinue;
import com.vladsch.flexmark.parser.block.BlockParserFactory;
import com.vladsch.flexmark.parser.block.BlockStart;
import com.vladsch.flexmark.parser.block.MatchedBlockParser;
import com.vladsch.flexmark.parser.block.ParserState;
import com.vladsch.flexmark.util.ast.Block;
import com.vladsch.flexmark.util.ast.BlockContent;
import com.vladsch.flexmark.util.ast.DoNotDecorate;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.sequence.BasedSequence;

/**
 * Mathematics between a line {@code $$} and one that ends with {@code $$}, without an empty line between: nothing in it is a list, a
 * heading or a quote. What such a line opens and none closes is text.
 */
final class MathBlock extends Block implements DoNotDecorate {
    private static final String SIGNS = "$$";

    @Override
    public BasedSequence[] getSegments() {
        return EMPTY_SEGMENTS;
    }

    /** As it is written, without what stands before its lines. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (BasedSequence line : getContentLines()) {
            text.append(line);
        }
        return text.toString().strip();
    }

    private static final class BlockParser extends AbstractBlockParser {
        private final MathBlock block = new MathBlock();
        private final BlockContent content = new BlockContent();
        private boolean closed;

        @Override
        public Block getBlock() {
            return block;
        }

        @Override
        public BlockContinue tryContinue(ParserState state) {
            return closed || state.isBlank() ? BlockContinue.none() : BlockContinue.atIndex(state.getIndex());
        }

        @Override
        public void addLine(ParserState state, BasedSequence line) {
            closed = content.getLineCount() > 0 && line.trim().endsWith(SIGNS);
            content.add(line, state.getIndent());
        }

        @Override
        public void closeBlock(ParserState state) {
            block.setContent(content);
        }
    }

    private static final class BlockFactory extends AbstractBlockParserFactory {
        BlockFactory(DataHolder options) {
            super(options);
        }

        @Override
        public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
            BasedSequence line = state.getLine();
            int start = state.getNextNonSpaceIndex();
            return state.getIndent() < 4
                            && line.length() > start
                            && line.charAt(start) == '$'
                            && line.subSequence(start).trim().toString().equals(SIGNS)
                            && isClosedBelow(line)
                    ? BlockStart.of(new BlockParser()).atIndex(start)
                    : BlockStart.none();
        }

        /** In the source itself: the parser knows only the line. */
        private static boolean isClosedBelow(BasedSequence line) {
            CharSequence source = line.getBaseSequence();
            boolean blank = true;
            char last = 0;
            char lastButOne = 0;
            boolean first = true;
            for (int i = line.getEndOffset(); i < source.length(); i++) {
                char c = source.charAt(i);
                if (c == '\n' || (c == '\r' && !(i + 1 < source.length() && source.charAt(i + 1) == '\n'))) {
                    if (lastButOne == '$' && last == '$') {
                        return true;
                    }
                    if (blank && !first) {
                        return false;
                    }
                    first = false;
                    blank = true;
                    last = 0;
                    lastButOne = 0;
                } else if (c != ' ' && c != '\t' && c != '\r') {
                    blank &= c == '>';
                    lastButOne = last;
                    last = c;
                }
            }
            return lastButOne == '$' && last == '$';
        }
    }

    static final class Factory extends BlockSyntax {
        @Override
        public BlockParserFactory apply(DataHolder options) {
            return new BlockFactory(options);
        }
    }
}
