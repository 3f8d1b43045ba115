package org.broadsheet.ingest.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Finding;
import org.broadsheet.ingest.frontmatter.Written;
import org.broadsheet.ingest.permalink.HugoUrls;
import org.broadsheet.ingest.permalink.JekyllUrls;
import org.broadsheet.ingest.permalink.Permalink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorFileTest {
    private static final Set<String> ALWAYS_EXCLUDED = Set.of(
            ".sass-cache",
            ".jekyll-cache",
            "gemfiles",
            "Gemfile",
            "Gemfile.lock",
            "node_modules",
            "vendor/bundle/",
            "vendor/cache/",
            "vendor/gems/",
            "vendor/ruby/");
    private static final DataLimits LIMITS = new DataLimits(4_000, 10, 10, 500);
    private static final String CHANGES = ": not understood, though it changes what is published or where";
    private static final String NO_LOSS = "nothing need be done if that is no loss";

    private static GeneratorFile read(String name, String text) {
        return GeneratorFile.read(name, text.getBytes(StandardCharsets.UTF_8), LIMITS, 200);
    }

    private static GeneratorFile.Readable readable(String name, String text) {
        return (GeneratorFile.Readable) read(name, text);
    }

    private static List<Finding> hints(String name, String text) {
        return readable(name, text).hints();
    }

    private static SortedMap<String, Content.AuthorSettings> authors(String name, Optional<String> picture) {
        SortedMap<String, Content.AuthorSettings> authors = new TreeMap<>();
        authors.put(name, new Content.AuthorSettings(picture, Optional.empty()));
        return authors;
    }

    private static Permalink style(String style) {
        return ((Permalink.Taken) JekyllUrls.style(style)).permalink();
    }

    @Test
    void takesFromJekyllWhatItSaysOfTheSite() {
        GeneratorFile.Readable read = readable("_config.yml", """
                title: Notes
                description: >-
                  On work
                  and rest
                url: "https://ada.example/"
                baseurl: /blog
                lang: en_GB
                timezone: Europe/London
                author:
                  name: Ada
                  avatar: /assets/ada.png
                  email: ada@ada.example
                theme: minima
                permalink: pretty
                minimal_mistakes_skin: dark
                plugins: [jekyll-feed, jekyll-seo-tag]
                """);

        assertThat(read)
                .isEqualTo(new GeneratorFile.Readable(
                        Content.Generator.JEKYLL,
                        Optional.of("Notes"),
                        Optional.of("On work and rest"),
                        Optional.of(new Written<>("https://ada.example/blog", 5, 6)),
                        Optional.of("en-GB"),
                        Optional.of(ZoneId.of("Europe/London")),
                        authors("Ada", Optional.of("/assets/ada.png")),
                        Optional.of(new JekyllUrls(
                                "", style("pretty"), "/", List.of(), Set.of(), ALWAYS_EXCLUDED, List.of())),
                        List.of()));
    }

    @Test
    void takesTheTaglineBeforeTheDescription() {
        assertThat(readable("_config.yml", "tagline: a\ndescription: b\n").tagline())
                .contains("a");
        assertThat(readable("hugo.yaml", "params: {description: b, subtitle: a}\n")
                        .tagline())
                .contains("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hugo.toml   | title='Notes';baseURL='https://ada.example/';languageCode='en-gb';timeZone='Europe/London';[params];tagline='On work';author='Ada'",
                "config.toml | TITLE='Notes';baseurl='https://ada.example';LanguageCode='en-gb';timezone='Europe/London';[author];name='Ada';[params];subtitle='On work'",
                "hugo.yaml   | title: Notes;baseURL: https://ada.example/;languageCode: en-GB;timeZone: Europe/London;params: {description: On work, author: {name: Ada}}",
                "hugo.json   | {\"title\": \"Notes\", \"baseURL\": \"https://ada.example/\", \"languageCode\": \"en-GB\", \"timeZone\": \"Europe/London\", \"params\": {\"description\": \"On work\", \"author\": [\"Ada\"]}}",
                "config.yaml | baseURL: https://ada.example/;defaultContentLanguage: en;languages: {en: {title: Notes, languageCode: en-GB, timeZone: Europe/London, params: {subtitle: On work, author: Ada}}}",
            })
    void takesFromHugoWhatItSaysOfTheSite(String name, String lines) {
        GeneratorFile.Readable read = readable(name, lines.replace(';', '\n') + "\n");

        assertThat(read.generator()).isEqualTo(Content.Generator.HUGO);
        assertThat(read.title()).contains("Notes");
        assertThat(read.tagline()).contains("On work");
        assertThat(read.baseUrl().map(Written::value)).contains("https://ada.example");
        assertThat(read.language()).contains("en-GB");
        assertThat(read.timeZone()).contains(ZoneId.of("Europe/London"));
        assertThat(read.authors()).isEqualTo(authors("Ada", Optional.empty()));
        assertThat(read.permalinks()).contains(HugoUrls.DEFAULT);
        assertThat(read.hints()).isEmpty();
    }

    @Test
    void knowsNoUrlsOfZola() {
        GeneratorFile.Readable read = readable("config.toml", "base_url = 'https://ada.example'\ntitle = 'Notes'\n");

        assertThat(read.generator()).hasToString("Zola");
        assertThat(read.title()).contains("Notes");
        assertThat(read.permalinks()).isEmpty();
        assertThat(read.hints())
                .containsExactly(Finding.warning(
                        1,
                        12,
                        "base_url: a key of Zola's, whose URLs are not known here",
                        "write permalinks: /:section/:slug into site.yml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_config.yml", "hugo.toml", "hugo.yaml"})
    void hasRulesWithoutAWord(String name) {
        GeneratorFile.Readable read = readable(name, "");

        assertThat(read.permalinks()).isPresent();
        assertThat(read.hints()).isEmpty();
        assertThat(read.title()).isEmpty();
    }

    @Test
    void takesTheLastOfAKeyThatStandsThereAgain() {
        assertThat(readable("_config.yml", "title: a\ntitle: b\n").title()).contains("b");
    }

    @Test
    void saysWhatOfJekyllIsNotUnderstoodOnceAndWhere() {
        assertThat(hints("_config.yml", """
                        permalink: /:yer/:title
                        url: localhost
                        lang: klingon!
                        timezone: Mars
                        collections:
                          posts: {permalink: [a]}
                          recipes: {output: true}
                          tools: {output: true}
                          data: {output: false}
                        plugins: [jekyll-feed, jekyll-archives, jekyll-archives]
                        paginate_path: /seite/:num
                        future: true
                        show_drafts: false
                        exclude: [README.md, vendor/, _posts/2020-01-01-old.md]
                        defaults:
                          - {scope: {path: a}, values: {published: false, layout: x}}
                          - {scope: {path: b}, values: {published: false, permalink: {}}}
                          - {scope: {path: c}}
                        """))
                .containsExactlyInAnyOrder(
                        Finding.warning(1, 12, "permalink: \":yer\" is no placeholder", "did you mean :year?"),
                        Finding.warning(
                                2, 6, "url: \"localhost\" is not a whole URL", "write url: https://example.org"),
                        Finding.warning(3, 7, "lang: \"klingon!\" is not a language tag", "write lang: en"),
                        Finding.warning(
                                4, 11, "timezone: \"Mars\" is not a time zone", "write timezone: Europe/Berlin"),
                        Finding.warning(
                                6, 22, "collections: posts: permalink: found a list", "write permalink: pretty"),
                        Finding.warning(10, 24, "plugins: jekyll-archives" + CHANGES, NO_LOSS),
                        Finding.warning(11, 16, "paginate_path" + CHANGES, NO_LOSS),
                        Finding.warning(12, 9, "future" + CHANGES, NO_LOSS),
                        Finding.warning(16, 44, "defaults: published" + CHANGES, NO_LOSS),
                        Finding.warning(
                                17,
                                62,
                                "defaults: permalink: found keys with values",
                                "write permalink: /:year/:title/"));
    }

    @Test
    void saysWhatOfHugoIsNotUnderstoodOnceAndWhere() {
        assertThat(hints("hugo.yaml", """
                        baseURL: /
                        permalinks:
                          posts: /:years/
                          tags: /t/:slug/
                          section: {posts: /p/}
                          page: {notes: /:slug, more: []}
                        uglyURLs: {posts: true}
                        taxonomies: {tag: tags, author: authors}
                        languages: {en: {contentDir: content/en}, de: {contentDir: content/de}}
                        module: {mounts: [{source: a, target: content}]}
                        contentDir: ../src
                        staticDir: [static, public]
                        buildDrafts: true
                        buildFuture: false
                        frontmatter: {date: [mydate]}
                        pagination: {path: seite}
                        theme: x
                        """))
                .containsExactlyInAnyOrder(
                        Finding.warning(
                                3, 10, "permalinks: posts: \":years\" is no placeholder", "did you mean :year?"),
                        Finding.warning(4, 9, "permalinks: tags" + CHANGES, NO_LOSS),
                        Finding.warning(5, 12, "permalinks: section" + CHANGES, NO_LOSS),
                        Finding.warning(6, 31, "permalinks: more: found a list", "write a pattern: /:year/:slug/"),
                        Finding.warning(8, 13, "taxonomies" + CHANGES, NO_LOSS),
                        Finding.warning(
                                9,
                                12,
                                "languages: a site has one language here, en",
                                "publish each of the others as a site of its own"),
                        Finding.warning(10, 18, "module: mounts" + CHANGES, NO_LOSS),
                        Finding.warning(
                                11,
                                13,
                                "contentDir: \"../src\" is no folder of this repository",
                                "write contentDir: content"),
                        Finding.warning(12, 21, "staticDir" + CHANGES, NO_LOSS),
                        Finding.warning(13, 14, "buildDrafts" + CHANGES, NO_LOSS),
                        Finding.warning(15, 21, "frontmatter: date" + CHANGES, NO_LOSS),
                        Finding.warning(16, 20, "pagination: path" + CHANGES, NO_LOSS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                                       | content     | {}
                    {contentDir: ./src/texts/}                                               | src/texts   | {}
                    {contentDir: ''}                                                         | content     | {}
                    {contentDir: .}                                                          | content     | {}
                    {contentDir: a//b}                                                       | content     | {}
                    {languages: {en: {contentDir: content/en}, fr: {contentDir: content/fr}}} | content/en | {content/fr=fr}
                    {defaultContentLanguage: fr, languages: {en: {contentDir: content/en}, fr: {contentDir: content/fr}}} | content/fr | {content/en=en}
                    {contentDir: src, languages: {en: {weight: 1}, FR: {contentDir: src/fr}}} | src        | {src/fr=fr}
                    {contentDir: src, languages: {en: {weight: 1}, fr: {contentDir: src}}}   | src         | {}
                    """)
    void readsWhereHugosContentLies(String text, String content, String others) {
        HugoUrls urls = (HugoUrls) readable("hugo.yaml", text).permalinks().orElseThrow();

        assertThat(urls.content()).isEqualTo(content);
        assertThat(urls.otherContent()).hasToString(others);
    }

    @Test
    void takesTheFirstOfTooManyDefaults() {
        byte[] text = """
                defaults:
                  - {scope: {path: a}, values: {permalink: /a/:title}}
                  - {scope: {path: b}, values: {permalink: /b/:title}}
                  - {scope: {path: c}, values: {permalink: /c/:title}}
                """.getBytes(StandardCharsets.UTF_8);
        GeneratorFile.Readable read = (GeneratorFile.Readable) GeneratorFile.read("_config.yml", text, LIMITS, 2);

        assertThat(((JekyllUrls) read.permalinks().orElseThrow()).defaults())
                .extracting(JekyllUrls.Default::path)
                .containsExactly("a", "b");
        assertThat(read.hints())
                .containsExactly(Finding.warning(
                        4,
                        5,
                        "defaults: there are 3, of which the first 2 count",
                        "take those away that say nothing, or raise limits.jekyllDefaults"));
    }

    @Test
    void takesNoBaseUrlThatANewSiteComesWith() {
        GeneratorFile.Readable hugo = readable("hugo.toml", "baseURL = 'https://example.org/'\n");

        assertThat(hugo.baseUrl()).isEmpty();
        assertThat(hugo.hints())
                .containsExactly(Finding.warning(
                        1, 11, "baseURL: found that of the example", "write where readers find the site"));
        assertThat(readable("_config.yml", "url: ''\nbaseurl: ''\n").hints()).isEmpty();
        assertThat(hints("_config.yml", "baseurl: /blog\n"))
                .containsExactly(Finding.warning(
                        1, 10, "baseurl: found a folder, and no url: of the site", "write url: https://example.org"));
    }

    /** What is in most of them. */
    @Test
    void passesOverWhatChangesNothing() {
        assertThat(hints("_config.yml", """
                        include: [.htaccess, _pages]
                        exclude: [README.md, CHANGELOG, Gemfile, vendor, /docs]
                        markdown_ext: "markdown,mkdown,mkdn,mkd,md"
                        paginate_path: /page:num/
                        future: false
                        limit_posts: 0
                        source: .
                        collections: [x]
                        defaults: [{scope: {path: "", type: posts}, values: {layout: single, comments: true}}]
                        """)).isEmpty();
        assertThat(hints("hugo.toml", """
                        contentDir = "content"
                        buildDrafts = false
                        paginate = 10
                        [taxonomies]
                        tag = "tags"
                        [languages.en]
                        title = "x"
                        [frontmatter]
                        date = ["date", ":filename", "publishDate", "lastmod"]
                        [outputs]
                        home = ["HTML", "RSS", "JSON"]
                        """)).isEmpty();
        assertThat(hints("_config.yml", "markdown_ext: md,txt\n")).hasSize(1);
    }

    @Test
    void takesHugosNewerPermalinks() {
        HugoUrls urls = (HugoUrls) readable("hugo.toml", "[permalinks.page]\nPosts = '/:year/:slug/'\n")
                .permalinks()
                .orElseThrow();

        assertThat(urls.sections()).containsOnlyKeys("posts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_config.yml | a: [",
                "_config.yml | just words",
                "_config.yml | [a, b]",
                "hugo.toml   | a = ",
                "hugo.json   | {\"a\": ",
                "hugo.json   | [1]",
                "hugo.yaml   | a: !!javax.script.ScriptEngineManager [{",
            })
    void saysWhatBreaksIt(String name, String text) {
        assertThat(read(name, text))
                .isInstanceOfSatisfying(
                        GeneratorFile.Broken.class,
                        broken -> assertThat(broken.problems()).hasSize(1).allMatch(Finding::isProblem));
    }

    @Test
    void isBounded() {
        assertThat(read("_config.yml", "a: " + "x".repeat(4_000))).isInstanceOf(GeneratorFile.Broken.class);
        assertThat(read("hugo.json", "{\"a\":".repeat(100) + "1" + "}".repeat(100)))
                .isInstanceOf(GeneratorFile.Broken.class);
        assertThat(read("_config.yml", "a: &a [x]\nb: [" + "*a,".repeat(600) + "]\n"))
                .isInstanceOf(GeneratorFile.Broken.class);
        assertThat(GeneratorFile.read("_config.yml", new byte[] {(byte) 0xff}, LIMITS, 200))
                .isInstanceOf(GeneratorFile.Broken.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permalink: []",
                "permalink: ''",
                "permalink: false",
                "collections: x",
                "collections: {'': {output: true}}",
                "collections: {'a b:c/:title': {output: true, permalink: '/:title'}}",
                "defaults: {}",
                "defaults: [1, [], {}]",
                "defaults: [{scope: x, values: {permalink: /a}}]",
                "include: {a: b}",
                "collections_dir: ../..",
                "author: [[[]], {}, {name: {}}]",
                "timezone: []",
                "plugins: x"
            })
    void isReadWhateverStandsWhere(String text) {
        assertThat(read("_config.yml", text)).isInstanceOf(GeneratorFile.Readable.class);
        assertThat(read("hugo.yaml", text)).isInstanceOf(GeneratorFile.Readable.class);
    }
}
