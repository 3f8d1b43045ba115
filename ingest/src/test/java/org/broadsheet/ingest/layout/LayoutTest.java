package org.broadsheet.ingest.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
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

    @ParameterizedTest
    @CsvSource({"assets/a.png, web root /assets/a.png", "images/b.jpg, web root /images/b.jpg"})
    void aJekyllSiteHasAssetsAndImages(String path, String is) {
        assertThat(described(Layout.JEKYLL.place(path))).isEqualTo(is);
    }

    private static String described(Place place) {
        return switch (place) {
            case Place.Document d -> {
                String url = Address.of(d, Optional.empty()) instanceof Address.At at
                        ? at.url().value()
                        : "nowhere";
                yield (d.draft() ? "draft " : d.kind() + " ")
                        + url
                        + d.date().map(date -> " dated " + date).orElse("")
                        + (d.bundle() ? " bundle" : "");
            }
            case Place.Introduction introduction -> "introduction " + introduction.listing();
            case Place.Neighbour neighbour -> neighbour.amongPosts() ? "neighbour of posts" : "neighbour";
            case Place.WebRoot root -> "web root " + root.url();
            case Place.Settings settings -> "settings";
            case Place.Refused refused -> "refused";
            case Place.PassedOver passed -> "passed over";
            case Place.NotPublished not -> "not published";
        };
    }
}
