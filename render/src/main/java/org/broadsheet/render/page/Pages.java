package org.broadsheet.render.page;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Readable;
import org.broadsheet.render.release.ListPages;
import org.broadsheet.render.release.Published;
import org.broadsheet.render.release.SiteIndex;
import org.broadsheet.render.theme.AuthorView;
import org.broadsheet.render.theme.DateView;
import org.broadsheet.render.theme.EntryView;
import org.broadsheet.render.theme.HomeView;
import org.broadsheet.render.theme.Link;
import org.broadsheet.render.theme.ListingView;
import org.broadsheet.render.theme.PageNavigation;
import org.broadsheet.render.theme.PageView;
import org.broadsheet.render.theme.PostView;
import org.broadsheet.render.theme.SiteUrls;
import org.broadsheet.render.theme.SiteView;
import org.broadsheet.render.theme.Theme;
import org.broadsheet.render.theme.TopicsView;

/**
 * The pages of a site under some settings. Each is given what it shows and no more, so that it is the same whenever that is.
 * Safe for all threads while the index does not change.
 */
public final class Pages {
    private final Theme theme;
    private final SiteIndex index;
    private final Content.Settings settings;
    private final SiteUrls urls;
    private final SiteView site;
    private final ZoneId zone;
    /** The links to topics by their names, of which a site has few and its lists show many. */
    private final Map<String, Link> topics = new ConcurrentHashMap<>();

    public Pages(Theme theme, SiteIndex index, Content.Settings settings) {
        this.theme = theme;
        this.index = index;
        this.settings = settings;
        this.urls = new SiteUrls(settings.baseUrl());
        this.site = SiteView.of(settings, theme.stylesheet(), index.pageAtRoot());
        this.zone = ZoneId.of(settings.timeZone());
    }

    /** An article as a page shows it. */
    public String article(Article article, Map<String, String> links) {
        return article.html(links, urls.basePath());
    }

    /** @param article the article's HTML */
    public byte[] post(Published post, String article) {
        FrontMatter frontMatter = post.frontMatter();
        return theme.post(new PostView(
                at(post.url()),
                post.title(),
                post.excerpt(),
                frontMatter.excerpt().isPresent(),
                article,
                language(post),
                date(post.publishedAt()),
                frontMatter.updated().map(this::date),
                topics(post),
                frontMatter.authors().stream().map(this::author).toList(),
                frontMatter.cover().map(urls::link),
                canonical(post),
                index.previous(post).map(this::link),
                index.next(post).map(this::link)));
    }

    /** @param article the article's HTML */
    public byte[] page(Published page, String article) {
        return theme.page(new PageView(
                at(page.url()),
                page.title(),
                page.excerpt(),
                article,
                language(page),
                page.frontMatter().cover().map(urls::link),
                canonical(page)));
    }

    /** The introduction that the home page shows; with a page at the root it stays the list's, wherever that has moved. */
    public Optional<Readable.Introduction> homeIntroduction() {
        return index.introduction(index.home()).or(() -> index.introduction(UrlPath.ROOT));
    }

    /** @param introduction the HTML of {@link #homeIntroduction} */
    public byte[] home(Optional<String> introduction) {
        List<Published> posts = index.posts();
        Optional<String> title = homeIntroduction()
                .flatMap(Readable.Introduction::title)
                .or(() -> index.pageAtRoot() ? Optional.of("Blog") : Optional.empty());
        return theme.home(new HomeView(
                at(index.home()),
                title,
                introduction,
                entries(posts.subList(Math.max(0, posts.size() - SiteIndex.NEWEST), posts.size())
                        .reversed()),
                urls.absolute(index.home())));
    }

    /**
     * A page of the archive, a topic or an author.
     *
     * @param introduction the HTML of the list's introduction, if this is the newest page
     */
    public byte[] listing(UrlPath list, int page, Optional<String> introduction) {
        List<Published> posts = index.list(list);
        ListPages pages = new ListPages(list, posts);
        Optional<UrlPath> newer = pages.newer(page);
        Optional<UrlPath> older = pages.older(page);
        Optional<String> label = SiteIndex.isTopic(list)
                ? Optional.of("Topic")
                : SiteIndex.isAuthor(list) ? Optional.of("Author") : Optional.empty();
        String name = label.isPresent() ? SiteIndex.nameOf(list, posts) : "Archive";
        return theme.listing(new ListingView(
                at(pages.url(page)),
                label,
                index.introduction(list).flatMap(Readable.Introduction::title).orElse(name),
                page == 0 ? Optional.empty() : Optional.of(page),
                SiteIndex.isAuthor(list) ? picture(name, SiteIndex.pictureOf(list, posts)) : Optional.empty(),
                introduction,
                entries(pages.on(page)),
                newer.isEmpty() && older.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new PageNavigation(newer.map(urls::path), older.map(urls::path))),
                urls.absolute(pages.url(page))));
    }

    /** @param introduction its HTML */
    public byte[] topics(Optional<String> introduction) {
        List<Link> topics = index.topics().stream()
                .map(list -> new Link(SiteIndex.nameOf(list, index.list(list)), urls.path(list)))
                .sorted(Comparator.comparing(Link::title, String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(Link::url))
                .toList();
        String title = index.introduction(SiteIndex.TOPICS)
                .flatMap(Readable.Introduction::title)
                .orElse("Topics");
        return theme.topics(
                new TopicsView(at(SiteIndex.TOPICS), title, introduction, topics, urls.absolute(SiteIndex.TOPICS)));
    }

    public byte[] notFound() {
        return theme.notFound(site);
    }

    public byte[] gone() {
        return theme.gone(site);
    }

    public byte[] icon() {
        return theme.icon();
    }

    public byte[] stylesheet() {
        return theme.css();
    }

    public byte[] robots() {
        return Sitemaps.robots(urls);
    }

    public byte[] sitemapIndex() {
        return Sitemaps.index(urls, index.sitemapBlocks());
    }

    public byte[] sitemapPages() {
        return Sitemaps.pages(urls, index);
    }

    public byte[] sitemapPosts(int block) {
        return Sitemaps.posts(urls, index, block);
    }

    private SiteView at(UrlPath url) {
        return site.at(urls.path(url));
    }

    private List<EntryView> entries(List<Published> posts) {
        return posts.stream()
                .map(post -> new EntryView(
                        post.title(), urls.path(post.url()), post.excerpt(), date(post.publishedAt()), topics(post)))
                .toList();
    }

    private List<Link> topics(Published post) {
        return post.frontMatter().topics().stream()
                .map(topic -> topics.computeIfAbsent(topic, name -> new Link(name, urls.path(SiteIndex.topic(name)))))
                .toList();
    }

    private AuthorView author(FrontMatter.Author author) {
        return new AuthorView(
                author.name(), urls.path(SiteIndex.author(author.name())), picture(author.name(), author.picture()));
    }

    /** What a post says of its author's picture beats the settings. */
    private Optional<String> picture(String author, Optional<String> own) {
        Content.AuthorSettings known = settings.authors().get(author);
        return own.or(() -> known == null ? Optional.empty() : known.picture()).map(urls::link);
    }

    private Link link(Published post) {
        return new Link(post.title(), urls.path(post.url()));
    }

    private DateView date(Instant at) {
        return DateView.of(at, zone, settings.language());
    }

    private String language(Published document) {
        return document.frontMatter().language().orElse(settings.language());
    }

    private String canonical(Published document) {
        return document.frontMatter().canonical().orElseGet(() -> urls.absolute(document.url()));
    }
}
