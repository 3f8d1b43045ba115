package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.FencedCodeBlock;
import com.vladsch.flexmark.html.HtmlWriter;
import com.vladsch.flexmark.html.renderer.CoreNodeRenderer;
import com.vladsch.flexmark.html.renderer.DelegatingNodeRendererFactory;
import com.vladsch.flexmark.html.renderer.NodeRenderer;
import com.vladsch.flexmark.html.renderer.NodeRendererContext;
import com.vladsch.flexmark.html.renderer.NodeRenderingHandler;
import com.vladsch.flexmark.util.data.DataHolder;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.render.highlight.Language;
import org.jspecify.annotations.Nullable;

/** Code between fences, coloured and named by its language. */
final class CodeRenderer implements NodeRenderer {
    private static final String PREFIX = "language-";

    /** What may stand behind a language without a blank: {@code rust,ignore}, {@code js{1,3}}, {@code ruby:app.rb}. */
    private static final Pattern WORD = Pattern.compile("[^\\s{},:=\"]{1,100}");

    /** Pandoc's and R Markdown's: {@code {.java .numberLines}}, {@code {r echo=FALSE}}. */
    private static final Pattern BRACES = Pattern.compile("\\{\\s*\\.?([^\\s{},:=\"#.][^\\s{},:=\"]{0,99})[\\s,}]");

    @Override
    public Set<NodeRenderingHandler<?>> getNodeRenderingHandlers() {
        return Set.of(new NodeRenderingHandler<>(FencedCodeBlock.class, CodeRenderer::fenced));
    }

    private static void fenced(FencedCodeBlock node, NodeRendererContext context, HtmlWriter html) {
        Rendering rendering = Rendering.of(context.getDocument());
        Optional<String> word = word(node.getInfo().unescape().strip())
                .or(() -> word(rendering.attributes(node).getOrDefault("class", ""))
                        .filter(c -> c.startsWith(PREFIX)));
        Optional<String> named = word.map(w -> w.startsWith(PREFIX) ? w.substring(PREFIX.length()) : w);
        Optional<Language> language = named.flatMap(Language::named);
        html.line();
        // A plain pre may have no name; a region of each would fill the list of a page's regions.
        language.map(Language::name)
                .or(() -> named.filter(n -> !Language.isNone(n)))
                .ifPresent(name -> html.attr("role", "group").attr("aria-label", name));
        html.withAttr().tag("pre").openPre();
        named.ifPresent(n -> html.attr("class", PREFIX + n));
        html.withAttr(CoreNodeRenderer.CODE_CONTENT).tag("code");
        String code = node.getContentChars().normalizeEOL();
        if (language.isPresent() && rendering.isHighlighted(node, code.length())) {
            html.raw(language.get().html(code));
        } else {
            html.text(code);
        }
        html.tag("/code").tag("/pre").closePre();
        html.lineIf(context.getHtmlOptions().htmlBlockCloseTagEol);
    }

    /** The language that a fence names. */
    private static Optional<String> word(String info) {
        Matcher braces = BRACES.matcher(info);
        if (braces.lookingAt()) {
            return Optional.of(braces.group(1));
        }
        Matcher word = WORD.matcher(info);
        return word.lookingAt() ? Optional.of(word.group()) : Optional.empty();
    }

    static final class Factory implements DelegatingNodeRendererFactory {
        @Override
        public NodeRenderer apply(DataHolder options) {
            return new CodeRenderer();
        }

        @Override
        public @Nullable Set<Class<?>> getDelegates() {
            return null;
        }
    }
}
