package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps no post back: keys as people and generators write them, understood, or else told of and left out. */
class OrnamentTest {
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

    private Content.Document live(String file) {
        ingest.look(git.write("_posts/a.md", file).commit("A post"));
        Content.Document document = ingest.document("_posts/a.md");
        assertThat(document.state()).isEqualTo(Content.State.LIVE);
        return document;
    }

    /** @param keys in a table one below the other, with {@code //} between them */
    private FrontMatter read(String keys) {
        FrontMatter read =
                live("---\n" + keys.replace(" // ", "\n") + "\n---\nText\n").frontMatter();
        assertThat(ingest.problems()).isEmpty();
        return read;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image: {path: /a.png, alt: A}                  | /a.png",
                "cover: {image: /a.png}                         | /a.png",
                "cover: {image: /a.png, alt: A, relative: true} | /a.png",
                "image: {feature: a.png}                        | a.png",
                "image: {feature: a.png, credit: B}             | a.png",
                "image: {url: /a.png, path: /b.png}             | /a.png",
                "image: {src: /a.png, width: 3}                 | /a.png",
                "image: {teaser: /a.png}                        | /a.png",
                "image: {thumbnail: /a.png}                     | /a.png",
                "image: [/a.png, /b.png]                        | /a.png",
                "image: [{url: /a.png}]                         | /a.png",
                "images: [a.png]                                | a.png",
                "images: a.png                                  | a.png",
                "featured_image: /a.png                         | /a.png",
                "featuredImage: {src: a.png}                    | a.png",
                "feature_image: /a.png                          | /a.png",
                "thumbnail: /a.png                              | /a.png",
                "heroImage: /a.png                              | /a.png",
                "coverImage: /a.png // image: {a: b}              | /a.png",
                "cover: '' // image: /a.png                       | /a.png",
                "image: false // thumbnail: /a.png                | /a.png",
                "ogImage: {url: /a.png}                         | /a.png",
                "image: {image: {src: /a.png}}                  | /a.png",
                "IMAGE: {Path: /a.png}                          | /a.png",
            })
    void aCoverIsFoundInEveryKnownForm(String keys, String cover) {
        assertThat(read(keys).cover()).contains(cover);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image: []",
                "image: {}",
                "image:",
                "image: ''",
                "image: false",
                "image: {path: , alt: }",
                "images: ['']"
            })
    void noCoverIsNothingToTell(String keys) {
        assertThat(read(keys).cover()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "author: Ada                                            | Ada",
                "author: {display_name: Ada, login: ada}                | Ada",
                "author: {name: Ada, picture: /a.png}                   | Ada /a.png",
                "author: {name: Ada, avatar: /a.png}                    | Ada /a.png",
                "author: {name: Ada, image: {url: /a.png}}              | Ada /a.png",
                "author: {name: Ada, photo: /a.png}                     | Ada /a.png",
                "author: {name: Ada, picture: }                         | Ada",
                "author: {author: {name: Ada}}                          | Ada",
                "author: [Ada, {name: Bob}]                             | Ada, Bob",
                "authors: [[Ada], Bob, Ada, '']                         | Ada, Bob",
                "authors: {ada: {name: Ada}, bob: {name: Bob}}          | Ada, Bob",
                "authors: // - {name: Ada, title: Dr, image_url: /a.png}  | Ada /a.png",
                "author: {first_name: Ada, last_name: Lovelace}         | Ada Lovelace",
                "author: {login: ada}                                   | ada",
                "author: 42                                             | 42",
                "author: Ada // authors: [Ada, Bob]                       | Ada, Bob",
                "taxonomies: {authors: [Ada]}                           | Ada",
                "author: {name: , email: }                              | ``",
                "author:                                                | ``",
                "author: false                                          | ``",
            })
    void authorsAreFoundInEveryKnownForm(String keys, String authors) {
        assertThat(String.join(
                        ", ",
                        read(keys).authors().stream()
                                .map(author -> author.name()
                                        + author.picture().map(p -> " " + p).orElse(""))
                                .toList()))
                .isEqualTo(authors);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "lastmod: 2024/05/06    | 2024-05-06T00:00:00Z",
                "updated: Sep 14 2023   | 2023-09-14T00:00:00Z",
                "last_modified_at: 2023-09-14 10:00 CEST | 2023-09-14T08:00:00Z",
            })
    void anUpdateIsFoundInEveryForm(String keys, String instant) {
        assertThat(read(keys).updated()).map(Object::toString).contains(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "lang: en, en",
        "lang: en_US, en-US",
        "locale: en_US.UTF-8, en-US",
        "language: English, en",
        "language: deutsch, de",
        "LANG: PT-br, pt-BR",
    })
    void aLanguageIsFoundInEveryForm(String keys, String language) {
        assertThat(read(keys).language()).contains(language);
    }

    @ParameterizedTest
    @CsvSource({
        "canonical, https://example.org/a",
        "canonical_url, http://example.org/a",
        "canonicalURL, https://example.org/a"
    })
    void aCanonicalUrlIsFoundUnderEveryName(String key, String url) {
        assertThat(read(key + ": " + url).canonical()).contains(url);
    }

    /** What is understood to be a key, and its value is not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "date: 2024-02-30             | 2:7",
                "date: soon                   | 2:7",
                "date: [2024-05-06]           | 2:7",
                "date: 03/04/2023             | 2:7",
                "date: Last Modified          | 2:7",
                "pubDate: 'Sept of 2023'      | 2:10",
                "updated: yesterday           | 2:10",
                "lastmod: 03/04/2023          | 2:10",
                "title: [A]                   | 2:8",
                "excerpt: {a: b}              | 2:10",
                "tags: {a: b}                 | 2:7",
                "tags: [a, [b]]               | 2:11",
                "author: {email: a@b.c}       | 2:9",
                "image: {credit: A}           | 2:8",
                "image: true                  | 2:8",
                "cover: yes                   | 2:8",
                "image: 3                     | 2:8",
                "image: [true]                | 2:8",
                "extra: {draft: true}         | 2:16",
                "slug: '???'                  | 2:7",
                "slug: [a]                    | 2:7",
                "id: [a]                      | 2:5",
                "guid: {a: b}                 | 2:7",
                "lang: x                      | 2:7",
                "language: klingonese         | 2:11",
                "canonical: /x                | 2:12",
                "canonical_url: a.html        | 2:16",
                "title: A // title: B           | 2:1",
            })
    void whatIsNotUnderstoodIsAWarningAtItsPlace(String keys, String place) {
        live("---\n" + keys.replace(" // ", "\n") + "\n---\nText\n");

        assertThat(ingest.problems()).singleElement().asString().startsWith("_posts/a.md:" + place + " warning ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---\ntitle: A\nparams:\n  draft: true\n---\n",
                "+++\ntitle = 'A'\n[extra]\ndraft = true\n+++\n",
                "+++\ntitle = 'A'\n[params]\npublished = false\n+++\n",
                "---\ntitle: A\nExtra:\n  publishDate: 2120-01-01\n---\n",
                "{\"title\": \"A\",\n\n\"params\": {\"visibility\": \"private\"}}\n",
            })
    void whatHidesNothingBelowTheKeysOfTemplatesIsToldAtItsPlace(String file) {
        live(file);

        assertThat(ingest.problems())
                .singleElement()
                .asString()
                .matches(
                        "_posts/a.md:[34]:\\d+ warning \\w+: .* says nothing below (extra|params|Extra); write it above.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---\nparams: {draft: false, show: false, hidden_toc: true, hide: true}\n---\n",
                "---\nparams: [draft]\n---\n",
                "---\nextra: draft\n---\n",
                "---\nother: {draft: true}\n---\n",
            })
    void whatSaysNothingOfItThereIsNotTold(String file) {
        live(file);

        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void emptyFrontMatterInJsonIsNoTitle() {
        live("{}\n\n# First\n\nText\n");

        assertThat(ingest.document("_posts/a.md").body()).isEqualTo(new Body.Inline("\n# First\n\nText\n"));
        assertThat(ingest.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "layout: a\nlayout: b",
                "comments: true\nx: {y: 1, y: 2}\ncomments: false",
                "title:\tA",
                "title: A\t",
                "tags:\t\n- a",
                "tags: [a,\tb]\t",
                "date: created",
                "resources: [{src: a.png, name: b}]\nparams: {a: {b: c}}",
                "excerpt: false",
            })
    void whatMeansNothingHereIsNothingToTell(String keys) {
        read(keys);
    }

    @Test
    void aDateBeforeItAndAfterItIsTaken() {
        assertThat(read("pubDate: 'Sep 14 2023'").date()).map(Object::toString).contains("2023-09-14T00:00:00Z");
        assertThat(ingest.document("_posts/a.md").publishedAt()).hasToString("2023-09-14T00:00:00Z");
    }

    @Test
    void aDateThatMayBeOneOfTwoThatLieAheadKeepsThePostBack() {
        ingest.look(git.write("_posts/a.md", "---\ndate: 03/04/2040\n---\n").commit("Not yet"));

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.SCHEDULED);
        assertThat(ingest.document("_posts/a.md").due()).hasToString("Optional[2040-04-03T00:00:00Z]");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "id: 4711, 4711",
                "id: my-first-doc, my-first-doc",
                "id: '  my-first-doc ', my-first-doc",
                "id: 2f1c5c1e-9d0b-4c8e-8f43-6a8f2d1b7e90, 2f1c5c1e-9d0b-4c8e-8f43-6a8f2d1b7e90",
                "id: URN:UUID:2F1C5C1E-9D0B-4C8E-8F43-6A8F2D1B7E90, 2f1c5c1e-9d0b-4c8e-8f43-6a8f2d1b7e90",
            })
    void anIdThatIsNoUuidIsAnIdAllTheSame(String keys, String id) {
        Content.Document document = live("---\n" + keys.replace(" // ", "\n") + "\n---\nText\n");

        assertThat(document.id()).isEqualTo(PostId.written(document.site(), id));
        assertThat(PostId.written(new SiteId("other"), "4711")).isNotEqualTo(PostId.written(document.site(), "4711"));
        assertThat(ingest.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id: ''", "id:", "id: '  '"})
    void anEmptyIdIsNone(String keys) {
        Content.Document document = live("---\n" + keys.replace(" // ", "\n") + "\n---\nText\n");

        assertThat(document.id())
                .isEqualTo(PostId.born(
                        document.site(),
                        document.past().birthPath(),
                        document.past().bornAt()));
    }

    @Test
    void aKnownFeedIdIsKept() {
        assertThat(read("guid: 'tag:example.org,2014:/a'").guid()).contains("tag:example.org,2014:/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_posts/series/_index.md",
                "content/blog/2023/_index.md",
                "content/docs/_index.md",
                "_drafts/_index.md"
            })
    void theIntroductionOfAFolderWithoutAListingIsPassedOverWithAWord(String path) {
        git.write(path, "---\ntitle: A series\n---\n");

        live("Text\n");

        assertThat(ingest.problems()).singleElement().asString().startsWith(path + ":1:1 warning passed over: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slug: ordf%c3%b8rar     | /posts/ordf\u00f8rar",
                "slug: cn/about          | /posts/cn/about",
                "slug: /cn/about/        | /posts/cn/about",
                "slug: cn/%E6%97%A5      | /posts/cn/\u65E5",
                "slug: my first          | /posts/my-first",
                "slug: a+b               | /posts/ab",
            })
    void aSlugIsDecodedAndMayBeAPath(String keys, String url) {
        assertThat(live("---\n" + keys.replace(" // ", "\n") + "\n---\nText\n")
                        .url()
                        .value())
                .isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slug: ../../api/x",
                "slug: ./a//b",
                "slug: a/../b",
                "slug: '%2e%2e/a'",
                "slug: 'a\\b'",
                "slug: '%00a'"
            })
    void aSlugLeadsNowhereElse(String keys) {
        assertThat(live("---\n" + keys.replace(" // ", "\n") + "\n---\nText\n")
                        .url()
                        .value())
                .startsWith("/posts/")
                .doesNotContain("..", "//", "/./", "\\");
        assertThat(ingest.problems()).singleElement().asString().contains(" warning slug: not all of ");
    }

    @Test
    void aPageHasItsSlugBelowItsFolder() {
        ingest.look(git.write("pages/de/a.md", "---\nslug: x/y\n---\n").commit("A page"));

        assertThat(ingest.document("pages/de/a.md").url().value()).isEqualTo("/de/x/y");
    }

    @Test
    void ofNamesThatBecomeOneUrlInOneCommitTheOneThatIsItHasIt() {
        CommitId commit = git.write("_posts/C#.md", "Sharp\n")
                .write("_posts/C++.md", "Plus\n")
                .write("_posts/C.md", "Plain\n")
                .commit("Three languages");

        ingest.look(commit);

        assertThat(ingest.document("_posts/C.md").state()).isEqualTo(Content.State.LIVE);
        assertThat(ingest.document("_posts/C#.md").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.document("_posts/C++.md").state()).isEqualTo(Content.State.WITHHELD);
        assertThat(ingest.problems())
                .filteredOn(line -> line.contains(" problem "))
                .hasSize(2)
                .allMatch(line -> line.contains("/posts/C is the URL of _posts/C.md already"));

        ingest.look(git.delete("_posts/C.md").commit("Gone"));
        ingest.look(git.write("_posts/C.md", "Quite another\n").commit("Younger now"));
        assertThat(ingest.document("_posts/C#.md").state()).isEqualTo(Content.State.LIVE);
    }

    @Test
    void topicsOfATextAreAsManyAsJekyllTakesThemForWhereItIsOne() {
        String file =
                "---\ntags: one two three\ncategories: jekyll  update\ntopic: of ours\ncategory: one more\n---\nText\n";
        assertThat(live(file).frontMatter().topics())
                .containsExactly("of ours", "one two three", "jekyll  update", "one more");

        ingest.look(git.write("_config.yml", "title: A // ").commit("To Jekyll"));
        assertThat(ingest.document("_posts/a.md").frontMatter().topics())
                .containsExactly("of ours", "one", "two", "three", "jekyll", "update", "one more");

        ingest.restart()
                .look(git.write("_posts/a.md", "---\ntags: one two, three\ncategories: [a b]\n---\n")
                        .commit("Commas"));
        assertThat(ingest.document("_posts/a.md").frontMatter().topics()).containsExactly("one two", "three", "a b");

        ingest.look(git.delete("_config.yml").write("_posts/a.md", file).commit("Away from it"));
        assertThat(ingest.document("_posts/a.md").frontMatter().topics()).contains("one two three");
    }

    @Test
    void topicsThatDifferAreSeveral() {
        assertThat(
                        read("tags: [C, C++, 'C#', \"\u2665\", \"\u26D4\", \"\uD83C\uDF89\", \"\uD83C\uDF88\", c, Web Dev, web-dev]")
                                .topics())
                .containsExactly("C", "C++", "C#", "\u2665", "\u26D4", "\uD83C\uDF89", "\uD83C\uDF88", "Web Dev");
    }

    @Test
    void twoNamesOfTopicsWithOneUrlAreTold() {
        assertThat(live("---\ntopics: [C]\ntags:\n- c\n- C*\n---\nText\n")
                        .frontMatter()
                        .topics())
                .containsExactly("C");
        assertThat(ingest.problems())
                .containsExactly(
                        "_posts/a.md:5:3 warning the topic \"C*\" is at /topics/c, as \"C\" is; give one of them another name");
    }

    @Test
    void takesTomlAsHugoAndZolaWriteIt() {
        Content.Document document = live("""
                +++
                title = "A"
                date = 2023-09-14T10:00:00+02:00
                lastmod = 2023-09-15
                draft = false
                images = ['/a.png']

                [taxonomies]
                tags = ["one", "two"]
                categories = ["three"]
                authors = ["Ada"]

                [extra]
                hide = true
                [params]
                a.b = 1
                [[resources]]
                src = 'x.png'
                +++

                Text
                """);

        FrontMatter read = document.frontMatter();
        assertThat(read.title()).contains("A");
        assertThat(read.date()).map(Object::toString).contains("2023-09-14T08:00:00Z");
        assertThat(read.updated()).map(Object::toString).contains("2023-09-15T00:00:00Z");
        assertThat(read.cover()).contains("/a.png");
        assertThat(read.topics()).containsExactly("one", "two", "three");
        assertThat(read.authors()).extracting(FrontMatter.Author::name).containsExactly("Ada");
        assertThat(read.extra().get("extra")).hasToString("{\"hide\":true}");
        assertThat(read.extra().get("params")).hasToString("{\"a\":{\"b\":1}}");
        assertThat(read.extra().get("resources")).hasToString("[{\"src\":\"x.png\"}]");
        assertThat(document.linesAbove()).isEqualTo(19);
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void takesJson() {
        Content.Document document = live("""
                {
                  "title": "A", "tags": ["one"],
                  "date": "2023-09-14", "params": {"a": 1.5}
                }

                Text
                """);

        FrontMatter read = document.frontMatter();
        assertThat(read.title()).contains("A");
        assertThat(read.topics()).containsExactly("one");
        assertThat(read.date()).map(Object::toString).contains("2023-09-14T00:00:00Z");
        assertThat(read.extra().get("params")).hasToString("{\"a\":1.5}");
        assertThat(document.linesAbove()).isEqualTo(4);
        assertThat(ingest.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---\ntitle: A\n...\nText\n",
                "---\ntitle: A\n-----\nText\n",
                "\n \n---\ntitle: A\n---\nText\n",
                "\uFEFF---\r\ntitle: A\r\n...\r\nText\r\n",
                "---\rtitle: A\r---\rText\r",
                "+++\ntitle = 'A'\n+++\nText\n",
                "\n+++\t\ntitle\t=\t'A'\t\n+++++ \nText\n",
                "\uFEFF\r\n+++\r\nTitle = \"\"\"A\"\"\"\r\n+++\r\nText\r\n",
                "{\"TITLE\": \"A\"}\nText\n",
                "\uFEFF\n\n{\"title\": \"A\"\r\n}  \r\nText\r\n",
            })
    void findsTheFrontMatterHoweverItIsOpenedAndClosed(String file) {
        Content.Document document = live(file);

        assertThat(document.frontMatter().title()).contains("A");
        assertThat(((Body.Inline) document.body()).markdown()).isEqualTo("Text\n");
        assertThat(document.linesAbove()).isEqualTo((int) file.substring(0, file.indexOf("Text"))
                .replace("\r\n", "\n")
                .replace('\r', '\n')
                .chars()
                .filter(c -> c == '\n')
                .count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"draft: \"yes\"", "draft: 'On'", "published: \"false\"", "published: off", "published: 'No'"})
    void aBooleanIsAsPeopleWriteIt(String keys) {
        ingest.look(git.write("_posts/a.md", "---\n" + keys + "\n---\n").commit("A draft"));

        assertThat(ingest.document("_posts/a.md").state()).isEqualTo(Content.State.DRAFT);
        assertThat(ingest.problems()).isEmpty();
    }
}
