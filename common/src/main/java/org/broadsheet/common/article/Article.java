package org.broadsheet.common.article;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Link;
import org.broadsheet.common.record.PictureSize;
import org.jspecify.annotations.Nullable;

/**
 * What a text came to: a function of the text and of how it is read, and of nothing else of the site. Where its HTML depends on
 * that, it has a slot, which is filled when a page or a feed shows it.
 *
 * @param pieces of its HTML, one more than there are slots
 * @param slots what stands between the pieces
 * @param links all destinations that may be ours, whole URLs included, in their order, with their places in the text
 * @param plainText all that a reader sees but for footnotes, white space folded
 * @param beginning of it what the author marked as such, above {@code <!--more-->}
 * @param headings in their order, the one that is the title too
 * @param ids that links may lead to besides those of headings
 * @param titleInBody whether the first of them is the title, which the page shows: it is left out of the pieces
 * @param markdown for machines that read that
 * @param findings warnings of what stands in the text, whatever the site is like; that it is shown as it is written among them
 */
public record Article(
        List<String> pieces,
        List<Slot> slots,
        List<Link> links,
        String plainText,
        Optional<String> beginning,
        List<Heading> headings,
        List<String> ids,
        boolean titleInBody,
        PlainMarkdown markdown,
        List<Finding> findings) {
    /** Of a refused text so many words are folded: what follows is shown nowhere. */
    private static final int PLAIN_WORDS = 1_000;

    /** Characters that most answers have at most. */
    private static final int SLOT = 80;

    /** RFC 3986: what may stand in a URL as it is, a sign of a percent-encoding included. */
    private static final String URL_SIGNS = ":/?#@!$&'()*+,;=-._~%";

    public Article {
        pieces = List.copyOf(pieces);
        slots = List.copyOf(slots);
        links = List.copyOf(links);
        headings = List.copyOf(headings);
        ids = List.copyOf(ids);
        findings = List.copyOf(findings);
        Objects.requireNonNull(markdown, "stored by a program that wrote none");
        if (pieces.size() != slots.size() + 1) {
            throw new IllegalArgumentException(
                    pieces.size() + " pieces do not stand around " + slots.size() + " slots");
        }
    }

    /**
     * Its HTML.
     *
     * @param answers how destinations as written read on the site, without {@code basePath}; others stay as they are
     * @param sizes of pictures, by their destinations as written
     * @param basePath of the base URL, empty or such as {@code /blog}
     */
    public String html(Map<String, String> answers, Map<String, PictureSize> sizes, String basePath) {
        int length = pieces.stream().mapToInt(String::length).sum();
        StringBuilder html = new StringBuilder(length + SLOT * slots.size()).append(pieces.getFirst());
        for (int i = 0; i < slots.size(); i++) {
            switch (slots.get(i)) {
                case Slot.Destination destination -> {
                    String path = answers.get(destination.written());
                    fill(path == null ? destination.written() : basePath + path, html);
                }
                case Slot.Size size -> fill(sizes.get(size.written()), html);
            }
            html.append(pieces.get(i + 1));
        }
        return html.toString();
    }

    /** As the renderer writes a destination: percent-encoded where it is not, then escaped. */
    private static void fill(String destination, StringBuilder html) {
        encode(destination, "&amp;", html);
    }

    /**
     * Percent-encoded where it is not.
     *
     * @param and for {@code &}
     */
    static void encode(String destination, String and, StringBuilder url) {
        for (int i = 0; i < destination.length(); ) {
            int c = destination.codePointAt(i);
            int end = i + Character.charCount(c);
            if (c == '&') {
                url.append(and);
            } else if (c == '%' && !isEncoded(destination, i)) {
                url.append("%25");
            } else if (c < 0x80 && (Character.isLetterOrDigit(c) || URL_SIGNS.indexOf(c) >= 0)) {
                url.append((char) c);
            } else {
                for (byte b : destination.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
                    url.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
                }
            }
            i = end;
        }
    }

    /** Attributes of a picture, after those that it has. */
    private static void fill(@Nullable PictureSize size, StringBuilder html) {
        if (size != null) {
            html.append(" width=\"")
                    .append(size.width())
                    .append("\" height=\"")
                    .append(size.height())
                    .append('"');
        }
    }

    private static boolean isEncoded(String text, int at) {
        return at + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
    }

    /** All that a link may lead to within it. The title stands above it, without an id. */
    public Set<String> anchors() {
        Set<String> anchors = new TreeSet<>(ids);
        headings.stream().skip(titleInBody ? 1 : 0).map(Heading::id).forEach(anchors::add);
        return anchors;
    }

    /** The first heading, if it can be a title. */
    public Optional<String> firstHeading() {
        return headings.stream().findFirst().filter(Heading::canBeTitle).map(Heading::text);
    }

    /** Those that its HTML holds. */
    public List<Heading> shownHeadings() {
        return titleInBody ? headings.subList(1, headings.size()) : headings;
    }

    /** Of a text that is refused: as it is written. */
    public static Article of(String markdown, Finding refusal) {
        String escaped = markdown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return new Article(
                List.of("<pre tabindex=\"0\"><code>" + escaped + "</code></pre>\n"),
                List.of(),
                List.of(),
                String.join(" ", markdown.strip().split("\\s+", PLAIN_WORDS)),
                Optional.empty(),
                List.of(),
                List.of(),
                false,
                PlainMarkdown.of(markdown),
                List.of(refusal));
    }

    /** The same with other findings. */
    public Article telling(List<Finding> other) {
        return new Article(pieces, slots, links, plainText, beginning, headings, ids, titleInBody, markdown, other);
    }

    /** As it is stored. */
    public byte[] toBytes() {
        return Json.write(this);
    }

    /** What was stored; empty if another program stored it, in another form. */
    public static Optional<Article> of(byte[] bytes) {
        try {
            return Optional.of(Json.read(bytes, Article.class));
        } catch (Json.UnreadableRecord e) {
            return Optional.empty();
        }
    }
}
