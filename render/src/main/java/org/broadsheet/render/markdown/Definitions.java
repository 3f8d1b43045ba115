package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.Paragraph;
import com.vladsch.flexmark.ast.ParagraphItemContainer;
import com.vladsch.flexmark.parser.InlineParser;
import com.vladsch.flexmark.parser.ListOptions;
import com.vladsch.flexmark.parser.block.AbstractBlockParser;
import com.vladsch.flexmark.parser.block.AbstractBlockParserFactory;
import com.vladsch.flexmark.parser.block.BlockContinue;
import com.vladsch.flexmark.parser.block.BlockParser;
import com.vladsch.flexmark.parser.block.BlockParserFactory;
import com.vladsch.flexmark.parser.block.BlockStart;
import com.vladsch.flexmark.parser.block.MatchedBlockParser;
import com.vladsch.flexmark.parser.block.ParserState;
import com.vladsch.flexmark.util.ast.Block;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.List;

/**
 * Lists of terms and what they mean, as PHP Markdown Extra and kramdown have them: lines of a paragraph are terms, and each line below
 * them that begins with a colon and a space begins a definition. An empty line may stand between one term and its definition; what
 * belongs to a definition is indented as its text is.
 */
final class Definitions {
    private Definitions() {}

    static final class ListBlock extends Block {
        @Override
        public BasedSequence[] getSegments() {
            return EMPTY_SEGMENTS;
        }
    }

    static final class Term extends Block {
        Term(BasedSequence chars) {
            super(chars);
        }

        @Override
        public BasedSequence[] getSegments() {
            return EMPTY_SEGMENTS;
        }
    }

    static final class Item extends Block implements ParagraphItemContainer {
        private final boolean loose;

        Item(BasedSequence marker, boolean loose) {
            super(marker);
            this.loose = loose;
        }

        @Override
        public BasedSequence[] getSegments() {
            return EMPTY_SEGMENTS;
        }

        @Override
        public boolean isParagraphInTightListItem(Paragraph paragraph) {
            return !loose && paragraph.getPrevious() == null && !(paragraph.getNext() instanceof Paragraph);
        }

        @Override
        public boolean isItemParagraph(Paragraph paragraph) {
            return paragraph.getPrevious() == null;
        }

        @Override
        public boolean isParagraphWrappingDisabled(Paragraph paragraph, ListOptions lists, DataHolder options) {
            return isParagraphInTightListItem(paragraph);
        }
    }

    private static boolean beginsItem(ParserState state) {
        BasedSequence line = state.getLine();
        int colon = state.getNextNonSpaceIndex();
        return state.getIndent() < 4
                && colon + 1 < line.length()
                && line.charAt(colon) == ':'
                && (line.charAt(colon + 1) == ' ' || line.charAt(colon + 1) == '\t')
                && !line.subSequence(colon + 1).isBlank();
    }

    private static final class ListParser extends AbstractBlockParser {
        private final ListBlock block = new ListBlock();

        ListParser(List<BasedSequence> terms) {
            for (BasedSequence term : terms) {
                block.appendChild(new Term(term.trim()));
            }
        }

        @Override
        public Block getBlock() {
            return block;
        }

        @Override
        public boolean isContainer() {
            return true;
        }

        @Override
        public boolean canContain(ParserState state, BlockParser parser, Block child) {
            return child instanceof Item;
        }

        @Override
        public BlockContinue tryContinue(ParserState state) {
            boolean continues = state.isBlank()
                    || beginsItem(state)
                    || (block.getLastChild() instanceof Item && state.getIndent() >= 2);
            return continues ? BlockContinue.atIndex(state.getIndex()) : BlockContinue.none();
        }

        @Override
        public void closeBlock(ParserState state) {
            block.setCharsFromContent();
        }

        @Override
        public void parseInlines(InlineParser inlines) {
            for (Node child : block.getChildren()) {
                if (child instanceof Term term) {
                    inlines.parse(term.getChars(), term);
                }
            }
        }
    }

    private static final class ItemParser extends AbstractBlockParser {
        private final Item block;
        /** Columns from the margin of the list to the text. */
        private final int width;

        ItemParser(Item block, int width) {
            this.block = block;
            this.width = width;
        }

        @Override
        public Block getBlock() {
            return block;
        }

        @Override
        public boolean isContainer() {
            return true;
        }

        @Override
        public boolean canContain(ParserState state, BlockParser parser, Block child) {
            return true;
        }

        @Override
        public BlockContinue tryContinue(ParserState state) {
            if (state.isBlank()) {
                return BlockContinue.atIndex(state.getNextNonSpaceIndex());
            }
            return state.getIndent() >= Math.min(width, 4)
                    ? BlockContinue.atColumn(state.getColumn() + Math.min(width, state.getIndent()))
                    : BlockContinue.none();
        }

        @Override
        public void closeBlock(ParserState state) {
            block.setCharsFromContent();
        }
    }

    private static final class BlockFactory extends AbstractBlockParserFactory {
        BlockFactory(DataHolder options) {
            super(options);
        }

        @Override
        public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
            if (!beginsItem(state)) {
                return BlockStart.none();
            }
            BlockParser parent = matched.getBlockParser();
            if (parent instanceof ListParser list) {
                return item(state, list.block.getLastChild() instanceof Item last && last.loose);
            }
            List<BasedSequence> lines = matched.getParagraphLines();
            if (lines != null && !lines.isEmpty()) {
                return item(state, false, new ListParser(lines)).replaceActiveBlockParser();
            }
            // One term with an empty line below it.
            if (parent.isContainer()
                    && parent.getBlock().getLastChild() instanceof Paragraph term
                    && term.getContentLines().size() == 1) {
                ListParser list = new ListParser(term.getContentLines());
                term.unlink();
                state.blockRemoved(term);
                return item(state, true, list);
            }
            return BlockStart.none();
        }

        private static BlockStart item(ParserState state, boolean loose, ListParser... list) {
            BasedSequence line = state.getLine();
            int colon = state.getNextNonSpaceIndex();
            int column = state.getColumn() + state.getIndent();
            int text = column + 1;
            for (int i = colon + 1; line.charAt(i) == ' ' || line.charAt(i) == '\t'; i++) {
                text += line.charAt(i) == '\t' ? 4 - text % 4 : 1;
            }
            // As in a list: what is further away is code.
            text = text - column > 5 ? column + 2 : text;
            Item block = new Item(line.subSequence(colon, colon + 1), loose);
            ItemParser item = new ItemParser(block, text - state.getColumn());
            return (list.length == 0 ? BlockStart.of(item) : BlockStart.of(list[0], item)).atColumn(text);
        }
    }

    static final class Factory extends BlockSyntax {
        @Override
        public BlockParserFactory apply(DataHolder options) {
            return new BlockFactory(options);
        }
    }
}
