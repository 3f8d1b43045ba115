package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.FencedCodeBlock;
import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.ast.IndentedCodeBlock;
import com.vladsch.flexmark.ext.tables.TableBlock;
import com.vladsch.flexmark.html.AttributeProvider;
import com.vladsch.flexmark.html.IndependentAttributeProviderFactory;
import com.vladsch.flexmark.html.renderer.AttributablePart;
import com.vladsch.flexmark.html.renderer.LinkResolverContext;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.html.MutableAttributes;
import java.util.List;
import java.util.Locale;

/**
 * The last word on what a tag carries: no destination that runs something, pictures below the first loaded when they come near,
 * code that can be scrolled by keys. One per article.
 */
final class SafeAttributes implements AttributeProvider {
    private static final List<String> DANGEROUS = List.of("javascript:", "vbscript:", "file:", "data:");
    private static final List<String> PICTURES =
            List.of("data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp", "data:image/avif");

    private boolean pictureSeen;

    @Override
    public void setAttributes(Node node, AttributablePart part, MutableAttributes attributes) {
        removeDangerous(attributes, "href");
        removeDangerous(attributes, "src");
        if (attributes.contains("src") || attributes.contains("alt")) {
            if (pictureSeen) {
                attributes.replaceValue("loading", "lazy");
            }
            attributes.replaceValue("decoding", "async");
            // What is the caption need not be said twice.
            if (Figure.caption(node.getParent(), node.getDocument()).isPresent()) {
                attributes.remove("title");
            }
            pictureSeen = true;
        }
        if (takesAuthors(node, part, attributes)) {
            Rendering rendering = Rendering.of(node.getDocument());
            rendering.attributes(node).forEach((name, value) -> {
                if (rendering.mayDress() || !(name.equals("class") || name.equals("id"))) {
                    AuthoredAttributes.add(name, value, node, attributes);
                }
            });
        }
        addSize(node, attributes);
        if (Figure.isPicture(node)) {
            attributes.addValue("class", "picture");
        }
        if (part.equals(AttributablePart.NODE)
                && (node instanceof FencedCodeBlock || node instanceof IndentedCodeBlock)) {
            attributes.replaceValue("tabindex", "0");
        }
    }

    /** Of a picture of ours of which the author does not say how large it is: its own size. */
    private static void addSize(Node node, MutableAttributes attributes) {
        if (attributes.contains("src") && !attributes.contains("width") && !attributes.contains("height")) {
            String src = attributes.getValue("src");
            if (Rendering.of(node.getDocument()).isMark(src)) {
                attributes.replaceValue("width", src);
            }
        }
    }

    /** Of several tags that a node is written as, the one that it is. */
    private static boolean takesAuthors(Node node, AttributablePart part, MutableAttributes attributes) {
        return switch (node) {
            case Heading heading -> attributes.contains("id");
            case TableBlock table -> !attributes.contains("role");
            case FencedCodeBlock code -> part.equals(AttributablePart.NODE);
            default -> true;
        };
    }

    private static void removeDangerous(MutableAttributes attributes, String name) {
        if (attributes.contains(name) && isDangerous(attributes.getValue(name))) {
            attributes.remove(name);
        }
    }

    /** In lower case, without what browsers drop before they look at the scheme. */
    static String asBrowsersSee(String destination) {
        StringBuilder seen = new StringBuilder(destination.length());
        destination.codePoints().filter(c -> c > ' ' && c != 0x7f).forEach(seen::appendCodePoint);
        return seen.toString().toLowerCase(Locale.ROOT);
    }

    static boolean isDangerous(String destination) {
        String url = asBrowsersSee(destination);
        return DANGEROUS.stream().anyMatch(url::startsWith) && PICTURES.stream().noneMatch(url::startsWith);
    }

    static final class Factory extends IndependentAttributeProviderFactory {
        @Override
        public AttributeProvider apply(LinkResolverContext context) {
            return new SafeAttributes();
        }
    }
}
