package org.broadsheet.render.markdown;

import com.vladsch.flexmark.parser.block.AbstractBlockParser;
import com.vladsch.flexmark.parser.block.AbstractBlockParserFactory;
import com.vladsch.flexmark.parser.block.BlockContinue;
import com.vladsch.flexmark.parser.block.BlockParserFactory;
import com.vladsch.flexmark.parser.block.BlockStart;
import com.vladsch.flexmark.parser.block.CustomBlockParserFactory;
import com.vladsch.flexmark.parser.block.MatchedBlockParser;
import com.vladsch.flexmark.parser.block.ParserState;
import com.vladsch.flexmark.util.ast.Block;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Kramdown's comment over several lines, from {@code {::comment}} to {@code {:/comment}}: nobody reads it. */
final class HiddenBlock extends Block {
    private static final Pattern OPENING = Pattern.compile("\\{::comment\\}[ \\t]*[\\r\\n]*");
    private static final Pattern CLOSING = Pattern.compile("\\{:/(?:comment)?\\}[ \\t]*[\\r\\n]*");

    private boolean isClosed;

    /** Else all below is hidden. */
    boolean isClosed() {
        return isClosed;
    }

    @Override
    public BasedSequence[] getSegments() {
        return EMPTY_SEGMENTS;
    }

    static CustomBlockParserFactory factory() {
        return new Factory();
    }

    private static final class Reader extends AbstractBlockParser {
        private final HiddenBlock block = new HiddenBlock();
        private BasedSequence last;

        Reader(BasedSequence opening) {
            block.setChars(opening);
            last = opening;
        }

        @Override
        public Block getBlock() {
            return block;
        }

        @Override
        public BlockContinue tryContinue(ParserState state) {
            BasedSequence line = state.getLine().subSequence(state.getNextNonSpaceIndex());
            last = state.getLine();
            if (line.startsWith("{:/") && CLOSING.matcher(line).matches()) {
                block.isClosed = true;
                return BlockContinue.finished();
            }
            return BlockContinue.atIndex(state.getIndex());
        }

        @Override
        public void addLine(ParserState state, BasedSequence line) {}

        @Override
        public void closeBlock(ParserState state) {
            block.setChars(block.getChars()
                    .baseSubSequence(block.getStartOffset(), Math.max(block.getEndOffset(), last.getEndOffset())));
        }
    }

    private static final class Start extends AbstractBlockParserFactory {
        Start(DataHolder options) {
            super(options);
        }

        @Override
        public @Nullable BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
            BasedSequence line = state.getLine().subSequence(state.getNextNonSpaceIndex());
            return state.getIndent() < 4
                            && line.startsWith("{::")
                            && OPENING.matcher(line).matches()
                    ? BlockStart.of(new Reader(line)).atIndex(state.getLine().length())
                    : BlockStart.none();
        }
    }

    private static final class Factory extends BlockSyntax {
        @Override
        public BlockParserFactory apply(DataHolder options) {
            return new Start(options);
        }
    }
}
