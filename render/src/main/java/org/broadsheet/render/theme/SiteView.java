package org.broadsheet.render.theme;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.storage.ObjectKey;

/**
 * What every page knows of the site. Nothing in it depends on any post, so that publishing one leaves all other pages as they
 * are.
 *
 * @param tagline empty: none is shown
 * @param language a BCP 47 tag
 * @param dir which way that is written: {@code ltr} or {@code rtl}
 * @param words of the theme
 * @param foreign whether those, which are English then, are of another language than the site's
 * @param homeUrl where the title leads
 * @param navigation the links in the header, in order
 * @param rssUrl path-absolute; likewise the other two feeds
 * @param icons which of these are there
 * @param stylesheetUrl names the style sheet's bytes, so that an old page never meets a new style
 * @param htmlName whether the page's own URL ends in {@code .html}
 */
public record SiteView(
        String title,
        String tagline,
        String language,
        String dir,
        Words words,
        boolean foreign,
        String homeUrl,
        List<Link> navigation,
        String archiveUrl,
        String topicsUrl,
        String rssUrl,
        String atomUrl,
        String jsonFeedUrl,
        String iconUrl,
        String svgIconUrl,
        String touchIconUrl,
        String manifestUrl,
        Icons icons,
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
                dir,
                words,
                foreign,
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
                svgIconUrl,
                touchIconUrl,
                manifestUrl,
                icons,
                stylesheetUrl,
                url.endsWith(ObjectKey.PAGE));
    }

    /**
     * Under these settings. Without a navigation of the author's the header links to the archive and the topics, and to
     * {@code /blog} if that is where the list of posts is.
     *
     * @param stylesheet {@link Theme#stylesheet()}
     * @param pageAtRoot whether a page has taken {@code /}, and the list of posts moved to {@code /blog}
     * @param icons that it has
     */
    public static SiteView of(Content.Settings settings, UrlPath stylesheet, boolean pageAtRoot, Icons icons) {
        SiteUrls urls = new SiteUrls(settings.baseUrl());
        Optional<Words> own = Words.in(settings.language());
        Words words = own.orElse(Words.ENGLISH);
        String archive = urls.path(new UrlPath("/archive"));
        String topics = urls.path(new UrlPath("/topics"));
        List<Link> navigation;
        if (!settings.navigation().isEmpty()) {
            navigation = settings.navigation().stream()
                    .map(entry -> new Link(entry.title(), urls.link(entry.url())))
                    .toList();
        } else if (pageAtRoot) {
            navigation = List.of(
                    new Link(words.blog(), urls.path(new UrlPath("/blog"))),
                    new Link(words.archive(), archive),
                    new Link(words.topics(), topics));
        } else {
            navigation = List.of(new Link(words.archive(), archive), new Link(words.topics(), topics));
        }
        return new SiteView(
                settings.title(),
                settings.tagline(),
                settings.language(),
                LanguageView.direction(settings.language()),
                words,
                own.isEmpty(),
                urls.path(UrlPath.ROOT),
                navigation,
                archive,
                topics,
                urls.path(new UrlPath("/feed.xml")),
                urls.path(new UrlPath("/atom.xml")),
                urls.path(new UrlPath("/feed.json")),
                urls.path(new UrlPath("/favicon.ico")),
                urls.path(new UrlPath("/favicon.svg")),
                urls.path(new UrlPath("/apple-touch-icon.png")),
                urls.path(new UrlPath("/site.webmanifest")),
                icons,
                urls.path(stylesheet),
                false);
    }
}
