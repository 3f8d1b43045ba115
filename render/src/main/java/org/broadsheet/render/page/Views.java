package org.broadsheet.render.page;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.theme.ArticleView;
import org.broadsheet.render.theme.AuthorView;
import org.broadsheet.render.theme.CardView;
import org.broadsheet.render.theme.DateView;
import org.broadsheet.render.theme.EntryView;
import org.broadsheet.render.theme.LanguageView;
import org.broadsheet.render.theme.Link;
import org.broadsheet.render.theme.PictureView;
import org.broadsheet.render.theme.PostLink;
import org.broadsheet.render.theme.SiteUrls;
import org.broadsheet.render.theme.SiteView;
import org.broadsheet.render.theme.Words;

/**
 * Makes the views of a site under some settings. Each output is given what it shows and no more, so that it is the same whenever
 * that is. Safe for all threads.
 */
public final class Views {
    /** Topics that are offered above a list of posts. */
    private static final int CHOICE = 12;

    /** Posts of a list that a reader sees at first, or nearly so. */
    private static final int AT_FIRST = 2;

    private final Site site;
    private final Content.Settings settings;
    private final String maker;
    private final SiteUrls urls;
    private final SiteView anywhere;
    private final ZoneId zone;
    /** The links to topics by their names, of which a site has few and its lists show many. */
    private final Map<String, Link> topics = new ConcurrentHashMap<>();

    public Views(Site site, Content.Settings settings, Maker maker) {
        this.site = site;
        this.settings = settings;
        this.maker = maker.digest().value();
        this.urls = new SiteUrls(settings.baseUrl());
        this.anywhere = SiteView.of(settings, maker.theme().stylesheet(), site.pageAtRoot(), Icon.of(site));
        this.zone = ZoneId.of(settings.timeZone());
    }

    /**
     * What is made of a view.
     *
     * @param view its digest
     */
    public record Made(Digest view, ByteSource bytes) {}

    /** Of the view and of who makes bytes of it. */
    public Digest digest(Output<?> output) {
        return digest(output, output.view(this));
    }

    public <V extends Record> Made make(Output<V> output, Materials of) throws IOException {
        V view = output.view(this);
        return new Made(digest(output, view), output.bytes(view, of));
    }

    private Digest digest(Output<?> output, Record view) {
        return output.isMade() ? digest(view, output.type(), maker) : digest(view, output.type());
    }

