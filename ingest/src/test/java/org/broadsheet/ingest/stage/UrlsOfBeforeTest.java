package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A post is read where its author, the site's own rules or its generator's say, and what it was elsewhere leads there. */
class UrlsOfBeforeTest {
    private static final String POST = "_posts/2013-06-22-One Day.md";

    @TempDir
    Path data;

    private GitFixture git;
    private IngestDriver ingest;

    @BeforeEach
    void start() throws Exception {
        git = new GitFixture();
        ingest = new IngestDriver(git, data);
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        git.close();
    }

    private static String file(String keys) {
        return "---\n" + keys.replace(" // ", "\n") + "\n---\nText\n";
    }

    private String url(String path) {
        Content.Document document = ingest.document(path);
        assertThat(document.state()).isEqualTo(Content.State.LIVE);
        return document.url().value();
    }

    private List<String> urls(String path) {
        return ingest.document(path).urls().stream().map(UrlPath::value).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "permalink: /a/b                  | /a/b",
                "permalink: /a/b/                 | /a/b",
                "permalink: a/b                   | /a/b",
                "permalink: /a/b.html             | /a/b.html",
                "permalink: /a/index.html         | /a",
                "permalink: /Caf%C3%A9/           | /Café",
                "permalink: '/größe'              | /größe",
                "permalink: /2013/c++/            | /2013/c++",
                "Permalink: /a                    | /a",
                "url: /a/                         | /a",
                "url: /a/ // slug: x              | /a",
                "path: /a/                        | /a",
                "path: a                          | /posts/One-Day",
                "permalink: // url: /a            | /a",
                "permalink: /:year/:slug          | /2013/One-Day",
                "permalink: /a:b                  | /a:b",
            })
    void aPostIsWhereItSaysItself(String keys, String url) throws Exception {
        ingest.look(git.write(POST, file(keys)).commit("A post"));

        assertThat(url(POST)).isEqualTo(url);
        assertThat(ingest.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "permalink: https://example.org/a | is no path",
                "permalink: /a?b=c                | is no path",
                "permalink: /a#b                  | is no path",
                "permalink: ../../a               | is no path",
                "permalink: /api/v1               | is reserved",
                "permalink: /feed.xml             | is reserved",
                "url: [/a, /b]                    | found a list",
                "aliases: https://example.org/a   | is no path",
                "aliases: ../../a                 | is no path",
                "aliases: a/../b                  | is no path",
                "permalink: '/p/{{ title }}/'     | is no path",
                "permalink: '/{% x %}'            | is no path",
                "aliases: [/git/x]                | is reserved",
                "aliases: {a: b}                  | found keys",
            })
    void whatCannotBeAUrlIsWarnedOfAndLeftOut(String keys, String message) throws Exception {
        ingest.look(git.write(POST, file(keys)).commit("A post"));

        assertThat(url(POST)).isEqualTo("/posts/One-Day");
        assertThat(ingest.problems()).singleElement().satisfies(problem -> {
            assertThat(problem).contains(message).contains(":2:");
        });
    }

    @Test
    void aliasesLeadToIt() throws Exception {
        ingest.look(git.write(POST, file("aliases: [/old/, /older.html, gone, ../up] // redirect_from: /x\\u0020y"))
                .write("_posts/b.md", file("redirect_from:\n  - /b/\n  - /posts/b"))
                .commit("Two posts"));

        assertThat(urls(POST)).contains("/old", "/posts/gone", "/up", "/posts/One-Day");
        assertThat(urls("_posts/b.md")).containsExactly("/b", "/posts/b");
    }

    /** Who is told is who pushes what makes the conflict, be that the alias or what is there. */
    @Test
    void anAliasThatIsAnothersUrlIsTold() throws Exception {
        ingest.look(git.write(POST, file("aliases:\n  - /old\n  - /p/b/\n  - /posts/One-Day\n  - /posts/One-Day.html"))
                .commit("A post"));
        assertThat(ingest.problems()).isEmpty();

        CommitId other = git.write("_posts/b.md", file("permalink: /p/b.html")).commit("Another");
        ingest.look(other);

        String told = POST
                + ":4:5 warning alias /p/b is the URL of %s, and leads nobody here; take it away, or give %s another URL";
        assertThat(ingest.problems()).containsExactly(told.formatted("_posts/b.md", "_posts/b.md"));
        assertThat(ingest.commit(other).problems()).hasSize(1);

        ingest.look(git.rename("_posts/b.md", "_posts/c.md").commit("Another name"));
        assertThat(ingest.problems()).containsExactly(told.formatted("_posts/c.md", "_posts/c.md"));
        try (IngestDriver fresh = new IngestDriver(git, data.resolve("fresh"))) {
            fresh.look();
            assertThat(fresh.problems()).isEqualTo(ingest.problems());
        }

        ingest.restart().look(git.write("_posts/c.md", file("permalink: /p/c")).commit("Another URL"));
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void anAliasOfTwoIsToldToTheYounger() throws Exception {
        ingest.look(git.write("_posts/b.md", file("aliases: [/x, /y]")).commit("Elder"));
        ingest.look(git.write("_posts/c.md", file("redirect_from: /x.html")).commit("Younger"));
        ingest.look(git.write("_posts/d.md", file("aliases: /X")).commit("In another case"));

        assertThat(ingest.problems())
                .containsExactly(
                        "_posts/c.md:2:16 warning alias /x.html is one of _posts/b.md too: it leads to whichever has the later date;"
                                + " take it away from one of the two");

        ingest.look(git.delete("_posts/b.md").commit("One less"));

        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void theAliasOfWhatHasExpiredIsFree() throws Exception {
        ingest.look(git.write("_posts/b.md", file("aliases: /x // expires: 2026-11-23T12:00:00Z"))
                .commit("Elder"));
        ingest.look(git.write("_posts/c.md", file("aliases: /x"))
                .write("_drafts/d.md", file("aliases: /x"))
                .commit("Younger"));
        assertThat(ingest.problems()).hasSize(1);

        ingest.later(Duration.ofHours(2)).tick();

        assertThat(ingest.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_config.yml | title: Notes                     | /old/day",
                "config.toml | base_url = 'https://ada.example' | /old/day",
                "hugo.toml   | title = 'Notes'                  | /posts/old/day",
            })
    void aliasesWithoutASlashLieWhereTheGeneratorHasThem(String file, String text, String alias) throws Exception {
        git.write(file, text + "\n");

        ingest.look(git.write("content/posts/a.md", file("aliases: [old/day]")).commit("A post"));

        assertThat(urls("content/posts/a.md")).contains(alias);
    }

    @Test
    void aGeneratorsConfigurationSaysWhereAllAre() throws Exception {
        git.write(POST, file("title: One Day // categories: [Travel, Diary]"));
        git.write("_posts/b.md", file("permalink: /mine"));
        ingest.look(git.write("pages/about.md", file("title: About")).commit("A blog"));
        assertThat(url(POST)).isEqualTo("/posts/One-Day");

        ingest.look(git.write("_config.yml", "permalink: /:categories/:year/:title/\ntitle: Notes\n")
                .commit("Its configuration"));

        assertThat(url(POST)).isEqualTo("/travel/diary/2013/One-Day");
        assertThat(urls(POST)).containsExactly("/posts/One-Day", "/travel/diary/2013/One-Day");
        assertThat(url("_posts/b.md")).isEqualTo("/mine");
        assertThat(url("pages/about.md")).isEqualTo("/pages/about");
        Content.Settings settings = (Content.Settings) ingest.content().get("main/settings/site");
        assertThat(settings.title()).isEqualTo("Notes");

        ingest.look(git.write(
                        "site.yml", "permalinks: {pages: '/:slug', _posts: '/blog/:year/:month/:slug'}\ntitle: Mine\n")
                .commit("Rules of its own"));

        assertThat(url(POST)).isEqualTo("/blog/2013/06/One-Day");
        assertThat(url("pages/about.md")).isEqualTo("/about");

        ingest.look(git.delete("site.yml").delete("_config.yml").commit("No rules"));

        assertThat(url(POST)).isEqualTo("/posts/One-Day");
        assertThat(urls(POST)).containsExactly("/blog/2013/06/One-Day", "/posts/One-Day", "/travel/diary/2013/One-Day");
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void aBrokenConfigurationIsToldAndItsLastGoodVersionCounts() throws Exception {
        git.write(POST, file("title: One Day"));
        ingest.look(git.write("_config.yml", "permalink: pretty\n").commit("A blog"));
        assertThat(url(POST)).isEqualTo("/2013/06/22/One%20Day".replace("%20", "-"));

        ingest.look(git.write("_config.yml", "permalink: pretty\ntitle: [\n").commit("A slip"));

        assertThat(url(POST)).isEqualTo("/2013/06/22/One-Day");
        assertThat(ingest.problems())
                .singleElement()
                .satisfies(p -> assertThat(p).contains("_config.yml:"));
    }

    @Test
    void whatIsNamedLikeAConfigurationAndIsNoneChangesNothing() throws Exception {
        git.write("config.json", "{ // of a linter\n").write("config.toml", "name = 'x'\n");
        git.write("package.json", "{\"dependencies\": {\"eleventy\": \"3\"}}").write("config.yml", ":\n\t-");

        ingest.look(git.write(POST, file("title: One Day")).commit("A blog"));

        assertThat(url(POST)).isEqualTo("/posts/One-Day");
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void ofANextBlogDatesStayInNames() throws Exception {
        git.write("package.json", "{\"dependencies\": {\"next\": \"15\"}}");

        ingest.look(
                git.write("_posts/2013-06-22-day.md", file("title: One Day")).commit("A blog"));

        assertThat(url("_posts/2013-06-22-day.md")).isEqualTo("/posts/2013-06-22-day");
    }

    @Test
    void hugoLowersWhatLiesInContent() throws Exception {
        git.write(
                "hugo.toml",
                "baseURL = 'https://ada.example/'\ntitle = 'Notes'\n[permalinks]\nposts = '/:year/:slug/'\n");
        git.write("content/posts/One Day.md", file("date: 2013-06-22 // title: One Day"));
        git.write("content/blog/Two.md", file("date: 2014-01-01 // aliases: [Second, /zwei/]"));

        ingest.look(git.write("_posts/Else.md", file("title: Elsewhere")).commit("A blog"));

        assertThat(url("content/posts/One Day.md")).isEqualTo("/2013/one-day");
        assertThat(url("content/blog/Two.md")).isEqualTo("/blog/two");
        assertThat(urls("content/blog/Two.md")).containsExactly("/blog/Second", "/blog/two", "/zwei");
        assertThat(url("_posts/Else.md")).isEqualTo("/posts/Else");
    }

    @Test
    void twoThatWantOneUrlAreTold() throws Exception {
        ingest.look(git.write("_posts/a.md", file("title: A")).commit("The first"));
        ingest.look(git.write("_posts/b.md", file("title: B // permalink: /posts/a"))
                .commit("The second"));

        assertThat(url("_posts/a.md")).isEqualTo("/posts/a");
        assertThat(ingest.document("_posts/b.md").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.problems())
                .singleElement()
                .satisfies(p -> assertThat(p).contains("_posts/b.md:3:"));
    }

    @Test
    void aMergeOfTwoConfigurationsReadsAllByTheOneThatIsThere() throws Exception {
        git.write(POST, file("title: One Day"));
        git.write("_config.yml", "permalink: /a/:title\n").commit("A blog");
        git.on("other").write("_posts/2014-01-01-two.md", file("title: Two")).commit("On the other");
        git.on("main");
        git.write("_config.yml", "permalink: /b/:title\n").commit("Other rules");
        ingest.look(git.merge("other"));

        assertThat(url(POST)).isEqualTo("/b/One-Day");
        assertThat(url("_posts/2014-01-01-two.md")).isEqualTo("/b/two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // As jekyll-feed 0.17 and Hugo 0.111 write them.
                "jekyll                            | https://ada.example/blog/2013/06/22/One%20Day",
                "hugo                              | https://ada.example/blog/2013/06/22/One-Day/",
                "https://old.example/?p=:slug      | https://old.example/?p=One Day",
                "tag:ada.example,:year-:month::path | tag:ada.example,2013-06:/2013/06/22/One-Day",
            })
    void itemsKeepTheIdsThatTheyHadInTheFormerFeed(String kind, String guid) throws Exception {
        git.write("_config.yml", "url: https://ada.example\nbaseurl: /blog\npermalink: pretty\n");
        git.write("site.yml", "formerGuids: {kind: '" + kind + "', before: 2026-11-01}\n");
        git.write(POST, file("title: One Day")).write("_posts/2026-11-01-new.md", file("title: New"));
        ingest.look(git.write("_posts/2013-06-23-own.md", file("guid: mine")).commit("A blog"));

        assertThat(ingest.document(POST).frontMatter().guid()).contains(guid);
        assertThat(ingest.document("_posts/2013-06-23-own.md").frontMatter().guid())
                .contains("mine");
        assertThat(ingest.document("_posts/2026-11-01-new.md").frontMatter().guid())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "jekyll                                     | found",
                "{kind: jekyll}                             | without kind or before",
                "{kind: jekyll, before: soon}               | before: found",
                "{kind: jekyll, before: 2026-11-01, on: x}  | no such key",
                "{kind: 'https://x.example/', before: 2026-11-01} | tells no post from another",
                "{kind: jekyll, before: 2026-11-01}         | it is not known where the site was",
            })
    void formerGuidsThatCannotBeAreTold(String written, String message) throws Exception {
        ingest.look(git.write("site.yml", "formerGuids: " + written + "\n").commit("Settings"));

        assertThat(ingest.problems())
                .singleElement()
                .satisfies(p -> assertThat(p).contains("site.yml:1:").contains(message));
    }

    @Test
    void ofJekyllsIndexFilesEachIsWhereItsFolderIs() throws Exception {
        git.write("_config.yml", "")
                .write("index.md", file("title: Home"))
                .write("pages/index.md", file("title: Pages"));

        ingest.look(git.write("docs/index.md", file("title: Docs")).commit("A blog"));

        assertThat(url("index.md")).isEqualTo("/");
        assertThat(url("docs/index.md")).isEqualTo("/docs");
        assertThat(url("pages/index.md")).isEqualTo("/pages");
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void anIndexWithoutATextLeavesTheRootToTheListOfPosts() throws Exception {
        git.write("_config.yml", "");

        ingest.look(git.write("index.markdown", "---\n# Comments\nlayout: home\n---\n")
                .commit("As jekyll new has it"));

        assertThat(ingest.document("index.markdown").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.problems())
                .singleElement()
                .satisfies(p -> assertThat(p).contains("warning an index without a text leaves / to the list"));
    }

    @Test
    void pagesInHtmlArePublishedWhereTheyAreNoTemplates() throws Exception {
        git.write("_config.yml", "").write("404.html", "---\npermalink: /404.html\n---\n<h1>404</h1>\n");
        git.write("index.html", "---\nlayout: home\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n");
        git.write("docs/raw.html", "<p>No front matter</p>\n").write("_layouts/default.html", "---\n---\n<p>x</p>\n");

        git.write("us.html", "---\ntitle: Us\n---\n<p>{{ page.title }} {% include x.html %}</p>\n");
        ingest.look(git.write("about.html", "---\ntitle: About\n---\n<p>Who we are.</p>\n")
                .commit("A blog"));

        assertThat(url("about.html")).isEqualTo("/about.html");
        assertThat(url("us.html")).isEqualTo("/us.html");
        assertThat(ingest.document("index.html").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.problems())
                .singleElement()
                .satisfies(p -> assertThat(p).contains("index.html:1:1 warning a page in HTML that lists others"));
    }

    @Test
    void aPackageThatCannotBeReadAnyMoreIsAWarning() throws Exception {
        git.write("_posts/2013-06-22-day.md", file("title: One Day"));
        ingest.look(git.write("package.json", "{\"dependencies\": {\"next\": \"15\"}}")
                .commit("A blog"));

        ingest.look(git.write("package.json", "{\"dependencies\": {").commit("A slip"));

        assertThat(url("_posts/2013-06-22-day.md")).isEqualTo("/posts/2013-06-22-day");
        assertThat(ingest.problems())
                .singleElement()
                .satisfies(p -> assertThat(p).contains(" warning "));
    }

    @Test
    void anIndexWithoutATextIsAPageWhereTheRulesPutItElsewhere() throws Exception {
        git.write("_config.yml", "title: A\n");
        git.write("index.md", "---\ntitle: Home\n---\n");
        git.write(POST, file("title: A"));
        ingest.look(git.commit("The list of posts is at /"));
        assertThat(ingest.document("index.md").state()).isEqualTo(Content.State.WITHHELD);

        String elsewhere = "defaults: [{scope: {path: index.md}, values: {permalink: /start}}]\n";
        ingest.look(git.write("_config.yml", elsewhere).commit("Elsewhere"));
        assertThat(url("index.md")).isEqualTo("/start");

        ingest.look(git.write("_config.yml", "title: A\n").commit("At / again"));
        assertThat(ingest.document("index.md").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.stop().found()).contains(ingest.walked());
    }
}
