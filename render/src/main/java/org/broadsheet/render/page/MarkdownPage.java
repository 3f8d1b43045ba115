package org.broadsheet.render.page;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.broadsheet.common.data.FrontMatterText;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.theme.DateView;
import org.broadsheet.render.theme.MarkdownView;

/** A post or page for machines: front matter and Markdown, at the URL of its page with {@code .md}. */
public record MarkdownPage(Kept kept, UrlPath url) implements Output<MarkdownView> {
    private static final String ENDING = ".md";
    private static final String ROOT = "/index";

    static final Family FAMILY = new Family() {
        @Override
        public Optional<MarkdownPage> at(Site site, UrlPath url) {
            return pageOf(url)
                    .flatMap(site::keptAt)
                    .filter(document -> of(site, document).filter(url::equals).isPresent())
                    .map(document -> new MarkdownPage(document, url));
        }

        @Override
        public void all(Site site, Consumer<UrlPath> to) {
            site.eachKept(document -> of(site, document).ifPresent(to));
        }

        /** And the page, where something of the author's is there that was not, or the reverse. */
        @Override
        public void candidates(Change change, Consumer<UrlPath> to) {
            for (UrlPath url : change.urls()) {
                MarkdownPage.at(url).ifPresent(to);
                pageOf(url).ifPresent(page -> {
                    to.accept(url);
                    to.accept(page);
                });
            }
        }
    };

    /** Where a document's is; empty if the site has none, or something of its author's is there. */
    static Optional<UrlPath> of(Site site, Kept document) {
        return site.settings().filter(Content.Settings::withoutMarkdown).isPresent()
                ? Optional.empty()
                : at(document.object())
                        .filter(url ->
                                !site.hasDocumentAt(url) && site.assetAt(url).isEmpty());
    }

    /**
     * Where it is, if there is one.
     *
     * @param page of its object
     */
    public static Optional<UrlPath> at(UrlPath page) {
        String url = (page.equals(UrlPath.ROOT) ? ROOT : page.value()) + ENDING;
        return Optional.of(url)
                .filter(UrlPath::isValid)
                .map(UrlPath::new)
                .filter(valid -> ObjectKey.at(valid).isPresent());
    }

    private static Optional<UrlPath> pageOf(UrlPath url) {
        String value = url.value();
        if (!value.endsWith(ENDING)) {
            return Optional.empty();
        }
        String page = value.substring(0, value.length() - ENDING.length());
        return page.equals(ROOT)
                ? Optional.of(UrlPath.ROOT)
                : Optional.of(page).filter(UrlPath::isValid).map(UrlPath::new);
    }

    @Override
    public Kind kind() {
        return Kind.FILE;
    }

    /** Before the page that names it. */
    @Override
    public Phase phase(boolean isNew) {
        return isNew ? Phase.ASSETS : Phase.CHANGED_FILES;
    }

    @Override
    public ObjectType type() {
        return Output.typeOf(url);
    }

    @Override
    public Instant newest(Site site) {
        return kept.publishedAt();
    }

    @Override
    public Optional<Kept> document() {
        return Optional.of(kept);
    }

    @Override
    public MarkdownView view(Views views) {
        Published published = kept.published();
        FrontMatter frontMatter = published.frontMatter();
        boolean isPost = published.kind() == Kind.POST;
        return new MarkdownView(
                published.title(),
                views.urls().absolute(published.url()),
                isPost ? Optional.of(views.date(published.publishedAt()).iso()) : Optional.empty(),
                isPost ? views.updated(published).map(DateView::iso) : Optional.empty(),
                frontMatter.language(),
                frontMatter.authors().stream().map(FrontMatter.Author::name).toList(),
                frontMatter.topics(),
                views.article(published).withoutSizes());
    }

    @Override
    public ByteSource bytes(MarkdownView view, Materials of) throws IOException {
        Map<String, Object> frontMatter = new LinkedHashMap<>();
        frontMatter.put("title", view.title());
        view.published().ifPresent(at -> frontMatter.put("date", at));
        view.updated().ifPresent(at -> frontMatter.put("updated", at));
        frontMatter.put("url", view.url());
        view.language().ifPresent(tag -> frontMatter.put("lang", tag));
        putIfAny("authors", view.authors(), frontMatter);
        putIfAny("topics", view.topics(), frontMatter);
        String text = of.markdown(view.article()).text(view.article().links(), URI.create(view.url()));
        return ByteSource.of((FrontMatterText.of(frontMatter) + "\n" + text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void putIfAny(String key, List<String> values, Map<String, Object> frontMatter) {
        if (!values.isEmpty()) {
            frontMatter.put(key, values);
        }
    }
}
