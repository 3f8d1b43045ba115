package org.broadsheet.render.article;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;

/**
 * An article's HTML as a browser reads it within a page: whether the page around it stays what it is. All indices are of the
 * article's HTML.
 */
final class Enclosed {
    /** What may be around an article; closed out of turn they would end what the page has open. */
    private static final List<String> AROUND =
            List.of("main", "article", "section", "aside", "header", "footer", "nav", "div");

    /** The text lets no frame set take the place of the page. */
    private static final String BEFORE =
            "." + AROUND.stream().map(name -> "<" + name + ">").collect(Collectors.joining());

    private static final String CLOSING =
            AROUND.reversed().stream().map(name -> "</" + name + ">").collect(Collectors.joining());
    private static final String PROBE = "<wbr>";

    /** HTML, 13.1.2.4: their end tags may be left out. */
    private static final Set<String> MAY_STAY_OPEN = Set.of(
            "html",
            "head",
            "body",
            "p",
            "li",
            "dt",
            "dd",
            "rb",
            "rt",
            "rtc",
            "rp",
            "optgroup",
            "option",
            "tr",
            "td",
            "th",
            "thead",
            "tbody",
            "tfoot",
            "caption",
            "colgroup");

    /** The parser goes no deeper, as browsers do not: there an element ends before what is in it. */
    private static final int DEEPEST = 400;

    private final String html;
    private final Document page;
    /** By where they begin. */
    private final NavigableMap<Integer, String> unclosed = new TreeMap<>();
    /** Where a comment or a tag begins that does not end. */
    private Optional<Integer> unfinished = Optional.empty();
    /** Where the first end tag is that closes what is around the article. */
    private Optional<Integer> stray = Optional.empty();
    /** Where nesting goes deeper than a browser follows. */
    private Optional<Integer> tooDeep = Optional.empty();

    private boolean isWhole;

    private Enclosed(String html, IntPredicate isTheirs) {
        this.html = html;
        page = Parser.htmlParser().setTrackPosition(true).parseInput(BEFORE + html + CLOSING + PROBE, "");
        read(isTheirs);
    }

    /** @param isTheirs whether the tag that begins at an index is the author's own */
    static Enclosed of(String html, IntPredicate isTheirs) {
        return new Enclosed(html, isTheirs);
    }

    /** As it was read, in a page. */
    Document page() {
        return page;
    }

    /** The index of what is at a place of the {@link #page}. */
    int index(int place) {
        return place - BEFORE.length();
    }

    private void read(IntPredicate isTheirs) {
        int end = BEFORE.length() + html.length();
        int lastEnd = BEFORE.length();
        boolean isProbed = false;
        isWhole = true;
        Optional<Integer> comment = Optional.empty();
        int around = 0;
        int depth = 0;
        Node next = page;
        for (Node node = page; node != null; node = next) {
            Range range = node.sourceRange();
            boolean isWritten = range.isTracked() && !range.isImplicit();
            if (isWritten && range.endPos() <= end) {
                lastEnd = Math.max(lastEnd, range.endPos());
            }
            if (node instanceof Comment && isWritten && range.endPos() > end) {
                comment = Optional.of(index(range.startPos()));
            }
            if (node instanceof Element element && isWritten) {
                if (range.startPos() < BEFORE.length()) {
                    around(element, around++, end);
                } else if (range.startPos() == end + CLOSING.length()) {
                    isProbed = page.body().equals(element.parent());
                } else if (depth >= DEEPEST) {
                    tooDeep = tooDeep.isEmpty() ? Optional.of(index(range.startPos())) : tooDeep;
                    isWhole = false;
                } else if (isUnclosed(element, end) && isTheirs.test(index(range.startPos()))) {
                    unclosed.put(index(range.startPos()), element.normalName());
                }
                Range closing = element.endSourceRange();
                if (closing.isTracked() && !closing.isImplicit() && closing.endPos() <= end) {
                    lastEnd = Math.max(lastEnd, closing.endPos());
                }
            }
            if (node.childNodeSize() > 0) {
                next = node.childNode(0);
                depth++;
            } else {
                Node up = node;
                while (up != null && up.nextSibling() == null) {
                    up = up.parent();
                    depth--;
                }
                next = up == null ? null : up.nextSibling();
            }
        }
        if (!isProbed && unclosed.isEmpty()) {
            unfinished = comment.isPresent() ? comment : Optional.of(index(lastEnd));
        }
        isWhole &= isProbed && unclosed.isEmpty() && stray.isEmpty();
    }

