package org.broadsheet.render.article;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Severity;
import org.broadsheet.render.markdown.MarkdownDocument;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.markdown.MarkdownParser;
import org.broadsheet.render.markdown.Outcome;

/**
 * Makes articles of texts: the same of the same, always. All that an article depends on goes into its key, so that one that was
 * made once is never made again. Safe for all threads.
 */
public final class ArticleMaker {
    private final MarkdownParser parser;
    private final String reading;
    private final ArticleRenderer renderer;

    /**
     * @param limits the parser's: of what they refuse no article is made
     * @param code characters of a text's code that are coloured at most
     */
    public ArticleMaker(MarkdownParser parser, MarkdownLimits limits, int code) {
        this.parser = parser;
        this.renderer = new ArticleRenderer(code);
        this.reading = format() + " " + Runtime.version().feature() + " " + limits.size() + " " + limits.depth() + " "
                + limits.brackets() + " " + limits.rows() + " " + limits.told() + " " + code;
    }

    /** The digest of the code that reads Markdown and writes HTML, with its libraries; {@code ArticleFormatTest} keeps it true. */
    static String format() {
        try (InputStream in = ArticleMaker.class.getResourceAsStream("format")) {
            if (in == null) {
                throw new IllegalStateException("the article's \"format\" is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInBody(Title title, MarkdownDocument document) {
        return document.headings().stream()
                .findFirst()
                .filter(heading -> title.is(heading) && document.beginsWithHeading())
                .isPresent();
    }

    /** Of all that the articles of a site depend on, but for their texts: another one means that each is another. */
    public Digest rules(Reading under) {
        return Digest.of(reading + " " + under.key());
    }

    /**
     * @param body of the text
     * @param isHtml whether it is HTML, and no Markdown
     * @param title that the page shows
     */
    public Digest key(Digest body, boolean isHtml, Title title, Reading under) {
        return Digest.of(rules(under) + (isHtml ? " in HTML " : " ") + body + " " + title.key());
    }

    /**
     * Of a text that is refused the article shows it as it is written. Only of one that takes too long there is none.
     *
     * @param key of these
     */
    public Outcome<Article> make(String text, boolean isHtml, Title title, Reading under, Digest key) {
        Function<MarkdownDocument, Article> article =
                document -> renderer.article(document, key, isInBody(title, document), under);
        Outcome<Article> outcome = isHtml
                ? parser.takeHtml(text, under.tagging(), title.written(), article)
                : parser.parse(text, under.tagging(), title.written(), article);
        return outcome instanceof Outcome.TooHard<Article> hard
                ? new Outcome.Parsed<>(Article.of(text, shownAsWritten(hard.why())))
                : outcome;
    }

    private static Finding shownAsWritten(Finding why) {
        return new Finding(
                Severity.WARNING,
                why.line(),
                why.column(),
                why.message() + ", so the text is shown as it is written",
                why.hint());
    }
}
