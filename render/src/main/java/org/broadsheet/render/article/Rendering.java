package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.ast.ListBlock;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.data.NullableDataKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.article.PlainMarkdown;
import org.broadsheet.common.article.Slot;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Content.Html;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Link;
import org.broadsheet.render.lookup.Anchors;
import org.broadsheet.render.lookup.Destination;
import org.broadsheet.render.markdown.HeadingIds;
import org.broadsheet.render.markdown.MarkdownDocument;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/** What the parts of the renderer must know of the article under way; it travels with the document's node. One thread. */
final class Rendering {
    static final NullableDataKey<Rendering> KEY = new NullableDataKey<>("BROADSHEET_RENDERING");

    private static final int HIGHEST = 2;

    /** What stands before a mark that stands for a picture's size: it is the attribute's value, and so a sanitizer keeps it. */
    private static final String SIZE = " width=\"";

    /** Kramdown's class of a heading that its list of them does not name. */
    private static final String KEPT_OUT = "no_toc";

    /** Each looks at all headings. */
    private static final int SUGGESTIONS = 50;

    private final MarkdownDocument document;
    private final String mark;
    private final @Nullable Heading leftOut;
    private final int shift;
    private final boolean titleInBody;
    private final boolean mayDress;
    private boolean hasContents;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final RawParts rawParts;
    /** The ids that the author gave what is no heading. */
    private final Set<String> given = new HashSet<>();

    private final Set<String> headingIds;

    /** Characters of code that may still be coloured. */
    private int code;

    private final boolean highlights;
    private final List<Finding> tooMuchCode = new ArrayList<>();

    /**
     * @param key of the article: what stands for a slot follows from it, and no text can hold what follows from itself
     * @param titleInBody whether the first heading is the page's title
     * @param mayDress whether the author may give classes and ids
     * @param code characters of code that are coloured at most; 0 if none is
     */
    Rendering(MarkdownDocument document, Digest key, boolean titleInBody, boolean mayDress, int code) {
        this.code = code;
        this.highlights = code > 0;
        this.mayDress = mayDress;
        this.document = document;
        this.titleInBody = titleInBody;
        this.mark = "slot-" + key + "-";
        this.rawParts = new RawParts(key);
        this.headingIds = document.headings().stream()
                .map(org.broadsheet.common.article.Heading::id)
                .collect(Collectors.toSet());
        Heading title = null;
        int highest = Integer.MAX_VALUE;
        for (Node node : document.node().getDescendants()) {
            if (node instanceof Heading heading) {
                if (titleInBody && title == null) {
                    title = heading;
                } else {
                    highest = Math.min(highest, heading.getLevel());
                }
            }
        }
        leftOut = title;
        shift = highest == Integer.MAX_VALUE ? 0 : HIGHEST - highest;
    }

    static Rendering of(Node document) {
        @Nullable Rendering rendering = KEY.get(document.getDocument());
        if (rendering == null) {
            throw new IllegalStateException("a document is rendered by ArticleRenderer alone");
        }
        return rendering;
    }

    /** The heading that is the page's title. */
    boolean isLeftOut(Heading heading) {
        return heading.equals(leftOut);
    }

    /** The level of a heading below the page's own, so that the highest is an h2. */
    int level(Heading heading) {
        return Math.min(6, heading.getLevel() + shift);
    }

    org.broadsheet.common.article.Heading heading(Heading heading) {
        return document.heading(heading);
    }

    boolean mayDress() {
        return mayDress;
    }

    /** The attributes that the author gave a node. */
    Map<String, String> attributes(Node of) {
        return document.attributes(of);
    }

    /** Whether the headings are named in its place. */
    boolean isContents(ListBlock list) {
        return document.isContents(list);
    }

    /** The headings that the list of them names, for the first that asks: neither the page's title nor what is kept out of it. */
    List<org.broadsheet.common.article.Heading> contents() {
        List<org.broadsheet.common.article.Heading> named = new ArrayList<>();
        if (hasContents) {
            return named;
        }
        hasContents = true;
        for (Node node : document.node().getDescendants()) {
            if (node instanceof Heading heading
                    && !isLeftOut(heading)
                    && !Arrays.asList(attributes(heading)
                                    .getOrDefault("class", "")
                                    .split(" "))
                            .contains(KEPT_OUT)) {
                named.add(heading(heading));
            }
        }
        if (!named.isEmpty()) {
            given.add(Contents.ID);
        }
        return named;
    }

    /** What stands for a destination that may be ours until its slot is filled. */
    String mark(String destination) {
        return mark + numbers.computeIfAbsent(destination, d -> numbers.size()) + "-";
    }

    /** Whether this stands for a destination. */
    boolean isMark(String value) {
        return value.startsWith(mark);
    }

    /** Whether what is no heading can have this id, which nothing else has. From now on it has. */
    boolean isAnchor(String id) {
        return !HeadingIds.isTaken(id) && !headingIds.contains(id) && given.add(id);
    }

    /** Whether code of a language is coloured; of the first for which there is no room any more the author is told. */
    boolean isHighlighted(Node block, int length) {
        if (!highlights || !tooMuchCode.isEmpty()) {
            return false;
        }
        if (length > code) {
            tooMuchCode.add(document.warning(
                    block.getStartOffset(),
                    "the text holds more code than is coloured, so what begins here is plain",
                    "split the text, or the code"));
            return false;
        }
        code -= length;
        return true;
    }

    /** HTML of the author's that is written as it is. */
    RawParts rawParts() {
        return rawParts;
    }

