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

    static final Parser PARSER = Parser.builder(OPTIONS)
            .customInlineParserFactory(SpecifiedInlineParser::new)
            .customInlineParserExtensionFactory(new MathSpan.Factory())
            .customBlockParserFactory(new TildeFence.Factory())
            .customBlockParserFactory(new MathBlock.Factory())
            .customBlockParserFactory(new Definitions.Factory())
            // Comes by itself with the library's own inline parser only.
            .paragraphPreProcessorFactory(new ReferencePreProcessorFactory())
            .build();

    private Dialect() {}

    /** All of a text as one block of HTML. */
    static Document html(BasedSequence text) {
        Document document = new Document(OPTIONS, text);
        document.appendChild(new HtmlBlock(text, List.of(text)));
        return document;
    }
}
