package org.broadsheet.notify.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Tag;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/**
 * An article's HTML as a feed may hold it: read out of its page, beside others' articles, by programs that run or block what is
 * not plain content. Always sanitised, whatever the site's own pages may hold.
 */
public final class FeedContent {
    private static final List<String> URL_ATTRIBUTES = List.of("href", "src", "poster", "cite");

    /** As jsoup writes the control characters that were written as references: no feed may hold what they stand for. */
    private static final Pattern CONTROL_REFERENCE = Pattern.compile("&#x(?:[0-8bcef]|1[0-9a-f]|7f);");

    private static final Cleaner CLEANER = new Cleaner(safelist());

    private FeedContent() {}

    /**
     * Sanitises, makes every URL whole, drops ids (they would collide with those of other articles; links to them lead to the
     * site's page), turns embedded frames into links and check boxes into signs.
     *
     * @param url the post's whole URL, against which its links are resolved
     * @param title left out where the article begins with it as its heading; empty to leave nothing out
     */
    public static String of(String article, String url, String title) {
        Document document = Jsoup.parseBodyFragment(Xml.clean(article), url);
        Element body = document.body();
        Element first = body.firstElementChild();
        if (!title.isEmpty() && first != null && first.normalName().matches("h[1-6]")) {
            if (first.text().strip().equals(title.strip())) {
                first.remove();
            }
        }
        body.select("h1 a[href^=#], h2 a[href^=#], h3 a[href^=#], h4 a[href^=#], h5 a[href^=#], h6 a[href^=#]")
                .forEach(anchor -> {
                    if (anchor.attr("aria-hidden").equals("true")
                            || anchor.text().matches("[\\s#¶§]*")) {
                        anchor.remove();
                    }
                });
        // Those of the page's own headings: they stand beside them, and say nothing.
        body.select(".heading > a.anchor:empty").remove();
        // The tokens of code: without a style sheet they say nothing.
        body.select("pre > code > span[class]").stream()
                .filter(span -> span.attributesSize() == 1)
                .forEach(Element::unwrap);
        body.select("input[type=checkbox]")
                .forEach(box -> box.replaceWith(new TextNode(box.hasAttr("checked") ? "☑ " : "☐ ")));
        body.select("iframe[src], embed[src]").forEach(frame -> {
            String src = frame.absUrl("src");
            frame.replaceWith(new Element("p")
                    .appendChild(new Element("a").attr("href", src).text(src)));
        });
        for (String attribute : URL_ATTRIBUTES) {
            body.select("[" + attribute + "]").forEach(e -> {
                String whole = e.absUrl(attribute);
                if (whole.isEmpty()) {
                    e.removeAttr(attribute);
                } else {
                    e.attr(attribute, whole);
                }
            });
        }
        body.select("[srcset]").forEach(e -> e.attr("srcset", srcset(e.attr("srcset"), url)));
        Document clean = CLEANER.clean(document);
        clean.outputSettings().prettyPrint(false);
        return CONTROL_REFERENCE.matcher(Xml.clean(clean.body().html().strip())).replaceAll("");
    }

    /** A paragraph of plain text. */
    public static String text(String text) {
        return new Element("p").text(Xml.clean(text)).outerHtml();
    }

    /**
     * HTML, section 4.8.4.2.1: a list of URLs with descriptors, parted by commas; a URL itself may hold commas, but not begin
     * or end with one.
     */
    static String srcset(String value, String base) {
        List<String> candidates = new ArrayList<>();
        int i = 0;
        while (i < value.length()) {
            while (i < value.length() && (Character.isWhitespace(value.charAt(i)) || value.charAt(i) == ',')) {
                i++;
            }
            int start = i;
            while (i < value.length() && !Character.isWhitespace(value.charAt(i))) {
                i++;
            }
            String candidate = value.substring(start, i);
            boolean alone = candidate.endsWith(",");
            String src = candidate.replaceFirst(",+$", "");
            String descriptor = "";
            if (!alone) {
                int comma = value.indexOf(',', i);
                int end = comma < 0 ? value.length() : comma;
                descriptor = value.substring(i, end).strip();
                i = end;
            }
            String whole = src.isEmpty() ? "" : resolve(base, src);
            if (isHttp(whole)) {
                candidates.add(descriptor.isEmpty() ? whole : whole + " " + descriptor);
            }
        }
        return String.join(", ", candidates);
    }

    private static String resolve(String base, String url) {
        return new Element(Tag.valueOf("a"), base).attr("href", url).absUrl("href");
    }

    private static boolean isHttp(String url) {
        return url.startsWith("http://") || url.startsWith("https://");
    }

    private static Safelist safelist() {
        return Safelist.relaxed()
                .addTags(
                        "abbr",
                        "address",
                        "article",
                        "aside",
                        "audio",
                        "bdi",
                        "bdo",
                        "del",
                        "details",
                        "dfn",
                        "figcaption",
                        "figure",
                        "footer",
                        "header",
                        "hr",
                        "ins",
                        "kbd",
                        "main",
                        "mark",
                        "picture",
                        "rp",
                        "rt",
                        "ruby",
                        "s",
                        "samp",
                        "section",
                        "source",
                        "summary",
                        "time",
                        "track",
                        "var",
                        "video",
                        "wbr")
                .addAttributes("abbr", "title")
                .addAttributes("audio", "controls", "src")
                .addAttributes("bdo", "dir")
                .addAttributes("img", "srcset", "sizes")
                .addAttributes("ol", "reversed")
                .addAttributes("source", "src", "srcset", "sizes", "type", "media")
                .addAttributes("th", "align")
                .addAttributes("td", "align")
                .addAttributes("time", "datetime")
                .addAttributes("track", "src", "kind", "srclang", "label")
                .addAttributes("video", "controls", "src", "poster", "width", "height")
                .addAttributes(":all", "lang", "dir")
                .addProtocols("a", "href", "http", "https", "mailto", "tel")
                .removeProtocols("a", "href", "ftp")
                .addProtocols("img", "src", "http", "https")
                .addProtocols("audio", "src", "http", "https")
                .addProtocols("video", "src", "http", "https")
                .addProtocols("video", "poster", "http", "https")
                .addProtocols("source", "src", "http", "https")
                .addProtocols("track", "src", "http", "https")
                .addProtocols("del", "cite", "http", "https")
                .addProtocols("ins", "cite", "http", "https");
    }

    /** A path of ours, or an http(s) URL, as front matter holds them, made whole; empty for anything else. */
    public static Optional<String> whole(String home, String pathOrUrl) {
        if (pathOrUrl.startsWith("/") && !pathOrUrl.startsWith("//")) {
            return Optional.of(home + pathOrUrl);
        }
        return isHttp(pathOrUrl) ? Optional.of(pathOrUrl) : Optional.empty();
    }
}
