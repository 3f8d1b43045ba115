package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.HtmlBlock;
import com.vladsch.flexmark.ext.footnotes.FootnoteExtension;
import com.vladsch.flexmark.ext.gfm.strikethrough.StrikethroughExtension;
import com.vladsch.flexmark.ext.gfm.tasklist.TaskListExtension;
import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.parser.core.ReferencePreProcessorFactory;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.data.MutableDataSet;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.List;
import org.broadsheet.render.markdown.tags.Tagging;

/**
 * The Markdown that is understood: CommonMark with GitHub's tables, strikethrough, task lists, autolinks and alerts, with footnotes,
 * lists of definitions, ids of headings, and mathematics that stays as it is.
 */
public final class Dialect {
    /** What a renderer of parsed documents has to be built with, so that it knows the extensions' nodes. */
    public static final DataHolder OPTIONS = new MutableDataSet()
            .set(
                    Parser.EXTENSIONS,
                    List.of(
                            Tables.create(),
                            StrikethroughExtension.create(),
                            TaskListExtension.create(),
                            Autolinks.create(),
                            new Alert.Extension(),
                            FootnoteExtension.create(),
                            new SpecifiedRenderer.Extension()))
            .set(TaskListExtension.ITEM_DONE_MARKER, "<input checked=\"\" disabled=\"\" type=\"checkbox\"> ")
            .set(TaskListExtension.ITEM_NOT_DONE_MARKER, "<input disabled=\"\" type=\"checkbox\"> ")
            .set(HtmlRenderer.PERCENT_ENCODE_URLS, true)
            // Obfuscation is random: the same source has to give the same bytes.
            .set(HtmlRenderer.OBFUSCATE_EMAIL, false)
            .toImmutable();

    private static final Parser PARSER = builder().build();

    private static final Parser KRAMDOWN = builder()
            .customInlineParserExtensionFactory(AttributeSyntax.factory(true))
            .customBlockParserFactory(HiddenBlock.factory())
            .build();

    private static final Parser GOLDMARK = builder()
            .customInlineParserExtensionFactory(AttributeSyntax.factory(false))
            .build();

    private Dialect() {}

    private static Parser.Builder builder() {
        return Parser.builder(OPTIONS)
                .customInlineParserFactory(SpecifiedInlineParser::new)
                .customInlineParserExtensionFactory(new MathSpan.Factory())
                .customBlockParserFactory(new TildeFence.Factory())
                .customBlockParserFactory(new MathBlock.Factory())
                .customBlockParserFactory(new Definitions.Factory())
                // Comes by itself with the library's own inline parser only.
                .paragraphPreProcessorFactory(new ReferencePreProcessorFactory());
    }

    /** A generator's tags come with what its Markdown has besides: attributes. */
    static Parser parser(Tagging tagging) {
        return switch (tagging) {
            case PLAIN -> PARSER;
            case LIQUID -> KRAMDOWN;
            case SHORTCODES -> GOLDMARK;
        };
    }

    /** All of a text as one block of HTML. */
    static Document html(BasedSequence text) {
        Document document = new Document(OPTIONS, text);
        document.appendChild(new HtmlBlock(text, List.of(text)));
        return document;
    }
}