    /** @param by what else makes the bytes */
    static Digest digest(Record view, ObjectType type, String... by) {
        var digest = Digest.sha256();
        digest.update((view.getClass().getSimpleName() + "\n" + type + "\n" + String.join("\n", by) + "\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        digest.update(Json.write(view));
        return Digest.of(digest);
    }

    static Optional<String> introduction(Optional<ArticleView> view, Materials of) throws IOException {
        return view.isPresent() ? of.introduction(view.get()) : Optional.empty();
    }

    Site site() {
        return site;
    }

    SiteUrls urls() {
        return urls;
    }

    /** The site as a page shows it that may be anywhere. */
    SiteView anywhere() {
        return anywhere;
    }

    ArticleView article(Published document) {
        return article(document.article(), document.lookups());
    }

    ArticleView article(Readable.Introduction introduction) {
        return article(introduction.article(), introduction.lookups());
    }

    private ArticleView article(Digest key, Lookups lookups) {
        SortedMap<String, String> filled = new TreeMap<>(lookups.answers());
        filled.replaceAll((written, path) -> urls.basePath() + path);
        return new ArticleView(key, filled, lookups.sizes());
    }

    SiteView at(UrlPath url) {
        return anywhere.at(urls.path(url));
    }

    List<EntryView> entries(List<Published> posts) {
        List<EntryView> entries = new ArrayList<>();
        for (Published post : posts) {
            entries.add(new EntryView(
                    post.title(),
                    urls.path(post.url()),
                    languageSaid(post),
                    post.excerpt(),
                    date(post.publishedAt()),
                    topics(post),
                    authors(post),
                    cover(post, entries.size() >= AT_FIRST)));
        }
        return entries;
    }

    List<Link> topics(Published post) {
        return post.frontMatter().topics().stream()
                .map(topic -> topics.computeIfAbsent(topic, name -> new Link(name, urls.path(Site.topic(name)))))
                .toList();
    }

    List<AuthorView> authors(Published post) {
        return post.frontMatter().authors().stream()
                .map(author -> new AuthorView(
                        author.name(),
                        urls.path(Site.author(author.name())),
                        picture(author.name(), author.picture().map(post.lookups()::answer))))
                .toList();
    }

    Optional<PictureView> cover(Published document) {
        return cover(document, false);
    }

    private Optional<PictureView> cover(Published document, boolean later) {
        return document.frontMatter()
                .cover()
                .map(written ->
                        picture(document, written, urls.link(document.lookups().answer(written)), later));
    }

    private static PictureView picture(Published document, String written, String url, boolean later) {
        return new PictureView(
                url,
                document.frontMatter().coverAlt().orElse(""),
                Optional.ofNullable(document.lookups().sizes().get(written)),
                later);
    }

    /** The cover for whoever shows the page elsewhere. */
    Optional<PictureView> image(Published document) {
        return document.frontMatter()
                .cover()
                .flatMap(written -> urls.whole(document.lookups().answer(written))
                        .map(url -> picture(document, written, url, false)));
    }

    CardView card(Published post) {
        Instant modified = post.frontMatter()
                .updated()
                .or(post::revisedAt)
                .filter(at -> at.isAfter(post.publishedAt()))
                .orElse(post.publishedAt());
        return new CardView(urls.origin(), date(modified).iso(), image(post));
    }

    /** What its author says; else when its text was last changed, if that was on a later day than it was published. */
    Optional<DateView> updated(Published post) {
        LocalDate published = LocalDate.ofInstant(post.publishedAt(), zone);
        return post.frontMatter()
                .updated()
                .or(() -> post.revisedAt()
                        .filter(at -> LocalDate.ofInstant(at, zone).isAfter(published)))
                .map(this::date);
    }

    /** The topics of posts as a choice: those of most of them first, then by name. */
    List<Link> choice(List<Published> posts) {
        Map<String, Link> names = new LinkedHashMap<>();
        Map<String, Integer> many = new HashMap<>();
        for (Published post : posts) {
            Set<String> ofPost = new HashSet<>();
            for (Link topic : topics(post)) {
                if (ofPost.add(topic.url())) {
                    names.putIfAbsent(topic.url(), topic);
                    many.merge(topic.url(), 1, Integer::sum);
                }
            }
        }
        return names.values().stream()
                .sorted(Comparator.comparing((Link topic) -> -many.getOrDefault(topic.url(), 0))
                        .thenComparing(Link::title, String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(Link::url))
                .limit(CHOICE)
                .toList();
    }

    /** What a post says of its author's picture beats the settings. */
    Optional<String> picture(String author, Optional<String> own) {
        Content.AuthorSettings known = settings.authors().get(author);
        return own.or(() -> known == null ? Optional.empty() : known.picture()).map(urls::link);
    }

    PostLink link(Published post) {
        return new PostLink(post.title(), urls.path(post.url()), languageSaid(post));
    }

    DateView date(Instant at) {
        return DateView.of(at, zone, settings.language());
    }

    boolean contents(Published document) {
        return document.frontMatter().contents().orElse(settings.contents());
    }

    /** Where nothing is said it is the site's, but which way it is written its letters say. */
    LanguageView language(Published document) {
        return document.frontMatter()
                .language()
                .map(LanguageView::of)
                .orElseGet(() -> new LanguageView(settings.language(), LanguageView.UNSAID.dir()));
    }

    private static LanguageView languageSaid(Published document) {
        return document.frontMatter().language().map(LanguageView::of).orElse(LanguageView.UNSAID);
    }

    Words words() {
        return anywhere.words();
    }

    Optional<String> markdown(Kept document) {
        return MarkdownPage.of(site, document).map(urls::path);
    }

    String canonical(Published document) {
        return document.frontMatter().canonical().orElseGet(() -> urls.absolute(document.url()));
    }
}
