package org.broadsheet.render.page;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.render.release.Site;

/** The sitemap of the home page and the pages. */
public record PagesSitemap(UrlPath url) implements GeneratedFile<SitemapXml.View> {
    static final UrlPath URL = new UrlPath("/sitemap-pages.xml");

    static final Family FAMILY = Family.of(
            site -> URL,
            PagesSitemap::new,
            change -> change.documents().keySet().stream().anyMatch(key -> key.kind() == Kind.PAGE));

    @Override
    public SitemapXml.View view(Views views) {
        Site site = views.site();
        SitemapXml.Entry home = new SitemapXml.Entry(views.urls().absolute(site.home()), Optional.empty());
        return new SitemapXml.View(Stream.concat(
                        Stream.of(home),
                        site.documents(Kind.PAGE).stream()
                                .sorted(Comparator.comparing(Published::url))
                                .map(page -> SitemapXml.entry(views, page)))
                .toList());
    }

    @Override
    public ByteSource bytes(SitemapXml.View view, Materials of) {
        return SitemapXml.sitemap(view);
    }
}
