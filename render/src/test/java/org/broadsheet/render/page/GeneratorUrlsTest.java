package org.broadsheet.render.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Incoming;
import org.broadsheet.render.release.Posts;
import org.broadsheet.render.release.Site;
import org.junit.jupiter.api.Test;

class GeneratorUrlsTest {
    private static final Content.Settings HUGO = new Content.Settings(
            Posts.SITE,
            "The Gazette",
            "",
            "http://localhost:8080",
            "en",
            "UTC",
            Map.of(),
            List.of(),
            Content.Html.TRUSTED,
            false,
            false,
            false,
            Optional.empty(),
            Optional.of(Content.Generator.HUGO),
            Optional.empty());

    private static Incoming post(int number) {
        return new Incoming.Live(Posts.post(number, "Post " + number, "C++"));
    }

    private static Incoming at(String path, int number) {
        Published post = Posts.post(number, "Post " + number);
        Facts of = post.facts();
        return new Incoming.Live(new Published(
                new Facts(
                        of.kind(),
                        of.id(),
                        new ContentPath(path),
                        of.commit(),
                        of.url(),
                        of.slug(),
                        of.publishedAt(),
                        of.changedAt(),
                        of.frontMatter(),
                        of.textDigest(),
                        of.sourceDigest(),
                        of.urls()),
                post.article(),
                post.lookups(),
                post.title(),
                post.titleInBody(),
                post.excerpt(),
                post.announcedAt()));
    }

    private static Site of(Incoming... incoming) {
        return Site.of(List.of())
                .with(List.of(new Incoming.Settings(HUGO)))
                .now()
                .with(List.of(incoming))
                .now();
    }

    private static Optional<String> leadsTo(Site site, String url) {
        return new Outputs(new UrlPath("/s.css"))
                .at(site, new UrlPath(url))
                .map(output -> output instanceof RedirectPage redirect
                        ? redirect.target().value()
                        : "a " + output.getClass().getSimpleName());
    }

    @Test
    void aSectionLeadsToTheNewestPosts() {
        Site site = of(
                at("content/Two Words/deep/a.md", 1),
                at("content/C#/bundle/index.md", 2),
                at("content/\u00dcber/index.en.md", 3),
                at("content/top.md", 4),
                at("notes/a.md", 5));

        assertThat(leadsTo(site, "/two-words")).contains("/");
        assertThat(leadsTo(site, "/two-words/deep")).contains("/");
        assertThat(leadsTo(site, "/c#/index.xml")).contains("/feed.xml");
        assertThat(leadsTo(site, "/two-words/page/1")).contains("/archive");
        assertThat(List.of("/two-words/page/2", "/c#/bundle", "/\u00fcber", "/top.md", "/notes"))
                .allMatch(url -> leadsTo(site, url).isEmpty());
    }

    @Test
    void aFileOfTheAuthorsBeatsASectionAndAllBelowIt() {
        Site site = of(at("content/notes/a.md", 1));
        UrlPath url = new UrlPath("/notes");
        Incoming file = new Incoming.Asset(AssetFile.of(
                url,
                new Readable.SourceFile(
                        Posts.SITE,
                        new ContentPath("static/notes"),
                        new AssetPlace.WebRoot(url),
                        Digest.of("a"),
                        1,
                        Optional.empty())));

        Change change = site.with(List.of(file));
        Set<UrlPath> candidates = new TreeSet<>();
        GeneratorUrls.FAMILY.candidates(change, candidates::add);

        assertThat(leadsTo(change.now(), "/notes")).contains("a AssetFile");
        assertThat(leadsTo(change.now(), "/notes/index.xml")).isEmpty();
        assertThat(candidates).contains(new UrlPath("/notes/index.xml"), new UrlPath("/notes/page/1"));
    }

    @Test
    void theFirstOfASectionBringsItsUrlsAndTheLastTakesThem() {
        Site site = of(at("content/notes/a.md", 1));
        Change more = site.with(List.of(at("content/notes/b.md", 2), at("content/essays/c.md", 3)));
        Change none = site.with(List.of(at("content/a.md", 1)));

        assertThat(ofSections(more)).containsExactlyInAnyOrder("/essays", "/essays/index.xml", "/essays/page/1");
        assertThat(ofSections(none)).containsExactlyInAnyOrder("/notes", "/notes/index.xml", "/notes/page/1");
        assertThat(leadsTo(none.now(), "/notes")).isEmpty();
    }

    private static Set<String> ofSections(Change change) {
        Set<String> candidates = new TreeSet<>();
        GeneratorUrls.FAMILY.candidates(change, url -> candidates.add(url.value()));
        candidates.removeIf(url -> !url.startsWith("/notes") && !url.startsWith("/essays"));
        return candidates;
    }

    @Test
    void aPostMoreBringsOnePageOfItsTopicAndTouchesNoOther() {
        Site site = Site.of(List.of())
                .with(List.of(new Incoming.Settings(HUGO)))
                .now()
                .with(IntStream.range(0, 1000).mapToObj(GeneratorUrlsTest::post).toList())
                .now();

        Set<UrlPath> candidates = new TreeSet<>();
        GeneratorUrls.FAMILY.candidates(site.with(List.of(post(1000))), candidates::add);

        assertThat(candidates)
                .extracting(UrlPath::value)
                .containsExactlyInAnyOrder(
                        "/page/101",
                        "/posts/page/101",
                        "/post/page/101",
                        "/blog/page/101",
                        "/tags/c++/page/101",
                        "/tags/c-plus-plus/page/101",
                        "/categories/c++/page/101",
                        "/categories/c-plus-plus/page/101");
    }
}
