package org.broadsheet.render.page;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.broadsheet.common.record.Kind;
import org.broadsheet.render.release.Published;
import org.broadsheet.render.release.SiteIndex;
import org.broadsheet.render.theme.SiteUrls;

/**
 * Sitemaps as of sitemaps.org: an index, one of the pages, and the posts in blocks counted from the oldest. The index names no
 * dates, for they would change it at every post.
 */
final class Sitemaps {
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";

    private Sitemaps() {}

    static byte[] robots(SiteUrls urls) {
        return bytes("User-agent: *\nAllow: /\n\nSitemap: " + urls.absolute(SiteIndex.SITEMAP) + "\n");
    }

    static byte[] index(SiteUrls urls, int blocks) {
        StringBuilder xml = new StringBuilder(XML + "<sitemapindex xmlns=\"" + NAMESPACE + "\">\n");
        sitemap(xml, urls.absolute(SiteIndex.SITEMAP_PAGES));
        for (int block = 1; block <= blocks; block++) {
            sitemap(xml, urls.absolute(SiteIndex.sitemapPosts(block)));
        }
        return bytes(xml.append("</sitemapindex>\n").toString());
    }

    static byte[] pages(SiteUrls urls, SiteIndex index) {
        StringBuilder xml = new StringBuilder(XML + "<urlset xmlns=\"" + NAMESPACE + "\">\n");
        xml.append("<url><loc>").append(escape(urls.absolute(index.home()))).append("</loc></url>\n");
        index.documents().stream()
                .filter(document -> document.kind() == Kind.PAGE)
                .sorted((a, b) -> a.url().compareTo(b.url()))
                .forEach(page -> url(xml, urls, page));
        return bytes(xml.append("</urlset>\n").toString());
    }

    static byte[] posts(SiteUrls urls, SiteIndex index, int block) {
        List<Published> posts = index.posts();
        int from = (block - 1) * SiteIndex.SITEMAP_BLOCK;
        StringBuilder xml = new StringBuilder(XML + "<urlset xmlns=\"" + NAMESPACE + "\">\n");
        posts.subList(from, Math.min(posts.size(), from + SiteIndex.SITEMAP_BLOCK))
                .forEach(post -> url(xml, urls, post));
        return bytes(xml.append("</urlset>\n").toString());
    }

    private static void sitemap(StringBuilder xml, String url) {
        xml.append("<sitemap><loc>").append(escape(url)).append("</loc></sitemap>\n");
    }

    private static void url(StringBuilder xml, SiteUrls urls, Published document) {
        xml.append("<url><loc>")
                .append(escape(urls.absolute(document.url())))
                .append("</loc><lastmod>")
                .append(document.changedAt().truncatedTo(ChronoUnit.SECONDS))
                .append("</lastmod></url>\n");
    }

    /** Control characters that XML cannot hold are percent-encoded in URLs. */
    private static String escape(String url) {
        return url.replace("&", "&amp;")
                .replace("'", "&apos;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
