package org.broadsheet.render.article;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.broadsheet.render.lookup.Destination;
import org.broadsheet.render.markdown.Span;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.Range;
import org.jsoup.nodes.XmlDeclaration;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeTraversor;

/**
 * An article's HTML with that of its author in it, read as a browser reads it: destinations, ids, and what a policy blocks. All
 * indices are of the HTML as it was rendered.
 */
final class RawHtml {
    private static final Set<String> LINKS = Set.of("a", "area", "link", "image", "use");
    private static final String IMG = "<img";
    private static final String LAZY = " loading=\"lazy\" decoding=\"async\"";
    private static final Set<String> PICTURES = Set.of("img", "image", "video");

    /** By attribute, the elements that load or lead to what it names. */
    private static final Map<String, Set<String>> DESTINATIONS = Map.of(
            "href", LINKS,
            "xlink:href", LINKS,
            "src", Set.of("img", "video", "audio", "source", "track", "iframe", "embed", "script", "input"),
            "srcset", Set.of("img", "source"),
            "poster", Set.of("video"),
            "data", Set.of("object"));

    private static final Set<String> UNSEEN = Set.of("script", "style", "template");

    private final String html;
    private final RawParts parts;
    private final Enclosed enclosed;
    private final List<Found> destinations = new ArrayList<>();
    /** Where pictures below the first are told to load when they come near. */
    private final List<Integer> lazy = new ArrayList<>();

    private boolean pictureSeen;
    private final List<Found> elsewhere = new ArrayList<>();
    private final List<Found> fragments = new ArrayList<>();
    private final Set<String> ids;
    private final Set<Integer> seen = new HashSet<>();
    private final Policy.Breaches breaches = new Policy.Breaches();

    /** @param html as it was rendered, without marks of parts */
    RawHtml(String html, RawParts parts) {
        this.html = html;
        this.parts = parts;
        this.enclosed = Enclosed.of(html, start -> parts.inText(start) >= 0);
        Document page = enclosed.page();
        ids = ids(page);
        for (Element element : page.getAllElements()) {
            if (element.sourceRange().isTracked() && !element.sourceRange().isImplicit()) {
                look(element);
            }
        }
        destinations.sort((a, b) -> Integer.compare(a.from, b.from));
    }

    /**
     * A destination of an element.
     *
     * @param written as a browser gets it
     * @param begin where it begins
     * @param from where what stands for it begins: its quote, if it has one
     * @param to where that ends
     * @param isWhole whether it is all of its attribute
     * @param takesSize whether it is a picture's of which the author does not say how large it is
     */
    record Found(String written, boolean image, int begin, int from, int to, boolean isWhole, boolean takesSize) {}

    /**
     * What there is to say of a place.
     *
     * @param at index of it
     */
    record Told(int at, String message, String hint) {}

    private void look(Element element) {
        String name = element.normalName();
        int start = enclosed.index(element.sourceRange().startPos());
        // What formatting goes over into the next paragraph the parser copies.
        boolean isTheirs = parts.inText(start) >= 0 && seen.add(start);
        if (isTheirs) {
            breaches.element(element, start);
        }
        if (name.equals("img")) {
            int end = start + IMG.length();
            // Browsers read <image> as one too.
            if (isTheirs
                    && pictureSeen
                    && !element.hasAttr("loading")
                    && parts.holds(start, end)
                    && html.regionMatches(true, start, IMG, 0, IMG.length())
                    && !Character.isLetter(html.charAt(end))) {
                lazy.add(end);
            }
            pictureSeen = true;
        }
        for (Attribute attribute : element.attributes()) {
            Range.AttributeRange range = element.attributes().sourceRange(attribute.getKey());
            if (!isTheirs || !range.nameRange().isTracked()) {
                continue;
            }
            String key = attribute.getKey().toLowerCase(Locale.ROOT);
            int from = enclosed.index(range.valueRange().startPos());
            int to = enclosed.index(range.valueRange().endPos());
            breaches.attribute(
                    element,
                    key,
                    attribute.getValue(),
                    enclosed.index(range.nameRange().startPos()),
                    from);
            if (from < to && DESTINATIONS.getOrDefault(key, Set.of()).contains(name) && parts.holds(start, to)) {
                if (key.equals("srcset")) {
                    srcset(from, to);
                } else {
                    Found found = destination(from, to, PICTURES.contains(name), takesSize(element));
                    if (found.written.startsWith("#") && (name.equals("a") || name.equals("area"))) {
                        fragments.add(found);
                    }
                    if (Destination.isHttp(found.written) && (name.equals("a") || name.equals("img"))) {
                        elsewhere.add(found);
                    }
                    add(found);
                }
            }
        }
    }

    private static boolean takesSize(Element element) {
        return element.normalName().equals("img") && !element.hasAttr("width") && !element.hasAttr("height");
    }

