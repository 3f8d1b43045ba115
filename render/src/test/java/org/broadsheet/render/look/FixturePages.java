package org.broadsheet.render.look;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.fixtures.FixtureSite;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Link;
import org.broadsheet.render.article.ArticleRenderer;
import org.broadsheet.render.article.Reading;
import org.broadsheet.render.markdown.MarkdownDocument;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.markdown.MarkdownParser;
import org.broadsheet.render.markdown.Outcome;
import org.broadsheet.render.markdown.tags.Tagging;
import org.broadsheet.render.page.ReadingTime;
import org.broadsheet.render.theme.ArticleView;
import org.broadsheet.render.theme.AuthorView;
import org.broadsheet.render.theme.CardView;
import org.broadsheet.render.theme.ContentsView;
import org.broadsheet.render.theme.DateView;
import org.broadsheet.render.theme.EntryView;
import org.broadsheet.render.theme.HomeView;
import org.broadsheet.render.theme.Icons;
import org.broadsheet.render.theme.LanguageView;
import org.broadsheet.render.theme.ListingView;
import org.broadsheet.render.theme.PageNavigation;
import org.broadsheet.render.theme.PageView;
import org.broadsheet.render.theme.PictureView;
import org.broadsheet.render.theme.PostLink;
import org.broadsheet.render.theme.PostView;
import org.broadsheet.render.theme.SiteView;
import org.broadsheet.render.theme.StartView;
import org.broadsheet.render.theme.Theme;
import org.broadsheet.render.theme.TopicsView;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The fixture site as a browser gets it, by URL path. A shortcut past Git, Kafka and storage: it reads of the content only what
 * its pages show.
 */
