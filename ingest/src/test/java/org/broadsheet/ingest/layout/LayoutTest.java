package org.broadsheet.ingest.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.ingest.generator.GeneratorFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_posts/first.md                    | post /posts/first",
                "_posts/2024/deep/first.markdown    | post /posts/first",
                "_posts/2026-11-23-first.md         | post /posts/first dated 2026-11-23",
                "_posts/2026-13-40-first.md         | refused",
                "posts/first/index.md               | post /posts/first bundle",
                "content/posts/first.md             | post /posts/first",
                "content/post/first.md              | post /posts/first",
                "content/blog/2026-11-23-a/index.md | post /posts/a dated 2026-11-23 bundle",
                "_posts/Gr\u00fc\u00dfe an alle!.md | post /posts/Gr\u00fc\u00dfe-an-alle",
                "_posts/index.md                    | refused",
                "pages/about.md                     | page /about",
                "_pages/deep/er/about.md            | page /deep/er/about",
                "content/about/index.md             | page /about bundle",
                "content/2026-11-23-x.md            | page /2026-11-23-x",
                "content/index.md                   | page / bundle",
                "pages/index.md                     | page / bundle",
                "_drafts/half.md                    | draft /posts/half",
                "drafts/half/index.md               | draft /posts/half bundle",
                "_posts/_index.md                   | introduction /archive",
                "content/_index.md                  | introduction /",
                "content/topics/go/_index.md        | introduction /topics/go",
                "_posts/series/_index.md            | passed over",
                "content/blog/2024/_index.md        | passed over",
                "_drafts/_index.md                  | passed over",
                "_posts/2013-6-22-x.md              | post /posts/x dated 2013-06-22",
                "_posts/ordf%c3%b8rar.md            | post /posts/ordf\u00f8rar",
                "_posts/100%.md                     | post /posts/100",
                "content/docs/_index.md             | passed over",
                "pages/authors/_index.md            | passed over",
                "pages/authors/ada/_index.md        | introduction /authors/ada",
                "_posts/pic.png                     | neighbour of posts",
                "_posts/2040-1-5-launch.md          | post /posts/launch dated 2040-01-05",
                "_posts/2040-01-05_launch.md        | post /posts/2040-01-05_launch dated 2040-01-05",
                "_posts/2040-01-05.md               | post /posts/2040-01-05 dated 2040-01-05",
                "_posts/2040-01-05/index.md         | post /posts/2040-01-05 dated 2040-01-05 bundle",
                "_posts/1000-50-9-tips.md           | post /posts/1000-50-9-tips",
                "_posts/2040-13-05-x.md             | refused",
                "_posts/2020-2021-review.md         | post /posts/2020-2021-review",
                "_posts/half.md.bak                 | not published",
                "_posts/half.mkdown~                | not published",
                "_posts/half.mdx                    | not published",
                "content/posts/a/HALF.MD            | not published",
                "content/posts/a/pic.png            | neighbour of posts",
                "pages/about/me.jpg                 | neighbour",
                "public/assets/a.png                | web root /assets/a.png",
                "static/robots.txt                  | web root /robots.txt",
                "public/feed.xml                    | refused",
                "public/404.html                    | web root /404.html",
                "public/index.html                  | web root /index.html",
                "public/archive.html                | web root /archive.html",
                "public/archive                     | refused",
                "public/index                       | refused",
                "public/x.html.html                 | refused",
                "_posts/x.html.md                   | post /posts/x.html",
                "_posts/x.html.html.md              | post nowhere",
                "pages/x.html/y.md                  | page nowhere",
                "pages/archive.html.md              | page nowhere",
                "pages/feed.xml.html.md             | page nowhere",
                "pages/a/index.html.md              | page nowhere",
                "public/api/x.json                  | refused",
                "assets/a.png                       | not published",
                "images/a.png                       | not published",
                "README.md                          | not published",
                "_posts/README.md                   | not published",
                "_posts/LICENSE                     | not published",
                "_posts/license-to-kill.md          | post /posts/license-to-kill",
                "_posts/.hidden.md                  | not published",
                "public/.well-known/x               | not published",
                "public/node_modules/x.js           | not published",
                "_posts/_private/x.md               | not published",
                "_layouts/default.html              | not published",
                "src/main.js                        | not published",
                "site.yml                           | settings",
                "content/site.yml                   | neighbour",
                "_posts                             | not published"
            })
    void whatAFileIsFollowsFromWhereItLies(String path, String is) {
        assertThat(described(Layout.PLAIN.place(path))).isEqualTo(is);
    }

    private static Layout of(String file, String text) {
        return new Layout(
                ((GeneratorFile.Readable) GeneratorFile.read(
                                file,
                                text.getBytes(StandardCharsets.UTF_8),
                                new DataLimits(10_000, 10, 10, 1_000),
                                200))
                        .permalinks(),
                List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "assets/a.png                       | web root /assets/a.png",
                "images/b.jpg                       | web root /images/b.jpg",
                "work/_posts/2013-06-22-a.md        | post /posts/a dated 2013-06-22",
                "work/deep/_posts/sub/2013-6-2-a.md | post /posts/a dated 2013-06-02",
                "work/_posts/pic.png                | neighbour of posts",
                "work/_drafts/a.md                  | draft /posts/a",
                "_posts/2013-06-22-a.md             | post /posts/a dated 2013-06-22",
                "about.md                           | page /about",
                "index.md                           | page / bundle",
                "docs/setup.markdown                | page /docs/setup",
                "docs/index.md                      | page /docs bundle",
                "_recipes/soup.md                   | page /recipes/soup",
                "_notes/soup.md                     | not published",
                "_layouts/default.md                | not published",
                "_more/a.md                         | page /_more/a",
                "README.md                          | not published",
                "node_modules/a/b.md                | not published",
                ".github/a.md                       | not published",
                "css/a.css                          | not published",
            })
    void jekyllsFilesAreWhereJekyllHasThem(String path, String is) {
        Layout jekyll =
                of("_config.yml", "include: [_more]\ncollections: {recipes: {output: true}, notes: {output: false}}\n");

        assertThat(described(jekyll.place(path))).isEqualTo(is);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "private/a.md                     | not published",
                "private/_posts/2020-01-01-a.md   | not published",
                "a/b/notes.tmp.md                 | not published",
                "_posts/2020-01-01-a.tmp.md       | not published",
                "_posts/2020-01-01-a.md           | post /posts/a dated 2020-01-01",
                "assets/src/a.js                  | not published",
                "assets/a.js                      | web root /assets/a.js",
                "docs/a.md                        | page /docs/a",
                "docs/inner/a.md                  | not published",
                "drafts-of-mine.md                | not published",
                "vendor/bundle/gems/x/index.md    | not published",
                "vendor/a.md                      | page /vendor/a",
                "pages/a.md                       | page /a",
                "kept/a.md                        | page /kept/a",
                "said/a.md                        | page /a",
            })
    void whatJekyllLeavesOutIsNotPublished(String path, String is) {
        Layout jekyll = of(
                "_config.yml",
                "exclude: [private, '*.tmp.md', /assets/src/, 'docs/in?er', drafts-of, kept, said]\ninclude: [kept]\n");

        assertThat(described(new Layout(jekyll.generator(), List.of(new Layout.Folder("said", Layout.Use.PAGES)))
                        .place(path)))
                .isEqualTo(is);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "content/articles/a.md          | page or post /articles/a",
                "content/articles/b/index.md    | page or post /articles/b bundle",
                "content/articles/b/index.en.md | page or post /articles/b bundle",
                "content/articles/a.en.md       | page or post /articles/a",
                "content/articles/a.de.md       | not published",
                "content/articles/b/index.DE.md | not published",
                "content/articles/a.fr.md       | page or post /articles/a.fr",
                "content/about.md               | page /about",
                "content/about/index.md         | page /about bundle",
                "content/about.en.md            | page /about",
                "content/posts/a.en.md          | post /posts/a",
                "content/articles/pic.png       | neighbour of posts",
                "content/pic.png                | neighbour",
                "about.md                       | not published",
            })
    void hugosSectionsHoldPostsWhereTheyAreDated(String path, String is) {
        Layout hugo = of("hugo.toml", "[languages.en]\ntitle='A'\n[languages.de]\ntitle='B'\n");

        assertThat(described(hugo.place(path))).isEqualTo(is);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "src/en/posts/a.md  | post /posts/a",
                "src/en/notes/a.md  | page or post /notes/a",
                "src/en/about.md    | page /about",
                "src/fr/posts/a.md  | not published",
                "content/posts/a.md | not published",
                "src/a.md           | not published",
                "src/english/a.md   | not published",
                "static/a.png       | web root /a.png",
            })
    void hugosContentLiesWhereItIsToldToLie(String path, String is) {
        Layout hugo = of("hugo.toml", "[languages.en]\ncontentDir='src/en'\n[languages.fr]\ncontentDir='src/fr'\n");

        assertThat(described(hugo.place(path))).isEqualTo(is);
        assertThat(hugo.matters("src")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "src/articles/a.md      | post /posts/a",
                "src/articles/x/pic.png | neighbour of posts",
                "src/articles/old/a.md  | not published",
                "docs/guide/a.md        | page /guide/a",
                "img/a.png              | web root /img/a.png",
                "_posts/a.md            | post /posts/a",
                "posts/a.md             | not published",
                "about.md               | page /about",
                "src/main.md            | page /src/main",
                "README.md              | not published",
                "half/a.md              | draft /posts/a",
            })
    void whatContentSaysOfAFolderCounts(String path, String is) {
        Layout layout = new Layout(
                Optional.empty(),
                List.of(
                        new Layout.Folder("", Layout.Use.PAGES),
                        new Layout.Folder("src/articles", Layout.Use.POSTS),
                        new Layout.Folder("src/articles/old", Layout.Use.IGNORE),
                        new Layout.Folder("docs", Layout.Use.PAGES),
                        new Layout.Folder("img", Layout.Use.FILES),
                        new Layout.Folder("half", Layout.Use.DRAFTS),
                        new Layout.Folder("posts", Layout.Use.IGNORE)));

        assertThat(described(layout.place(path))).isEqualTo(is);
        int slash = path.indexOf('/');
        assertThat(layout.matters(slash < 0 ? path : path.substring(0, slash))).isTrue();
    }

    private static String described(Place place) {
        return switch (place) {
            case Place.Document d -> {
                String url = Address.of(d, Optional.empty()) instanceof Address.At at
                        ? at.url().value()
                        : "nowhere";
                yield (d.draft() ? "draft " : d.section() ? "page or post " : d.kind() + " ")
                        + url
                        + d.date().map(date -> " dated " + date).orElse("")
                        + (d.bundle() ? " bundle" : "");
            }
            case Place.Introduction introduction -> "introduction " + introduction.listing();
            case Place.Neighbour neighbour -> neighbour.amongPosts() ? "neighbour of posts" : "neighbour";
            case Place.WebRoot root -> "web root " + root.url();
            case Place.Settings settings -> "settings";
            case Place.Configuration configuration -> "configuration";
            case Place.Refused refused -> "refused";
            case Place.PassedOver passed -> "passed over";
            case Place.NotPublished not -> "not published";
        };
    }
}
