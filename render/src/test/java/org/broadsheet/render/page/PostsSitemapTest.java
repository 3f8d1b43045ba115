package org.broadsheet.render.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Kind;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Incoming;
import org.broadsheet.render.release.Posts;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.theme.Theme;
import org.junit.jupiter.api.Test;

/** Whatever their number, the sitemaps hold each post once, and a post that comes, changes or goes changes its own alone. */
class PostsSitemapTest {
    private static final Maker MAKER = Maker.of(Theme.builtIn());

    private Site site = Site.of(List.of());
    private Map<UrlPath, SitemapXml.View> views = Map.of();

    @Test
    void ofFewPostsThereIsOne() {
        release(posts(0, 1_000));

        assertThat(views).containsOnlyKeys(SitemapIndex.URL, new UrlPath("/sitemap-posts.xml"));
    }

    @Test
    void aPostMoreThanFitsMakesSixteenAndOneLessOneAgain() {
        release(posts(0, 1_000));

        assertThat(release(posts(1_000, 1_001))).hasSize(18);
        assertThat(views).hasSize(17).doesNotContainKey(new UrlPath("/sitemap-posts.xml"));
        assertThat(release(posts(1_001, 1_002))).hasSize(1);
        assertThat(release(List.of(gone(0)))).hasSize(1);
        assertThat(release(List.of(gone(1)))).hasSize(18);
        assertThat(views).hasSize(2);
    }

    @Test
    void aPartThatIsTooLargeIsCutAlone() {
        release(posts(0, 20_000));
        assertThat(views.keySet()).allMatch(url -> url.value().matches("/sitemap(-posts-[0-9a-f]{2})?\\.xml"));
        release(IntStream.range(15_000, 20_000).mapToObj(PostsSitemapTest::gone).toList());

        assertThat(views.keySet()).anyMatch(url -> url.value().matches("/sitemap-posts-[0-9a-f]\\.xml"));
        assertThat(release(posts(20_000, 20_001)).size()).isLessThanOrEqualTo(18);
    }

    private static List<Incoming> posts(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> (Incoming) new Incoming.Live(Posts.post(i, "Post " + i)))
                .toList();
    }

    private static Incoming gone(int number) {
        return new Incoming.Absent(new DocumentKey(Kind.POST, Posts.id(number)), Optional.empty());
    }

    /** The sitemaps that are others than before, all of which are candidates. */
    private Set<UrlPath> release(Collection<Incoming> incoming) {
        Change change = site.with(incoming);
        site = change.now();
        Views of = new Views(site, Posts.SETTINGS, MAKER);
        Map<UrlPath, SitemapXml.View> before = views;
        views = new HashMap<>();
        PostsSitemap.FAMILY.all(
                site,
                url -> views.put(
                        url, ((PostsSitemap) PostsSitemap.FAMILY.at(site, url).orElseThrow()).view(of)));
        List<String> urls = new ArrayList<>();
        views.values().forEach(view -> view.entries().forEach(entry -> urls.add(entry.at())));
        assertThat(urls).doesNotHaveDuplicates().hasSize(site.posts().size());
        assertThat(views.values()).allMatch(view -> view.entries().size() <= 1_000);
        views.put(SitemapIndex.URL, new SitemapIndex(SitemapIndex.URL).view(of));

        Set<UrlPath> others = new TreeSet<>(before.keySet());
        others.addAll(views.keySet());
        others.removeIf(url -> Objects.equals(before.get(url), views.get(url)));
        Set<UrlPath> candidates = new HashSet<>();
        PostsSitemap.FAMILY.candidates(change, candidates::add);
        SitemapIndex.FAMILY.candidates(change, candidates::add);
        assertThat(candidates).containsAll(others);
        return others;
    }
}
