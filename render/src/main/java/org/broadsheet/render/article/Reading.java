package org.broadsheet.render.article;

import com.fasterxml.jackson.databind.JsonNode;
import org.broadsheet.common.record.Content;
import org.broadsheet.render.markdown.tags.Tagging;

/**
 * What of a site's settings its articles depend on.
 *
 * @param html what becomes of HTML in Markdown
 * @param tagging which tags texts hold
 * @param highlights whether code is coloured
 */
public record Reading(Content.Html html, Tagging tagging, boolean highlights) {
    /** Jekyll's key with which a text says that its tags are text. */
    private static final String RENDERS = "render_with_liquid";

    public static Reading of(Content.Settings settings) {
        return new Reading(settings.html(), Tagging.of(settings.generator()), !settings.plainCode());
    }

    /** Of one document, which may say it otherwise. */
    public Reading of(Content.Document document) {
        JsonNode renders = document.frontMatter().extra().get(RENDERS);
        return tagging == Tagging.LIQUID && renders != null && renders.isBoolean() && !renders.asBoolean()
                ? new Reading(html, Tagging.PLAIN, highlights)
                : this;
    }

    /** What of it an article's key says. */
    String key() {
        String read = tagging == Tagging.PLAIN ? html.toString() : html + " with " + tagging;
        return highlights ? read : read + ", code plain";
    }
}