    private Found destination(int from, int to, boolean image, boolean takesSize) {
        int begin = from;
        int end = to;
        while (begin < end && html.charAt(begin) <= ' ') {
            begin++;
        }
        while (end > begin && html.charAt(end - 1) <= ' ') {
            end--;
        }
        char quote = html.charAt(from - 1);
        boolean isQuoted = (quote == '"' || quote == '\'') && to < html.length() && html.charAt(to) == quote;
        return new Found(
                Parser.unescapeEntities(html.substring(begin, end), true),
                image,
                begin,
                isQuoted ? from - 1 : from,
                isQuoted ? to + 1 : to,
                true,
                takesSize);
    }

    /** HTML, 4.8.4.2.1: URLs with descriptors, parted by commas; a URL itself may hold commas, but not begin or end with one. */
    private void srcset(int from, int to) {
        int i = from;
        while (i < to) {
            while (i < to && (html.charAt(i) <= ' ' || html.charAt(i) == ',')) {
                i++;
            }
            int begin = i;
            while (i < to && html.charAt(i) > ' ') {
                i++;
            }
            int end = i;
            while (end > begin && html.charAt(end - 1) == ',') {
                end--;
            }
            if (end == i) {
                while (i < to && html.charAt(i) != ',') {
                    i++;
                }
            }
            if (begin < end) {
                String written = Parser.unescapeEntities(html.substring(begin, end), true);
                add(new Found(written, true, begin, begin, end, false, false));
            }
        }
    }

    private void add(Found found) {
        if (Rendering.mayBeOurs(found.written)) {
            destinations.add(found);
        }
    }

    /** Those that may be ours, in their order. */
    List<Found> destinations() {
        return destinations;
    }

    /** Those that are whole URLs, of the site's maybe. */
    List<Found> elsewhere() {
        return elsewhere;
    }

    /** Those that lead to a place within the article. */
    List<Found> fragments() {
        return fragments;
    }

    /** Where what nobody sees stands: comments, scripts, style sheets. What is not closed ends nowhere, at the greatest index. */
    List<Span> unseen() {
        List<Span> unseen = new ArrayList<>();
        NodeTraversor.traverse(
                (node, depth) -> {
                    boolean isElement = node instanceof Element;
                    if (isElement ? UNSEEN.contains(((Element) node).normalName()) : isNoText(node)) {
                        Range begin = node.sourceRange();
                        Range end = isElement ? ((Element) node).endSourceRange() : begin;
                        int from = enclosed.index(begin.startPos());
                        if (begin.isTracked() && parts.inText(from) >= 0) {
                            int to =
                                    end.isTracked() && !end.isImplicit() ? enclosed.index(end.endPos()) : html.length();
                            unseen.add(new Span(from, to < html.length() ? to : Integer.MAX_VALUE));
                        }
                    }
                },
                enclosed.page());
        return unseen;
    }

    private static boolean isNoText(Node node) {
        return node instanceof Comment || node instanceof XmlDeclaration || node instanceof DocumentType;
    }

    /** What there is to lead to within the article. */
    Set<String> ids() {
        return ids;
    }

    /** What there is to lead to within a page. */
    static Set<String> ids(Document page) {
        Set<String> ids = new HashSet<>();
        page.body().select("[id], a[name]").forEach(element -> {
            ids.add(element.attr("id"));
            ids.add(element.normalName().equals("a") ? element.attr("name") : "");
        });
        ids.remove("");
        return ids;
    }

    /** Whether the page around it stays what it is, and all that is opened in it is closed. */
    boolean isWhole() {
        return enclosed.isWhole();
    }

    /**
     * What there is to say of it, by place.
     *
     * @param isTrusted whether it is published with all that it holds
     */
    List<Told> told(boolean isTrusted) {
        List<Told> told = new ArrayList<>(enclosed.told());
        if (isTrusted) {
            told.addAll(breaches.found());
        }
        told.sort((a, b) -> Integer.compare(a.at, b.at));
        return told;
    }

    /** Something else between two indices. */
    private record Edit(int from, int to, String text) {}

    /** The HTML with something else in the place of the destinations, in double quotes; pictures with what they lack. */
    String with(UnaryOperator<String> destination) {
        List<Edit> edits = new ArrayList<>();
        lazy.forEach(at -> edits.add(new Edit(at, at, LAZY)));
        for (Found found : destinations) {
            String mark = destination.apply(found.written);
            String attribute = '"' + mark + '"';
            edits.add(new Edit(
                    found.from,
                    found.to,
                    !found.isWhole ? mark : found.takesSize ? attribute + " width=" + attribute : attribute));
        }
        edits.sort(Comparator.comparingInt(Edit::from));
        StringBuilder out = new StringBuilder(html.length() + 100 * edits.size());
        int at = 0;
        for (Edit edit : edits) {
            out.append(html, at, edit.from).append(edit.text);
            at = edit.to;
        }
        return out.append(html, at, html.length()).toString();
    }

    /** Whether it leads out of the site. */
    static boolean isElsewhere(String destination) {
        String url = destination.strip();
        return !url.isEmpty()
                && !url.startsWith("#")
                && !url.startsWith("?")
                && Destination.of(url).isEmpty();
    }
}