    /** The article whose HTML, with marks, this is. */
    Article article(String html, Html mode) {
        MarkdownCopy copy = new MarkdownCopy(document, mode, this::mark);
        if (rawParts.isEmpty()) {
            String shown = mode == Html.SANITIZED ? Sanitizer.clean(html) : html;
            return article(shown, copy, List.of(), List.of(), List.of(), Set.of());
        }
        RawHtml raw = new RawHtml(rawParts.found(html), rawParts);
        copy.take(raw, rawParts);
        String marked = raw.with(this::mark);
        List<Finding> findings = raw.told(mode == Html.TRUSTED).stream()
                .map(told -> document.warning(rawParts.inText(told.at()), told.message(), told.hint()))
                .toList();
        String shown =
                mode == Html.SANITIZED ? Sanitizer.clean(marked) : raw.isWhole() ? marked : Enclosed.made(marked);
        return article(
                shown,
                copy,
                links(Stream.concat(raw.destinations().stream(), raw.elsewhere().stream())
                        .toList()),
                links(raw.fragments()),
                findings,
                mode == Html.SANITIZED ? RawHtml.ids(Jsoup.parseBodyFragment(shown)) : raw.ids());
    }

    private List<Link> links(List<RawHtml.Found> found) {
        return found.stream()
                .map(one -> document.link(one.written(), one.image(), rawParts.inText(one.begin())))
                .toList();
    }

    /** @param ids all of the HTML, headings' too, if some of it is its author's */
    private Article article(
            String html,
            MarkdownCopy copy,
            List<Link> linksOfHtml,
            List<Link> within,
            List<Finding> findings,
            Set<String> ids) {
        List<String> marked = List.copyOf(numbers.keySet());
        List<String> pieces = new ArrayList<>();
        List<Slot> slots = new ArrayList<>();
        int from = 0;
        for (int at = html.indexOf(mark); at >= 0; at = html.indexOf(mark, from)) {
            int number = at + mark.length();
            int end = html.indexOf('-', number);
            String written = marked.get(Integer.parseInt(html.substring(number, end)));
            boolean isSize = html.startsWith(SIZE, at - SIZE.length());
            pieces.add(html.substring(from, isSize ? at - SIZE.length() : at));
            slots.add(isSize ? new Slot.Size(written) : new Slot.Destination(written));
            from = isSize ? end + 2 : end + 1;
        }
        pieces.add(html.substring(from));
        List<Link> all = document.links();
        List<Link> ours = all.stream()
                .filter(link -> Destination.isHttp(link.destination())
                        || Destination.of(link.destination()).isPresent())
                .toList();
        Set<String> others = new TreeSet<>(ids);
        others.addAll(given);
        others.removeAll(headingIds);
        Article article = new Article(
                pieces,
                slots,
                inOrder(ours, linksOfHtml, shown(slots)),
                document.plainText(),
                document.beginning(),
                document.headings(),
                List.copyOf(others),
                titleInBody,
                markdown(copy.written(leftOut)),
                List.of());
        Stream<Link> here = Stream.concat(all.stream(), within.stream())
                .filter(link -> link.destination().startsWith("#"));
        return article.telling(Stream.of(
                        document.remarks().stream(),
                        findings.stream(),
                        tooMuchCode.stream(),
                        missing(here.toList(), article))
                .flatMap(each -> each)
                .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                .toList());
    }

    private PlainMarkdown markdown(String copy) {
        List<String> marked = List.copyOf(numbers.keySet());
        List<String> pieces = new ArrayList<>();
        List<String> slots = new ArrayList<>();
        int from = 0;
        for (int at = copy.indexOf(mark); at >= 0; at = copy.indexOf(mark, from)) {
            int end = copy.indexOf('-', at + mark.length());
            pieces.add(copy.substring(from, at));
            slots.add(marked.get(Integer.parseInt(copy.substring(at + mark.length(), end))));
            from = end + 1;
        }
        pieces.add(copy.substring(from));
        return new PlainMarkdown(pieces, slots);
    }

    private static Set<String> shown(List<Slot> slots) {
        Set<String> shown = new HashSet<>();
        slots.forEach(slot -> {
            if (slot instanceof Slot.Destination destination) {
                shown.add(destination.written());
            }
        });
        return shown;
    }

    /** What there is to say of links within the article. */
    private static Stream<Finding> missing(List<Link> within, Article article) {
        if (within.isEmpty()) {
            return Stream.of();
        }
        Set<String> anchors = article.anchors();
        return IntStream.range(0, within.size())
                .boxed()
                .flatMap(i -> Anchors.missing(within.get(i), anchors, i < SUGGESTIONS).stream());
    }

    /** @param shown what of the author's HTML is left */
    private static List<Link> inOrder(List<Link> ofMarkdown, List<Link> ofHtml, Set<String> shown) {
        if (ofHtml.isEmpty()) {
            return ofMarkdown;
        }
        return Stream.concat(
                        ofMarkdown.stream(),
                        ofHtml.stream()
                                .filter(link ->
                                        Destination.isHttp(link.destination()) || shown.contains(link.destination())))
                .sorted(Comparator.comparingInt(Link::line).thenComparingInt(Link::column))
                .distinct()
                .toList();
    }

    /** Nothing that a browser would run has a slot: it would get past {@link SafeAttributes}. */
    static boolean mayBeOurs(String destination) {
        return Destination.of(destination).isPresent() && !SafeAttributes.isDangerous(destination);
    }
}
