package org.broadsheet.render.article;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/** Takes from an article's HTML what could act, dress up as the page or load from where it should not. */
final class Sanitizer {
    /** Stands for the site while relative links are checked; never written. */
    private static final String SOMEWHERE = "https://site.invalid/";

    /** The classes that the renderer itself writes. */
    private static final Set<String> CLASSES = Set.of(
            "anchor",
            "heading",
            "picture",
            "table",
            "footnotes",
            "footnote-ref",
            "footnote-backref",
            "task-list-item",
            "math",
            "alert",
            "alert-title",
            "alert-note",
            "alert-tip",
            "alert-important",
            "alert-warning",
            "alert-caution",
            // Tokens of code.
            "c",
            "cp",
            "gd",
            "gi",
            "k",
            "kt",
            "m",
            "na",
            "nf",
            "nt",
            "nv",
            "s");

    private static final Safelist SAFE = Safelist.relaxed()
            .addTags("abbr", "del", "details", "figcaption", "figure", "hr", "input", "ins", "kbd", "mark", "s", "samp")
            .addTags("section", "summary", "var")
            .addAttributes(":all", "id", "class", "lang", "dir", "title", "role", "aria-label")
            .addAttributes("div", "tabindex")
            .addAttributes("pre", "tabindex")
            .addAttributes("img", "loading", "decoding")
            .addAttributes("input", "type", "checked", "disabled")
            .addAttributes("td", "align")
            .addAttributes("th", "align")
            .addProtocols("a", "href", "tel")
            .preserveRelativeLinks(true);

    private Sanitizer() {}

    static String clean(String html) {
        Document clean = new Cleaner(SAFE).clean(Jsoup.parseBodyFragment(html, SOMEWHERE));
        clean.getElementsByAttribute("id").stream()
                .filter(element -> element.id().startsWith("page."))
                .forEach(element -> element.removeAttr("id"));
        clean.select("input:not([type=checkbox][disabled])").remove();
        for (Element element : clean.body().select("[class]")) {
            element.classNames(known(element.classNames()));
        }
        clean.outputSettings().prettyPrint(false);
        return clean.body().html();
    }

    private static Set<String> known(Set<String> classes) {
        classes.removeIf(
                name -> !CLASSES.contains(name) && !name.startsWith("language-") && !name.startsWith("heading-"));
        return classes;
    }
}
