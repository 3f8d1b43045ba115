package org.broadsheet.render.theme;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.storage.ObjectKey;

/**
 * What every page knows of the site. Nothing in it depends on any post, so that publishing one leaves all other pages as they
 * are.
 *
 * @param tagline empty: none is shown
 * @param language a BCP 47 tag
 * @param homeUrl where the title leads
 * @param navigation the links in the header, in order
 * @param rssUrl path-absolute; likewise the other two feeds
 * @param foreign whether the texts of the theme, which are English, are of another language than the site's
 * @param stylesheetUrl names the style sheet's bytes, so that an old page never meets a new style
 * @param htmlName whether the page's own URL ends in {@code .html}
 */
public record SiteView(
        String title,
        String tagline,
        String language,
        String homeUrl,
        List<Link> navigation,
        String archiveUrl,
        String topicsUrl,
        String rssUrl,
        String atomUrl,
        String jsonFeedUrl,
        String iconUrl,
        boolean foreign,
        String stylesheetUrl,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean htmlName) {
    public SiteView {
        navigation = List.copyOf(navigation);
    }

    /** As the page at {@code url} shows it, path-absolute: where the reader is, the navigation says so. */
    public SiteView at(String url) {
        return new SiteView(
                title,
                tagline,
                language,
                homeUrl,
                navigation.stream()
                        .map(link ->
                                new Link(link.title(), link.url(), link.url().equals(url)))
                        .toList(),
                archiveUrl,
                topicsUrl,
                rssUrl,
                atomUrl,
                jsonFeedUrl,
                iconUrl,
                foreign,
                stylesheetUrl,
                url.endsWith(ObjectKey.PAGE));
    }

    /**
     * Under these settings. Without a navigation of the author's the header links to the archive and the topics, and to
     * {@code /blog} if that is where the list of posts is.
     *
     * @param stylesheet {@link Theme#stylesheet()}
     * @param pageAtRoot whether a page has taken {@code /}, and the list of posts moved to {@code /blog}
     */
    public static SiteView of(Content.Settings settings, UrlPath stylesheet, boolean pageAtRoot) {
        SiteUrls urls = new SiteUrls(settings.baseUrl());
        String archive = urls.path(new UrlPath("/archive"));
        String topics = urls.path(new UrlPath("/topics"));
        List<Link> navigation;
        if (!settings.navigation().isEmpty()) {
            navigation = settings.navigation().stream()
                    .map(entry -> new Link(entry.title(), urls.link(entry.url())))
                    .toList();
        } else if (pageAtRoot) {
            navigation = List.of(
                    new Link("Blog", urls.path(new UrlPath("/blog"))),
                    new Link("Archive", archive),
                    new Link("Topics", topics));
        } else {
            navigation = List.of(new Link("Archive", archive), new Link("Topics", topics));
        }
        return new SiteView(
                settings.title(),
                settings.tagline(),
                settings.language(),
                urls.path(UrlPath.ROOT),
                navigation,
                archive,
                topics,
                urls.path(new UrlPath("/feed.xml")),
                urls.path(new UrlPath("/atom.xml")),
                urls.path(new UrlPath("/feed.json")),
                urls.path(new UrlPath("/favicon.ico")),
                !settings.language().toLowerCase(Locale.ROOT).matches("en(-.*)?"),
                urls.path(stylesheet),
                false);
    }
}
