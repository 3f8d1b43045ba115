package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.FencedCodeBlock;
import com.vladsch.flexmark.ast.IndentedCodeBlock;
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
        if (part.equals(AttributablePart.NODE)
                && (node instanceof FencedCodeBlock || node instanceof IndentedCodeBlock)) {
            attributes.replaceValue("tabindex", "0");
        }
    }

    private static void removeDangerous(MutableAttributes attributes, String name) {
        if (attributes.contains(name) && isDangerous(attributes.getValue(name))) {
            attributes.remove(name);
        }
    }

    static boolean isDangerous(String destination) {
        // Browsers drop these before they look at the scheme.
        StringBuilder seen = new StringBuilder(destination.length());
        destination.codePoints().filter(c -> c > ' ' && c != 0x7f).forEach(seen::appendCodePoint);
        String url = seen.toString().toLowerCase(Locale.ROOT);
        return DANGEROUS.stream().anyMatch(url::startsWith) && PICTURES.stream().noneMatch(url::startsWith);
    }

    static final class Factory extends IndependentAttributeProviderFactory {
        @Override
        public AttributeProvider apply(LinkResolverContext context) {
            return new SafeAttributes();
        }
    }
}
