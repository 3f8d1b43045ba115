package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.data.NullableDataKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Link;
import org.broadsheet.render.lookup.Destination;
import org.broadsheet.render.markdown.MarkdownDocument;
import org.jspecify.annotations.Nullable;

/** What the parts of the renderer must know of the article under way; it travels with the document's node. One thread. */
final class Rendering {
    static final NullableDataKey<Rendering> KEY = new NullableDataKey<>("BROADSHEET_RENDERING");

    private static final int HIGHEST = 2;

    private final MarkdownDocument document;
    private final String mark;
    private final @Nullable Heading leftOut;
    private final int shift;
    private final boolean titleInBody;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /**
     * @param key of the article: what stands for a slot follows from it, and no text can hold what follows from itself
     * @param titleInBody whether the first heading is the page's title
     */
    Rendering(MarkdownDocument document, Digest key, boolean titleInBody) {
        this.document = document;
        this.titleInBody = titleInBody;
        this.mark = "slot-" + key + "-";
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

    /** What stands for a destination that may be ours until its slot is filled. */
    String mark(String destination) {
        return mark + numbers.computeIfAbsent(destination, d -> numbers.size()) + "-";
    }

    /** The article whose HTML, with marks, this is. */
    Article article(String html) {
        List<String> marked = List.copyOf(numbers.keySet());
        List<String> pieces = new ArrayList<>();
        List<String> slots = new ArrayList<>();
        int from = 0;
        for (int at = html.indexOf(mark); at >= 0; at = html.indexOf(mark, from)) {
            int number = at + mark.length();
            int end = html.indexOf('-', number);
            pieces.add(html.substring(from, at));
            slots.add(marked.get(Integer.parseInt(html.substring(number, end))));
            from = end + 1;
        }
        pieces.add(html.substring(from));
        List<Link> ours = document.links().stream()
                .filter(link -> Destination.of(link.destination()).isPresent())
                .toList();
        return new Article(
                pieces,
                slots,
                ours,
                document.plainText(),
                document.beginning(),
                document.headings(),
                titleInBody,
                Optional.empty());
    }

    /** Nothing that a browser would run has a slot: it would get past {@link SafeAttributes}. */
    static boolean mayBeOurs(String destination) {
        return Destination.of(destination).isPresent() && !SafeAttributes.isDangerous(destination);
    }
}