final class FixturePages {
    private static final Pattern FRONT_MATTER = Pattern.compile("\\A---\\n(.*?)\\n---+\\n", Pattern.DOTALL);
    private static final Pattern DATED = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})-(.*)");
    private static final ZoneId ZONE = ZoneId.of("Europe/London");
    private static final String LANGUAGE = "en-GB";

    /** HTML as authors paste it into Markdown: as wide as somebody else's page. */
    private static final String FOREIGN = "<p>A film of the hedge, and the yield of every bed.</p>\n"
            + "<iframe width=\"560\" height=\"315\" title=\"A film\" srcdoc=\"&lt;p&gt;A film&lt;/p&gt;\"></iframe>\n"
            + "<canvas width=\"700\" height=\"60\"></canvas>\n"
            + "<table><thead><tr>" + "<th>Bed and number</th>".repeat(9) + "</tr></thead><tbody><tr>"
            + "<td>potatoes</td>".repeat(9) + "</tr></tbody></table>\n<p>That is all.</p>\n";

    private static final String MARKDOWN = """
            > [!NOTE]
            > The hose is **shared**: bring it back.

            > [!WARNING]
            > Frost is announced for $n - 1$ nights.

            > [!CAUTION]
            > Do not dig at the north wall.

            ## Words {#words}

            Tilth
            : What a bed has when it crumbles.
            : What a spade takes away.

            Mulch

            : Leaves, straw or bark.

              Not pebbles.

            ### Yield

            It is $y_t = y_0 * e^{-k*t}$ in each bed, and in all

            $$
            \\sum_{i=1}^{14} y_i * x_i
            $$

            ## Code

            ```java
            // When the beds are dug, in weeks.
            @Counted("beds")
            public int weeks(List<Bed> beds) {
                return beds.isEmpty() ? 0 : beds.getFirst().weeks() + 14; // a line that is longer than the page is wide, to scroll
            }
            ```

            ```sh
            bed=north water --slowly "$bed" | tee log
            ```

            ```diff
            @@ -1 +1 @@
            -A <hedge class="old">
            +A <hedge class="new">
            ```

            ```html
            <p class="bed">North &amp; south</p>
            ```

            ## Pictures

            ![A bed](/assets/authors/ada-lindqvist.png "The bed of the *first* year, seen from the wall")
            """;

    private static final ArticleView KEY = new ArticleView(Digest.of("key"), new TreeMap<>(), new TreeMap<>());

    private static final Optional<String> NONE = Optional.empty();
    private static final CardView CARD = new CardView("http://localhost", "2026-03-14T00:00:00Z", Optional.empty());
    private static final List<org.broadsheet.render.theme.Link> TOPICS =
            List.of(link("Garden", "/topics/garden"), link("Compost", "/topics/compost"));

    private final Theme theme = Theme.builtIn();
    private final ArticleRenderer articles = new ArticleRenderer(100_000);
    private final SiteView site;
    private final Map<String, byte[]> pages = new LinkedHashMap<>();

    private record Source(
            String slug,
            Map<String, Object> head,
            String article,
            Optional<ContentsView> contents,
            String title,
            String text,
            Instant date) {
        String url() {
            return "/posts/" + slug;
        }

        Optional<String> head(String key) {
            return Optional.ofNullable(head.get(key)).map(Object::toString);
        }
    }

    FixturePages(Path folder) throws IOException {
        FixtureSite.copyTo(folder);
        site = site(
                "The Walled Garden Gazette",
                "News from four acres, most of them wet",
                LANGUAGE,
                new Content.NavigationEntry("Archive", "/archive"),
                new Content.NavigationEntry("Topics", "/topics"),
                new Content.NavigationEntry("About", "/about"));
        pages.put(theme.stylesheet().value(), theme.css());
        List<Source> posts = new ArrayList<>();
        Source about;
        Article markdown;
        try (MarkdownParser parser =
                        new MarkdownParser(new MarkdownLimits(1 << 20, 100, 1000, 5000, 100, Duration.ofSeconds(10)));
                Stream<Path> files = Files.list(folder.resolve("_posts"))) {
            for (Path file : files.toList()) {
                posts.add(read(parser, file));
            }
            about = read(parser, folder.resolve("pages/about.md"));
            markdown = markdown(parser);
        }
        posts.sort((a, b) -> b.date().compareTo(a.date()));
        for (int i = 0; i < posts.size(); i++) {
            post(
                    posts.get(i),
                    i + 1 < posts.size() ? Optional.of(posts.get(i + 1)) : Optional.empty(),
                    i > 0 ? Optional.of(posts.get(i - 1)) : Optional.empty());
        }
        lists(posts);
        pages.put(
                "/about",
                theme.page(
                        new PageView(
                                site.at("/about"),
                                about.title(),
                                excerpt(about),
                                KEY,
                                LanguageView.of(LANGUAGE),
                                false,
                                Optional.empty(),
                                "http://localhost/about",
                                Optional.of("/about.md"),
                                Optional.empty()),
                        about.article(),
                        Optional.empty()));
        pages.put(
                "/foreign",
                theme.page(
                        new PageView(
                                site,
                                "What others have made",
                                "",
                                KEY,
                                LanguageView.of(LANGUAGE),
                                false,
                                Optional.empty(),
                                "http://localhost/foreign",
                                Optional.empty(),
                                Optional.empty()),
                        FOREIGN,
                        Optional.empty()));
        rightToLeft(
                "he",
                "הגדר שבקיר הצפוני",
                "הגדר נשתלה לפני מאה שנים, ומאז איש לא גזם אותה כראוי: מי שניסה, חזר עם מזמרה שבורה ועם סיפור טוב.");
        rightToLeft(
                "ar",
                "السياج عند الجدار الشمالي",
                "زُرع السياج قبل مئة عام، ولم يُقلَّم منذ ذلك الحين كما ينبغي: من حاول عاد بمقص مكسور وبحكاية جيدة.");
        pages.put(
                "/markdown",
                theme.page(
                        new PageView(
                                site,
                                "What can be written",
                                "",
                                KEY,
                                LanguageView.of(LANGUAGE),
                                true,
                                Optional.empty(),
                                "http://localhost/markdown",
                                Optional.empty(),
                                Optional.empty()),
                        markdown.html(Map.of(), Map.of(), ""),
                        ContentsView.of(markdown.shownHeadings())));
        for (String icon : List.of("/favicon.ico", "/favicon.svg", "/apple-touch-icon.png")) {
            pages.put(icon, theme.icon(new UrlPath(icon)));
        }
        pages.put("/site.webmanifest", "{}".getBytes(StandardCharsets.UTF_8));
        pages.put("/not-found", theme.notFound(site));
        pages.put("/gone", theme.gone(site));
        pages.put("/start", theme.start(new StartView(Optional.of("http://localhost:8080/git/content.git"))));
        Path web = folder.resolve("public");
        try (Stream<Path> files = Files.walk(web)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                pages.put("/" + web.relativize(file), Files.readAllBytes(file));
            }
        }
    }

    private SiteView site(String title, String tagline, String language, Content.NavigationEntry... navigation) {
        return SiteView.of(
                new Content.Settings(
                        new SiteId("main"),
                        title,
                        tagline,
                        "http://localhost",
                        language,
                        ZONE.getId(),
                        Map.of(),
                        List.of(navigation),
                        Content.Html.TRUSTED),
                theme.stylesheet(),
                false,
                Icons.OURS);
    }

    /** A post and a list on a site of its language, and the post among others on the English one. */
    private void rightToLeft(String language, String title, String text) {
        SiteView own = site(title, "", language);
        String article = "<p>" + text + "</p>\n<blockquote>\n<p>" + text + "</p>\n</blockquote>\n<ol>\n<li>" + text
                + "</li>\n<li>" + text + "</li>\n</ol>\n<table><thead><tr><th>" + title + "</th><th>" + title
                + "</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>\n";
        Instant day = Instant.parse("2026-03-14T00:00:00Z");
        pages.put(
                "/" + language + "/post",
                theme.post(post(own, language, title, text, day), article, 2, Optional.empty()));
        pages.put(
                "/" + language + "/post-in-english-site",
                theme.post(post(site, language, title, text, day), article, 2, Optional.empty()));
        pages.put("/" + language + "/list-in-english-site", theme.listing(listing(site, title, text, day), NONE));
        pages.put("/" + language + "/list", theme.listing(listing(own, title, text, day), NONE));
    }

    private static PostView post(SiteView site, String language, String title, String text, Instant day) {
        return new PostView(
                site,
                title,
                text,
                true,
                KEY,
                LanguageView.of(language),
                false,
                DateView.of(day, ZONE, site.language()),
                Optional.of(DateView.of(day, ZONE, site.language())),
                List.of(link(title, "/topics/a"), link("Soil", "/topics/soil")),
                List.of(new AuthorView(title, "/authors/a", Optional.of("/assets/authors/ada-lindqvist.png"))),
                Optional.empty(),
                "http://localhost/p",
                Optional.of("/p.md"),
                CARD,
                List.of(new PostLink(title, "/r", LanguageView.UNSAID)),
                Optional.of(new PostLink("A seat in the shade", "/q", LanguageView.UNSAID)),
                Optional.of(new PostLink(title, "/r", LanguageView.UNSAID)));
    }

    private static ListingView listing(SiteView site, String title, String text, Instant day) {
        DateView date = DateView.of(day, ZONE, site.language());
        return new ListingView(
                site,
                Optional.of(site.words().author()),
                title,
                Optional.of(2),
                Optional.of("/assets/authors/ada-lindqvist.png"),
                Optional.empty(),
                List.of(link(title, "/topics/a"), link("Soil", "/topics/soil")),
                List.of(
                        new EntryView(
                                title,
                                "/p",
                                LanguageView.UNSAID,
                                text,
                                date,
                                List.of(link(title, "/topics/a")),
                                List.of(new AuthorView(
                                        title, "/authors/a", Optional.of("/assets/authors/ada-lindqvist.png"))),
                                Optional.empty()),
                        new EntryView(
                                "A seat",
                                "/q",
                                LanguageView.of("en"),
                                "Of all things.",
                                date,
                                List.of(link("Soil", "/")),
                                List.of(new AuthorView("Bo", "/authors/bo", Optional.empty())),
                                Optional.empty())),
                Optional.of(new PageNavigation(Optional.of("/archive"), Optional.of("/archive"))),
                "http://localhost/archive");
    }

    /** By path, such as {@code /posts/the-compost-wars}. */
    Map<String, byte[]> pages() {
        return pages;
    }

    private void post(Source post, Optional<Source> previous, Optional<Source> next) {
        pages.put(
                post.url(),
                theme.post(
                        new PostView(
                                site,
                                post.title(),
                                excerpt(post),
                                post.head("excerpt").isPresent(),
                                KEY,
                                LanguageView.of(LANGUAGE),
                                post.contents().isPresent(),
                                day(post.date()),
                                Optional.ofNullable(post.head().get("updated"))
                                        .map(date -> day(((Date) date).toInstant())),
                                topics(post),
                                authors(post),
                                cover(post),
                                "http://localhost" + post.url(),
                                Optional.of(post.url() + ".md"),
                                CARD,
                                previous.stream().map(FixturePages::link).toList(),
                                previous.map(FixturePages::link),
                                next.map(FixturePages::link)),
                        post.article(),
                        ReadingTime.of(post.text()),
                        post.contents()));
    }

    private static Optional<PictureView> cover(Source post) {
        return post.head("coverImage").map(url -> new PictureView(url, "", Optional.empty(), false));
    }

    private void lists(List<Source> posts) {
        List<EntryView> entries = posts.stream()
                .map(post -> new EntryView(
                        post.title(),
                        post.url(),
                        LanguageView.UNSAID,
                        excerpt(post),
                        day(post.date()),
                        topics(post),
                        authors(post),
                        cover(post)))
                .toList();
        pages.put(
                "/",
                theme.home(
                        new HomeView(site, Optional.empty(), Optional.empty(), TOPICS, entries, "http://localhost/"),
                        Optional.empty()));
        pages.put(
                "/archive",
                theme.listing(
                        new ListingView(
                                site.at("/archive"),
                                Optional.empty(),
                                "Archive",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(KEY),
                                TOPICS,
                                entries,
                                Optional.of(new PageNavigation(Optional.of("/archive"), Optional.of("/archive"))),
                                "http://localhost/archive"),
                        Optional.of(
                                "<p>Everything that we have printed since the shed got a printer, but for the number"
                                        + " of the summer of 2019, which was eaten. Readers who kept theirs are asked to bring"
                                        + " it back, in whatever state.</p>")));
        pages.put(
                "/authors/ada-lindqvist",
                theme.listing(
                        new ListingView(
                                site,
                                Optional.of("Author"),
                                "Ada Lindqvist",
                                Optional.of(2),
                                Optional.of("/assets/authors/ada-lindqvist.png"),
                                Optional.empty(),
                                List.of(),
                                entries.subList(0, 1),
                                Optional.empty(),
                                "http://localhost/authors/ada-lindqvist"),
                        Optional.empty()));
        Map<String, org.broadsheet.render.theme.Link> topics = new java.util.TreeMap<>();
        posts.forEach(post -> topics(post).forEach(topic -> topics.put(topic.title(), topic)));
        pages.put(
                "/topics",
                theme.topics(
                        new TopicsView(
                                site,
                                "Topics",
                                Optional.empty(),
                                List.copyOf(topics.values()),
                                "http://localhost/topics"),
                        Optional.empty()));
    }

    private Article markdown(MarkdownParser parser) {
        Outcome<Article> outcome = parser.parse(
                MARKDOWN,
                document -> articles.article(
                        document, Digest.of(MARKDOWN), false, new Reading(Content.Html.TRUSTED, Tagging.PLAIN, true)));
        return ((Outcome.Parsed<Article>) outcome).value();
    }

    private Source read(MarkdownParser parser, Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Matcher matter = FRONT_MATTER.matcher(text);
        boolean hasMatter = matter.find();
        Map<String, Object> head =
                hasMatter ? new Yaml(new SafeConstructor(new LoaderOptions())).load(matter.group(1)) : Map.of();
        String body = hasMatter ? text.substring(matter.end()) : text;
        String name = file.getFileName().toString().replace(".md", "");
        Matcher dated = DATED.matcher(name);
        String slug = dated.matches() ? dated.group(2) : name;
        Instant date = date(head.get("date"), dated);
        Outcome<Source> outcome = parser.parse(body, document -> {
            boolean titleInBody = !head.containsKey("title");
            String title = titleInBody
                    ? document.headings().getFirst().text()
                    : head.get("title").toString();
            Article article = articles.article(
                    document, Digest.of(body), titleInBody, new Reading(Content.Html.TRUSTED, Tagging.PLAIN, true));
            Optional<ContentsView> contents =
                    Boolean.TRUE.equals(head.get("toc")) ? ContentsView.of(article.shownHeadings()) : Optional.empty();
            String html = article.html(resolved(document), Map.of(), "");
            return new Source(slug, head, html, contents, title, document.plainText(), date);
        });
        return switch (outcome) {
            case Outcome.Parsed<Source> parsed -> parsed.value();
            case Outcome.TooHard<Source> tooHard -> throw new AssertionError(file + ": " + tooHard);
            case Outcome.OutOfTime<Source> late -> throw new AssertionError(file + ": " + late);
        };
    }

    private static Instant date(@Nullable Object written, Matcher dated) {
        if (written instanceof Date date) {
            return date.toInstant();
        }
        String day = written != null ? written.toString() : dated.matches() ? dated.group(1) : "1970-01-01";
        return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Map<String, String> resolved(MarkdownDocument document) {
        Map<String, String> links = new HashMap<>();
        for (Link link : document.links()) {
            String destination = link.destination();
            String slug = destination.replaceAll("#.*|.*/|\\.md$", "");
            if (FixtureSite.SLUGS.contains(slug)) {
                links.put(destination, "/posts/" + slug + destination.replaceAll("^[^#]*", ""));
            }
        }
        return links;
    }

    private static String excerpt(Source post) {
        return post.head("excerpt").orElseGet(() -> {
            String text = post.text().startsWith(post.title())
                    ? post.text().substring(post.title().length())
                    : post.text();
            return text.strip().substring(0, text.strip().lastIndexOf(' ', 160)) + " …";
        });
    }

    private static DateView day(Instant date) {
        return DateView.of(date, ZONE, LANGUAGE);
    }

    private static List<org.broadsheet.render.theme.Link> topics(Source post) {
        Object topics = post.head().getOrDefault("topics", post.head().getOrDefault("topic", List.of()));
        List<?> names = topics instanceof List<?> list ? list : List.of(topics);
        return names.stream()
                .map(name -> link(name.toString(), "/topics/" + Slug.ofName(name.toString())))
                .toList();
    }

    private static List<AuthorView> authors(Source post) {
        Object authors = post.head().getOrDefault("authors", post.head().getOrDefault("author", List.of()));
        List<?> all = authors instanceof List<?> list ? list : List.of(authors);
        return all.stream()
                .map(author -> {
                    Map<?, ?> known = author instanceof Map<?, ?> map ? map : Map.of("name", author);
                    String name = known.get("name").toString();
                    return new AuthorView(
                            name,
                            "/authors/" + Slug.ofName(name),
                            Optional.ofNullable(known.get("picture")).map(Object::toString));
                })
                .toList();
    }

    private static PostLink link(Source post) {
        return new PostLink(post.title(), post.url(), LanguageView.UNSAID);
    }

    private static org.broadsheet.render.theme.Link link(String title, String url) {
        return new org.broadsheet.render.theme.Link(title, url);
    }
}
