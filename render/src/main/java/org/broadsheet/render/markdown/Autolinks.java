package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ext.autolink.AutolinkExtension;
import com.vladsch.flexmark.ext.autolink.internal.AutolinkNodePostProcessor;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.parser.block.NodePostProcessor;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.ast.NodeTracker;
import com.vladsch.flexmark.util.data.MutableDataHolder;
import java.util.BitSet;

/**
 * The library's autolinks, asked only about text that may hold one. It unescapes and searches every text with regular
 * expressions, which took a sixth of the time of an import.
 */
final class Autolinks implements Parser.ParserExtension {
    static Autolinks create() {
        return new Autolinks();
    }

    private Autolinks() {}

    @Override
    public void parserOptions(MutableDataHolder options) {
        AutolinkExtension.create().parserOptions(options);
    }

    @Override
    public void extend(Parser.Builder builder) {
        builder.postProcessorFactory(new Factory());
    }

    /** Of the same nodes as the library's own. */
    private static final class Factory extends AutolinkNodePostProcessor.Factory {
        @Override
        public NodePostProcessor apply(Document document) {
            return new Guarded(
                    super.apply(document),
                    signs(document.getChars().getBaseSequence().getBase().toString()));
        }
    }

    /** Where something stands without which no autolink is: {@code ://}, {@code www.}, {@code @}, or what may stand for it. */
    private static BitSet signs(String text) {
        BitSet signs = new BitSet();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean sign = switch (c) {
                case '@', '&', '\\' -> true;
                case '/' -> i > 1 && text.charAt(i - 1) == '/' && text.charAt(i - 2) == ':';
                case '.' -> i > 0 && (text.charAt(i - 1) | 0x20) == 'w';
                default -> false;
            };
            if (sign) {
                signs.set(i);
            }
        }
        return signs;
    }

    private static final class Guarded extends NodePostProcessor {
        private final NodePostProcessor library;
        private final BitSet signs;

        Guarded(NodePostProcessor library, BitSet signs) {
            this.library = library;
            this.signs = signs;
        }

        @Override
        public void process(NodeTracker state, Node node) {
            // Texts that follow one another are searched as one: up to the end of what they are in.
            Node whole = node.getParent() == null ? node : node.getParent();
            int sign = signs.nextSetBit(node.getStartOffset());
            if (sign >= 0 && sign < whole.getEndOffset()) {
                library.process(state, node);
            }
        }
    }
}
