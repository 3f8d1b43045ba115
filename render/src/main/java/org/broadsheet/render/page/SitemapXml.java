package org.broadsheet.render.page;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.storage.ByteSource;

/** Sitemaps as of sitemaps.org: an index, one of the pages, and the posts in parts. */
final class SitemapXml {
    private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";

    private SitemapXml() {}

    /**
     * What a sitemap says of a URL.
     *
     * @param at the whole URL
     */
    record Entry(String at, Optional<Instant> changed) {}

    /** A sitemap. */
    record View(List<Entry> entries) {}

    static Entry entry(Views views, Published document) {
        return new Entry(
                views.urls().absolute(document.url()),
                Optional.of(document.changedAt().truncatedTo(ChronoUnit.SECONDS)));
    }

    static ByteSource sitemap(View view) {
        return xml("urlset", "url", view.entries());
    }

    static ByteSource index(View view) {
        return xml("sitemapindex", "sitemap", view.entries());
    }

    private static ByteSource xml(String root, String element, List<Entry> entries) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<" + root + " xmlns=\"" + NAMESPACE + "\">\n");
        for (Entry entry : entries) {
            xml.append("<" + element + "><loc>").append(escape(entry.at())).append("</loc>");
            entry.changed().ifPresent(at -> xml.append("<lastmod>").append(at).append("</lastmod>"));
            xml.append("</" + element + ">\n");
        }
        xml.append("</" + root + ">\n");
        return ByteSource.of(xml.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Control characters that XML cannot hold are percent-encoded in URLs. */
    private static String escape(String url) {
        return url.replace("&", "&amp;")
                .replace("'", "&apos;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