    private void around(Element element, int number, int end) {
        Range closing = element.endSourceRange();
        int expected = end;
        for (String inner : AROUND.subList(number + 1, AROUND.size())) {
            expected += inner.length() + 3;
        }
        if (closing.startPos() != expected) {
            isWhole = false;
            if (!closing.isImplicit() && closing.startPos() < end) {
                int at = index(closing.startPos());
                stray = Optional.of(Math.min(at, stray.orElse(at)));
            }
        }
    }

    private static boolean isUnclosed(Element element, int end) {
        Range closing = element.endSourceRange();
        boolean isVoid = element.tag().isEmpty()
                || closing.startPos() <= element.sourceRange().startPos();
        return !isVoid
                && (closing.startPos() >= end
                        || (closing.isImplicit() && !MAY_STAY_OPEN.contains(element.normalName())));
    }

    /** Whether the page stays what it is, and all that the author has opened is closed. */
    boolean isWhole() {
        return isWhole;
    }

    /** What of it goes beyond the article. */
    List<RawHtml.Told> told() {
        List<RawHtml.Told> told = new ArrayList<>();
        if (tooDeep.isPresent()) {
            told.add(new RawHtml.Told(
                    tooDeep.get(),
                    "HTML nested more than " + DEEPEST + " levels deep, so what is in there is shown as text",
                    "take some levels away"));
        } else if (!unclosed.isEmpty()) {
            String name = unclosed.firstEntry().getValue();
            int others = unclosed.size() - 1;
            told.add(new RawHtml.Told(
                    unclosed.firstEntry().getKey(),
                    "<" + name + "> is not closed"
                            + (others == 0
                                    ? ""
                                    : others == 1 ? ", as is 1 more tag" : ", as are " + others + " more tags"),
                    name.equals("plaintext")
                            ? "write <pre> and </pre>"
                            : "add </" + name + ">, or write &lt;" + name + "> if readers are to see it"));
        }
        stray.ifPresent(at -> {
            String tag = html.substring(at, Math.min(html.length(), at + 20)).replaceFirst("(?s)[>\\s].*", "") + ">";
            told.add(new RawHtml.Told(at, tag + " closes nothing that is open", "take it away, or open it before"));
        });
        unfinished.ifPresent(at -> {
            boolean isComment = html.startsWith("<!--", at);
            told.add(new RawHtml.Told(
                    at,
                    (isComment ? "<!--" : "a tag") + " is not closed, so what follows is not shown",
                    "add " + (isComment ? "-->" : ">")));
        });
        return told;
    }

    /**
     * The HTML as a browser reads it, all closed at its end at the latest, so that it stays within itself whatever it holds. Scripts and
     * styles that are not closed are left out: a browser would take the rest of the page for theirs.
     */
    static String made(String html) {
        Document document = Document.createShell("");
        Element body = document.body();
        for (Node node : Parser.htmlParser().setTrackPosition(true).parseFragmentInput(html, body, "")) {
            body.appendChild(node);
        }
        for (Element element : body.select("script, style")) {
            if (element.endSourceRange().isImplicit()) {
                element.remove();
            }
        }
        // Nothing ends it, not even its end tag.
        body.select("plaintext").tagName("pre");
        flatten(body);
        document.outputSettings().prettyPrint(false);
        String made = body.html();
        return of(made, start -> false).isWhole() ? made : Sanitizer.clean(html);
    }

    /** What is too deep is text: a browser would end elements before their end tags, and others by those. */
    private static void flatten(Element body) {
        int depth = 0;
        for (Node node = body; node != null; ) {
            if (depth == DEEPEST && node instanceof Element element && element.childrenSize() > 0) {
                element.text(element.wholeText());
            }
            if (depth < DEEPEST && node.childNodeSize() > 0) {
                node = node.childNode(0);
                depth++;
            } else {
                while (node != null && !node.equals(body) && node.nextSibling() == null) {
                    node = node.parent();
                    depth--;
                }
                node = node == null || node.equals(body) ? null : node.nextSibling();
            }
        }
    }
}
