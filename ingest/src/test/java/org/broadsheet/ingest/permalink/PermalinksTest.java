package org.broadsheet.ingest.permalink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.data.BoundedYaml;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.data.DataOutcome;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermalinksTest {
    private static final JekyllUrls JEKYLL = new JekyllUrls(
            "news/",
            jekyll("/:categories/:title/"),
            "/",
            List.of(new JekyllUrls.Collection("recipes", jekyll("/food/:name/"))),
            Set.of("_pages", "_a"),
            Set.of("vendor/bundle/", "*.tmp.md"),
            List.of(
                    new JekyllUrls.Default("", Optional.of("posts"), Optional.empty(), Optional.of(List.of("b", "a"))),
                    new JekyllUrls.Default(
                            "x/*", Optional.empty(), Optional.of(jekyll("/x/:title")), Optional.empty())));
    private static final HugoUrls HUGO = new HugoUrls(
            new TreeMap<>(Map.of("posts", hugo("/:year/:slug/"), "", hugo("/:filename"))),
            Optional.of(new HugoUrls.Ugly(Set.of("notes", "posts"))),
            false,
            true,
            true,
            "de",
            "de",
            Set.of("en"),
            "src/content",
            new TreeMap<>(Map.of("src/en", "en")));

    private static Permalink jekyll(String text) {
        return new Permalink(Dialect.JEKYLL, text);
    }

    private static Permalink hugo(String text) {
        return new Permalink(Dialect.HUGO, text);
    }

    private static SiteUrls site(String yaml) {
        List<Finding> problems = new ArrayList<>();
        Optional<SiteUrls> urls = site(yaml, problems);
        assertThat(problems).isEmpty();
        return urls.orElseThrow();
    }

    private static Optional<SiteUrls> site(String yaml, List<Finding> problems) {
        DataOutcome.Read read = (DataOutcome.Read) BoundedYaml.read(yaml, new DataLimits(1 << 16, 10, 10, 1_000));
        return SiteUrls.read(read.root().orElseThrow(), problems::add);
    }

    private static Source post(String path, Optional<String> slug, Optional<String> title) {
        String stem = ContentPath.withoutExtension(path.substring(path.lastIndexOf('/') + 1));
        boolean dated = stem.matches("\\d{4}-\\d\\d-\\d\\d-.*");
        return new Source(
                Kind.POST,
                new ContentPath(path),
                path.substring(path.indexOf('/') + 1),
                stem,
                dated ? stem.substring(11) : stem,
                dated ? Optional.of(LocalDate.parse(stem.substring(0, 10))) : Optional.empty(),
                Optional.empty(),
                ZoneId.of("Europe/Berlin"),
                slug,
                title,
                List.of("Two Words", "C++", "two words"),
                List.of());
    }

    private static Source post(String path) {
        return post(path, Optional.empty(), Optional.empty());
    }

    private static Source page(String path) {
        return new Source(
                Kind.PAGE,
                new ContentPath(path),
                path,
                "x",
                "x",
                Optional.empty(),
                Optional.empty(),
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    private static String at(Permalinks permalinks, Source source) {
        return permalinks.url(source).map(UrlPath::value).orElse("nowhere");
    }

    @Test
    void areReadAsTheyAreWritten() throws IOException {
        for (Permalinks permalinks : List.of(
                JEKYLL,
                HUGO,
                HugoUrls.DEFAULT,
                SiteUrls.NEXT,
                site("{posts: /p/:slug, content/notes: /n/:title/}"),
                site("/:year/:slug"))) {
            byte[] bytes = BinaryWriter.bytesOf(permalinks::write);

            Permalinks read = Permalinks.read(BinaryReader.of(bytes, 0));

            assertThat(read).isEqualTo(permalinks);
            assertThat(BinaryWriter.bytesOf(read::write)).isEqualTo(bytes);
        }
    }

    @Test
    void ofOthersAreNotReadFromADamagedStore() throws IOException {
        byte[] bytes = BinaryWriter.bytesOf(site("/:year/:slug")::write);
        bytes[bytes.length - 1] = 'x';

        assertThatThrownBy(() -> Permalinks.read(BinaryReader.of(bytes, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/:year/:month/:day/:slug      | _posts/2024-02-03-First_Post.md  | /2024/02/03/First_Post",
                "/:slug.html                   | _posts/2024-02-03-first.md       | /first.html",
                "/:slug/index.html             | _posts/2024-02-03-first.md       | /first",
                "/:section/:slug/              | _posts/2024-02-03-first.md       | /first",
                "/:section/:slug/              | _posts/On Travel/first.md        | /On-Travel/first",
                "/:categories/:slug            | posts/x.md                       | /two-words/c-plus-plus/x",
                "/:year/:slug                  | posts/x.md                       | nowhere",
                "/:title                       | posts/x.md                       | /x",
                "/a%20b/:slug                  | posts/a b.md                     | /a b/a-b",
                "/:slug                        | posts/u\u0308ber.md              | /\u00fcber",
                "/:slug                        | posts/ordf%c3%b8rar.md           | /ordf\u00f8rar",
                "/:slug                        | posts/!!!.md                     | nowhere",
                "/p/:slugorfilename            | _posts/2024-02-03-first.md       | /p/2024-02-03-first",
            })
    void ofASitePutsAPostWhereItsPatternSays(String pattern, String path, String url) {
        assertThat(at(site(pattern), post(path))).isEqualTo(url);
    }

    @Test
    void ofASiteTakesSlugAndTitleOfTheFrontMatter() {
        Source source = post("_posts/2024-02-03-x.md", Optional.of("cn/My Post!"), Optional.of("C++ & C#, again"));

        assertThat(at(site("/:year/:slug"), source)).isEqualTo("/2024/cn/My-Post");
        assertThat(at(site("/:title"), source)).isEqualTo("/c-plus-plus-c-sharp-again");
        assertThat(at(SiteUrls.NEXT, source)).isEqualTo("/posts/cn/My-Post");
        assertThat(at(SiteUrls.NEXT, post("_posts/2024-02-03-x.md"))).isEqualTo("/posts/2024-02-03-x");
    }

    @Test
    void ofTheDeepestFolderCount() {
        SiteUrls urls =
                site("{/: /all/:slug, ./content/notes/: /n/:slug, content/notes/deep: /d/:slug, pages: /p/:slug}");

        assertThat(at(urls, post("content/notes/deep/x.md"))).isEqualTo("/d/x");
        assertThat(at(urls, post("content/notes/deeper/x.md"))).isEqualTo("/n/x");
        assertThat(at(urls, post("content/notesandmore/x.md"))).isEqualTo("/all/x");
        assertThat(at(urls, page("pages/x.md"))).isEqualTo("/p/x");
        assertThat(at(urls, page("content/x.md"))).isEqualTo("nowhere");
    }

    @Test
    void ofASiteTellEachMistakeWithItsPlace() {
        List<Finding> problems = new ArrayList<>();

        Optional<SiteUrls> urls = site("posts: /:yer/:slug\nnotes:\n  - /x\nmore: /:slug\n", problems);

        assertThat(urls).contains(site("more: /:slug"));
        assertThat(problems)
                .containsExactly(
                        Finding.problem(1, 8, "permalinks: posts: \":yer\" is no placeholder", "did you mean :year?"),
                        Finding.problem(3, 3, "permalinks: found a list", "write notes: /:year/:month/:slug"));
        assertThat(site("[/:slug]", problems)).isEmpty();
    }

    @Test
    void takeTheDateInTheZoneThatTheGeneratorTakes() {
        Source.Date late = new Source.Date(LocalDateTime.parse("2023-12-31T23:30"), Optional.of(ZoneOffset.UTC));
        Source template = post("posts/2020-01-01-x.md");
        Source source = new Source(
                Kind.POST,
                template.path(),
                "posts/x.md",
                "x",
                "x",
                template.nameDate(),
                Optional.of(late),
                template.zone(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());

        assertThat(at(site("/:year/:slug"), source)).isEqualTo("/2024/x");
        assertThat(JEKYLL.url(jekyll("/:year"), page("x.md"))).contains(new UrlPath("/:year"));
        assertThat(HugoUrls.DEFAULT.url(hugo("/:year/:filename"), source)).contains(new UrlPath("/2023/x"));
    }

    @Test
    void sayNothingOfWhatJekyllDoesNotPublish() {
        assertThat(at(JEKYLL, page("_drafted/x.md"))).isEqualTo("nowhere");
        assertThat(at(JEKYLL, page("a/.b/x.md"))).isEqualTo("nowhere");
        assertThat(at(JEKYLL, page("_pages/x.md"))).isEqualTo("/_pages/x");
        assertThat(at(JEKYLL, page("_recipes/Pie.md"))).isEqualTo("/food/pie");
        assertThat(at(JEKYLL, page("news/_recipes/Pie.md"))).isEqualTo("/food/pie");
        assertThat(at(JEKYLL, post("news/a/_posts/2024-01-01-x.md"))).isEqualTo("/a/b/two words/c++/x");
        assertThat(at(JEKYLL, post("x/y/_posts/2024-01-01-x.md"))).isEqualTo("/x/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../../etc/passwd", "a\u0000b", "\ud800", "/", "", ".", "a\nb"})
    void giveNoUrlThatIsNone(String hostile) {
        Source source = post("_posts/2024-01-01-x.md", Optional.of(hostile), Optional.of(hostile));

        for (Permalinks permalinks : List.of(JEKYLL, HUGO, HugoUrls.DEFAULT, SiteUrls.NEXT, site("/:title/:slug"))) {
            permalinks
                    .url(source)
                    .ifPresent(url -> assertThat(url.value())
                            .doesNotContain("..", "//", "\u0000", "\n")
                            .startsWith("/"));
        }
    }

    @Test
    void giveNoUrlThatIsTooLong() {
        Source source = post("_posts/2024-01-01-x.md", Optional.of("x".repeat(300)), Optional.of("y/".repeat(100_000)));

        assertThat(at(JEKYLL, source)).isEqualTo("nowhere");
        assertThat(at(HugoUrls.DEFAULT, source)).isEqualTo("nowhere");
        assertThat(HugoUrls.DEFAULT.url(hugo("/:title"), source)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "_posts/*, _posts/a/b.md, true",
        "_posts/*/c, _posts/a/b.md, false",
        "**/b.md, _posts/a/b.md, true",
        "**/b.md, b.md, true",
        "a/**/z, a/b/c/z/y.md, true",
        "_po*ts, _posts/a.md, true",
        "_p*x, _posts/a.md, false",
        "*, .x, true",
    })
    void coverWhatAGlobNames(String glob, String file, boolean covers) {
        assertThat(Glob.covers(glob, file)).isEqualTo(covers);
    }

    @ParameterizedTest
    @CsvSource({
        "old, old, true",
        "old, new/old, false",
        "*.tmp.md, a/b.tmp.md, true",
        "a?c/*, abc/d/e, true",
        "a?c, ac, false",
        "202[0-3]-*, 2021-01-01-a.md, true",
        "202[0-3]-*, 2024-01-01-a.md, false",
        "[^a]b, cb, true",
        "[^a]b, ab, false",
        "[ab, [ab, true",
    })
    void matchWhatAPatternNames(String pattern, String path, boolean matches) {
        assertThat(Glob.matches(pattern, path)).isEqualTo(matches);
    }

    @Test
    void coverNothingForEver() {
        String glob = "*a".repeat(5_000) + "b";

        assertThat(Glob.covers(glob, "a".repeat(5_000))).isFalse();
        assertThat(Glob.covers("**/".repeat(500) + "x", "a/".repeat(500) + "y")).isFalse();
        assertThat(Glob.matches("*" + "[".repeat(5_000), "[".repeat(4_000))).isFalse();
    }
}
