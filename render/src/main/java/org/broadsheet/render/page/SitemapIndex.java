package org.broadsheet.render.page;

import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ByteSource;

/** The index of the sitemaps. It names no dates, for they would change it at every post. */
public record SitemapIndex(UrlPath url) implements GeneratedFile<SitemapXml.View> {
    static final UrlPath URL = new UrlPath("/sitemap.xml");

    static final Family FAMILY = Family.of(
            site -> URL,
            SitemapIndex::new,
            change -> !PostsSitemap.cutAnew(change).isEmpty());

    @Override
    public Phase phase(boolean isNew) {
        // It links to sitemaps, new ones included.
        return Phase.CHANGED_FILES;
    }

    @Override
    public SitemapXml.View view(Views views) {
        return new SitemapXml.View(Stream.concat(
                        Stream.of(PagesSitemap.URL),
                        views.site().parts().names().stream().map(PostsSitemap::url))
                .map(url -> new SitemapXml.Entry(views.urls().absolute(url), Optional.empty()))
                .toList());
    }

    @Override
    public ByteSource bytes(SitemapXml.View view, Materials of) {
        return SitemapXml.index(view);
    }
}
