package org.broadsheet.common.article;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * An article as Markdown for whoever reads that: the text without what its page omits, with slots where destinations stand that do
 * not say of which site they are.
 *
 * @param pieces one more than there are slots
 * @param slots the destinations as written that stand between the pieces
 */
public record PlainMarkdown(List<String> pieces, List<String> slots) {
    public PlainMarkdown {
        pieces = List.copyOf(pieces);
        slots = List.copyOf(slots);
        if (pieces.size() != slots.size() + 1) {
            throw new IllegalArgumentException(
                    pieces.size() + " pieces do not stand around " + slots.size() + " slots");
        }
    }

    /** Of a text that is taken as it is. */
    static PlainMarkdown of(String text) {
        return new PlainMarkdown(List.of(text), List.of());
    }

    /**
     * With whole URLs.
     *
     * @param answers how destinations as written read on the site, each the whole path of a URL
     * @param page its whole URL, from which others lead on
     */
    public String text(Map<String, String> answers, URI page) {
        StringBuilder text = new StringBuilder(pieces.getFirst());
        for (int i = 0; i < slots.size(); i++) {
            String written = slots.get(i);
            StringBuilder encoded = new StringBuilder();
            Article.encode(answers.getOrDefault(written, written), "&", encoded);
            append(whole(encoded.toString(), page), text);
            text.append(pieces.get(i + 1));
        }
        return text.toString();
    }

    private static String whole(String destination, URI page) {
        try {
            // RFC 3986, 5.2.2: of no path and a query alone the path is the page's, which java.net takes for its
            // folder's.
            String of = destination.startsWith("?") ? page.getRawPath() + destination : destination;
            return page.resolve(of).toString();
        } catch (IllegalArgumentException e) {
            return destination; // Leads nowhere, and its author was told.
        }
    }

    /** Without what would end a destination in Markdown, or be read as a character's name. */
    private static void append(String url, StringBuilder text) {
        int last = url.lastIndexOf(';');
        for (int i = 0; i < url.length(); i++) {
            switch (url.charAt(i)) {
                case '(' -> text.append("%28");
                case ')' -> text.append("%29");
                case '\'' -> text.append("%27");
                case '&' -> text.append(i > last ? "&" : "&amp;");
                default -> text.append(url.charAt(i));
            }
        }
    }
}
