package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.FencedCodeBlock;
import com.vladsch.flexmark.parser.block.AbstractBlockParserFactory;
import com.vladsch.flexmark.parser.block.BlockParserFactory;
import com.vladsch.flexmark.parser.block.BlockStart;
import com.vladsch.flexmark.parser.block.MatchedBlockParser;
import com.vladsch.flexmark.parser.block.ParserState;
import com.vladsch.flexmark.parser.core.FencedCodeBlockParser;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.sequence.BasedSequence;

/** CommonMark 4.5: what stands behind a fence of tildes may hold tildes. The library takes such a line for text. */
final class TildeFence extends AbstractBlockParserFactory {
    private TildeFence(DataHolder options) {
        super(options);
    }

    @Override
    public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
        int start = state.getNextNonSpaceIndex();
        BasedSequence line = state.getLine();
        if (state.getIndent() >= 4) {
            return BlockStart.none();
        }
        int length = line.countLeading(c -> c == '~', start);
        if (length < 3 || line.indexOf('~', start + length) < 0) {
            return BlockStart.none();
        }
        FencedCodeBlockParser parser =
                new FencedCodeBlockParser(state.getProperties(), '~', length, state.getIndent(), start);
        ((FencedCodeBlock) parser.getBlock()).setOpeningMarker(line.subSequence(start, start + length));
        return BlockStart.of(parser).atIndex(start + length);
    }

    static final class Factory extends BlockSyntax {
        @Override
        public BlockParserFactory apply(DataHolder options) {
            return new TildeFence(options);
        }
    }
}
