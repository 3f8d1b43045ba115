package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.BlockQuote;
import com.vladsch.flexmark.ast.Paragraph;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.parser.block.ParagraphPreProcessor;
import com.vladsch.flexmark.parser.block.ParagraphPreProcessorFactory;
import com.vladsch.flexmark.parser.block.ParserState;
import com.vladsch.flexmark.parser.core.ReferencePreProcessorFactory;
import com.vladsch.flexmark.util.data.MutableDataHolder;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A quote that is none, but a word apart: on GitHub one that begins with a line {@code [!NOTE]}. */
final class Alert extends BlockQuote {
    /** With the word that a reader sees. Like all words in articles it is English: an article knows nothing of its site. */
    enum Kind {
        NOTE("Note"),
        TIP("Tip"),
        IMPORTANT("Important"),
        WARNING("Warning"),
        CAUTION("Caution");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        String cssClass() {
            return "alert-" + name().toLowerCase(Locale.ROOT);
        }

        private static Optional<Kind> of(BasedSequence line) {
            String written = line.toString().strip();
            for (Kind kind : values()) {
                if (written.equalsIgnoreCase("[!" + kind + "]")) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    private final Kind kind;

    private Alert(BasedSequence chars, Kind kind) {
        super(chars);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    static final class Extension implements Parser.ParserExtension {
        @Override
        public void parserOptions(MutableDataHolder options) {}

        @Override
        public void extend(Parser.Builder builder) {
            builder.paragraphPreProcessorFactory(new Factory());
        }
    }

    private static final class Factory implements ParagraphPreProcessorFactory {
        @Override
        public boolean affectsGlobalScope() {
            return false;
        }

        @Override
        public Set<Class<?>> getAfterDependents() {
            return Set.of(ReferencePreProcessorFactory.class);
        }

        @Override
        public @Nullable Set<Class<?>> getBeforeDependents() {
            return null;
        }

        @Override
        public ParagraphPreProcessor apply(ParserState state) {
            return Alert::begin;
        }
    }

    /** Takes the line that says so from the first paragraph of a quote that says something more. */
    private static int begin(Paragraph paragraph, ParserState state) {
        if (!(paragraph.getParent() instanceof BlockQuote quote)
                || quote instanceof Alert
                || paragraph.getPrevious() != null) {
            return 0;
        }
        List<BasedSequence> lines = paragraph.getContentLines();
        Optional<Kind> kind = Kind.of(lines.getFirst());
        if (kind.isEmpty() || (lines.size() == 1 && paragraph.getNext() == null)) {
            return 0;
        }
        Alert alert = new Alert(quote.getChars(), kind.get());
        quote.insertBefore(alert);
        alert.takeChildren(quote);
        quote.unlink();
        state.blockRemoved(quote);
        state.blockAdded(alert);
        return lines.size() == 1
                ? paragraph.getChars().length()
                : lines.get(1).getStartOffset() - paragraph.getStartOffset();
    }
}
