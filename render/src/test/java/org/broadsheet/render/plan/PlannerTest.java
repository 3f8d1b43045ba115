package org.broadsheet.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.render.page.GonePage;
import org.broadsheet.render.page.HomePage;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.page.Output;
import org.broadsheet.render.page.Phase;
import org.broadsheet.render.page.PlainPage;
import org.broadsheet.render.page.Views;
import org.broadsheet.render.release.Incoming;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.release.Posts;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.release.Stored;
import org.broadsheet.render.theme.Theme;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Maker MAKER = Maker.of(Theme.builtIn());

    private final Plan.Planner planner = new Plan.Planner(MAKER);

    @Test
    void anEditedTextTouchesThePostAlone() {
        Site site = site(65);

        Plan plan = plan(site, new Incoming.Live(Posts.post(30, "Post 30").withArticle(Digest.of("other"))));

        assertThat(urls(plan)).containsExactly("/posts/post-30", "/posts/post-30.md");
    }

    @Test
    void anotherTitleShowsOnTheNeighboursAndInTheListsThatHoldIt() {
        Site site = site(65);

        Plan plan = plan(site, new Incoming.Live(Posts.post(30, "Other")));

        assertThat(urls(plan))
                .containsExactlyInAnyOrder(
                        "/posts/post-29", "/posts/post-30", "/posts/post-30.md", "/posts/post-31", "/archive/2");
    }

    @Test
    void aNewPostTouchesWhatShowsTheNewest() {
        Site site = site(65);

        Plan plan = plan(site, new Incoming.Live(Posts.post(66, "New", "garden")));

        assertThat(urls(plan))
                .containsExactlyInAnyOrder(
                        "/posts/post-66",
                        "/posts/post-66.md",
                        "/posts/post-64",
                        "/",
                        "/archive",
                        "/topics",
                        "/topics/garden",
                        "/sitemap-posts.xml");
        assertThat(steps(plan, Phase.NEW_DOCUMENTS)).containsExactly("/posts/post-66");
        assertThat(steps(plan, Phase.NEW_LISTINGS)).containsExactly("/topics/garden");
        assertThat(steps(plan, Phase.CHANGED_DOCUMENTS)).containsExactly("/posts/post-64");
    }

    @Test
    void aCompletedBlockGetsItsPageAndTheOneBeforeItLeadsThere() {
        Site site = site(59);

        Plan plan = plan(site, new Incoming.Live(Posts.post(60, "New")));

        assertThat(steps(plan, Phase.NEW_LISTINGS)).containsExactly("/archive/3");
        assertThat(steps(plan, Phase.CHANGED_LISTINGS)).containsExactlyInAnyOrder("/", "/archive", "/archive/2");
    }

    @Test
    void anOldPostsRemovalMovesTheListsBehindItOnly() {
        Site site = site(65);

        Plan plan = plan(site, removed(30));

        assertThat(urls(plan))
                .contains("/archive/2", "/archive/3", "/archive", "/posts/post-29", "/posts/post-31")
                .doesNotContain("/archive/1", "/", "/posts/post-28");
        assertThat(plan.steps().get(Phase.GONE))
                .containsExactly(new Step(
                        new UrlPath("/posts/post-30"),
                        Optional.of(new GonePage(new UrlPath("/posts/post-30"))),
                        Optional.of(Digest.of("/posts/post-30"))));
    }

    @Test
    void twoPostsMaySwapTheirUrls() {
        Site site = site(3);
        Published one = moved(Posts.post(0, "Post 0"), "/posts/post-1");
        Published other = moved(Posts.post(1, "Post 1"), "/posts/post-0");

        Site now = plan(site, new Incoming.Live(one), new Incoming.Live(other))
                .change()
                .now();

        assertThat(now.documentAt(new UrlPath("/posts/post-1"))).contains(one);
        assertThat(now.documentAt(new UrlPath("/posts/post-0"))).contains(other);
    }

    @Test
    void namesOfOneSlugShareAPageAndTheOldestPostNamesIt() {
        Site site = site(0);

        Plan plan = plan(
                site,
                new Incoming.Live(Posts.post(1, "One", "Data Bases")),
                new Incoming.Live(Posts.post(5, "Five", "data bases", "Data bases")));

        UrlPath topic = new UrlPath("/topics/data-bases");
        assertThat(plan.change().now().list(topic)).hasSize(2);
        assertThat(plan.change().now().heading(topic).name()).isEqualTo("Data Bases");
    }

    @Test
    void whatComesOnceMoreAsItIsTouchesNothing() {
        Site site = site(65);

        Plan plan = plan(site, new Incoming.Live(Posts.post(30, "Post 30")));

        assertThat(plan.size()).isZero();
        assertThat(plan.documents()).isEmpty();
    }

    @Test
    void nothingIsGeneratedBeforeAnythingIsPublished() {
        Site site = Site.of(List.of());

        Plan plan = plan(site, new Incoming.Settings(Posts.SETTINGS));

        assertThat(plan.size()).isZero();
    }

    @Test
    void aPageAtTheRootMovesTheHomePage() {
        Site site = site(3);
        Published about = page("/");

        Plan plan = plan(site, new Incoming.Live(about));

        assertThat(plan.candidates())
                .isEqualTo(planner.outputs().everything(plan.change().now()).size());
        assertThat(at(plan.change().now(), "/")).contains(new PlainPage(Kept.of(about)));
        assertThat(at(plan.change().now(), "/blog")).contains(new HomePage(Site.BLOG));
    }

    @Test
    void listsArePagesOnlyUnderTheNamesThatWeGiveThem() {
        Site site = site(65);

        assertThat(at(site, "/archive/3")).isPresent();
        assertThat(List.of(
                        "/archive/0",
                        "/archive/03",
                        "/archive/4",
                        "/archive/x",
                        "/topics/none",
                        "/sitemap-posts-2.xml"))
                .allSatisfy(url -> assertThat(at(site, url)).isEmpty());
    }

    private Optional<Output<?>> at(Site site, String url) {
        return planner.outputs().at(site, new UrlPath(url));
    }

    private Plan plan(Site site, Incoming... incoming) {
        return planner.plan(site, List.of(incoming), Posts.SETTINGS, Map.of(), Set.of());
    }

    /** A site that stands, its objects all with the digest of their URL. */
    private Site site(int posts) {
        List<Readable> readable = new ArrayList<>();
        IntStream.range(0, posts)
                .mapToObj(i -> Posts.post(i, "Post " + i))
                .forEach(post -> readable.add(new Readable.Document(
                        Posts.SITE, post, Digest.of(post.url().value()), Optional.empty(), Optional.empty())));
        readable.add(new Readable.Settings(Posts.SETTINGS));
        readable.add(new Readable.Release(
                Posts.SITE,
                new CommitId("a".repeat(40)),
                Posts.EPOCH,
                1,
                MAKER.digest(),
                Digest.of("articles"),
                List.of(),
                true));
        Site site = Site.of(readable);
        Views views = new Views(site, Posts.SETTINGS, MAKER);
        for (UrlPath url : planner.outputs().everything(site)) {
            Optional<Output<?>> output = planner.outputs().at(site, url);
            if (output.isPresent()) {
                Digest view = views.digest(output.get());
                site = site.stored(
                        url,
                        Optional.of(new Stored(output.get().kind(), Digest.of(url.value()), 1, Optional.of(view))));
            }
        }
        return site;
    }

    private static Incoming removed(int number) {
        Published post = Posts.post(number, "Post " + number);
        return new Incoming.Absent(
                post.key(),
                Optional.of(new Readable.Former(
                        Posts.SITE,
                        Kind.POST,
                        post.id(),
                        Readable.Former.Why.REMOVED,
                        new CommitId("b".repeat(40)),
                        post.urls())));
    }

    private static Published moved(Published post, String url) {
        return copy(post, post.kind(), new UrlPath(url));
    }

    private static Published page(String url) {
        return copy(Posts.post(99, "About"), Kind.PAGE, new UrlPath(url));
    }

    private static Published copy(Published post, Kind kind, UrlPath url) {
        Facts facts = post.facts();
        return new Published(
                new Facts(
                        kind,
                        facts.id(),
                        facts.path(),
                        facts.commit(),
                        url,
                        facts.slug(),
                        facts.publishedAt().plus(Duration.ZERO),
                        facts.changedAt(),
                        facts.frontMatter(),
                        facts.textDigest(),
                        facts.sourceDigest(),
                        new TreeSet<>(List.of(url))),
                post.article(),
                post.lookups(),
                post.title(),
                post.titleInBody(),
                post.excerpt(),
                post.announcedAt());
    }

    private static List<String> urls(Plan plan) {
        return plan.steps().values().stream()
                .flatMap(List::stream)
                .map(step -> step.url().value())
                .toList();
    }

    private static List<String> steps(Plan plan, Phase phase) {
        return plan.steps().getOrDefault(phase, List.of()).stream()
                .map(step -> step.url().value())
                .toList();
    }
}
