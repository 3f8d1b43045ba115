package org.broadsheet.render.markdown.tags;

import java.util.Optional;
import org.broadsheet.common.record.Content.Generator;

/** Which tags a text holds besides Markdown or HTML. */
public enum Tagging {
    /** None: {@code {{ x }}} is prose. */
    PLAIN,
    /** Those of Liquid, which Jekyll reads before Markdown, in code too. */
    LIQUID,
    /** Hugo's, likewise. */
    SHORTCODES;

    /** What the texts hold that were written for a generator. */
    public static Tagging of(Optional<Generator> generator) {
        return generator
                .map(program -> switch (program) {
                    case JEKYLL -> LIQUID;
                    case HUGO -> SHORTCODES;
                    case ZOLA, NEXT -> PLAIN;
                })
                .orElse(PLAIN);
    }

    /**
     * The text that remains when its tags are read. In linear time.
     *
     * @param isHtml whether it is HTML, and no Markdown
     * @param title of the page, if its author wrote one
     * @param longest characters that it may have; more is not made
     * @param kinds of tags that are told of
     */
    public Expanded expand(String text, boolean isHtml, Optional<String> title, int longest, int kinds) {
        Expansion expansion = new Expansion(text, isHtml ? Words.HTML : Words.MARKDOWN, longest, kinds);
        switch (this) {
            case PLAIN -> expansion.copy(0, text.length());
            case LIQUID -> new Liquid(text, title, expansion).read();
            case SHORTCODES -> new Shortcodes(text, expansion).read();
        }
        return expansion.end();
    }
}
