package org.broadsheet.render.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final UrlPath STYLESHEET = new UrlPath("/assets/broadsheet-0123456789ab.css");
    private static final Digest PROGRAM = Digest.of("program");
    private static final Content.Settings SETTINGS = new Content.Settings(
            Posts.SITE,
            "The Gazette",
            "",
            "http://localhost:8080",
            "en",
            "UTC",
            Map.of(),
            List.of(),
            Content.Html.TRUSTED);

    private final Plan.Planner planner = new Plan.Planner(PROGRAM);

    @Test
    void anEditedTextTouchesThePostAlone() {
        SiteIndex index = site(65);

        Plan plan = plan(index, new Incoming.Live(Posts.post(30, "Post 30").withArticle(Digest.of("other"))));

        assertThat(urls(plan)).containsExactly("/posts/post-30");
    }

    @Test
    void anotherTitleShowsOnTheNeighboursAndInTheListsThatHoldIt() {
        SiteIndex index = site(65);

        Plan plan = plan(index, new Incoming.Live(Posts.post(30, "Other")));

        assertThat(urls(plan))
                .containsExactlyInAnyOrder("/posts/post-29", "/posts/post-30", "/posts/post-31", "/archive/2");
    }

    @Test
    void aNewPostTouchesWhatShowsTheNewest() {
        SiteIndex index = site(65);

        Plan plan = plan(index, new Incoming.Live(Posts.post(66, "New", "garden")));

        assertThat(urls(plan))
                .containsExactlyInAnyOrder(
                        "/posts/post-66",
                        "/posts/post-64",
                        "/",
                        "/archive",
                        "/topics",
                        "/topics/garden",
                        "/sitemap-posts-1.xml");
        assertThat(steps(plan, Phase.NEW_DOCUMENTS)).containsExactly("/posts/post-66");
        assertThat(steps(plan, Phase.NEW_LISTINGS)).containsExactly("/topics/garden");
        assertThat(steps(plan, Phase.CHANGED_DOCUMENTS)).containsExactly("/posts/post-64");
    }

    @Test
    void aCompletedBlockGetsItsPageAndTheOneBeforeItLeadsThere() {
        SiteIndex index = site(59);

        Plan plan = plan(index, new Incoming.Live(Posts.post(60, "New")));

        assertThat(steps(plan, Phase.NEW_LISTINGS)).containsExactly("/archive/3");
        assertThat(steps(plan, Phase.CHANGED_LISTINGS)).containsExactlyInAnyOrder("/", "/archive", "/archive/2");
    }

    @Test
    void anOldPostsRemovalMovesTheListsBehindItOnly() {
        SiteIndex index = site(65);

        Plan plan = plan(index, removed(30));

        assertThat(urls(plan))
                .contains("/archive/2", "/archive/3", "/archive", "/posts/post-29", "/posts/post-31")
                .doesNotContain("/archive/1", "/", "/posts/post-28");
        assertThat(plan.steps().get(Phase.GONE))
                .containsExactly(new Step(
                        new UrlPath("/posts/post-30"),
                        Optional.of(new Target.Gone()),
                        Optional.of(Digest.of("/posts/post-30"))));
    }

    @Test
    void twoPostsMaySwapTheirUrls() {
        SiteIndex index = site(3);
        Published one = moved(Posts.post(0, "Post 0"), "/posts/post-1");
        Published other = moved(Posts.post(1, "Post 1"), "/posts/post-0");

        plan(index, new Incoming.Live(one), new Incoming.Live(other));

        assertThat(index.documentAt(new UrlPath("/posts/post-1"))).contains(one);
        assertThat(index.documentAt(new UrlPath("/posts/post-0"))).contains(other);
    }

    @Test
    void namesOfOneSlugShareAPageAndTheOldestPostNamesIt() {
        SiteIndex index = site(0);

        plan(
                index,
                new Incoming.Live(Posts.post(1, "One", "Data Bases")),
                new Incoming.Live(Posts.post(5, "Five", "data bases", "Data bases")));

        UrlPath topic = new UrlPath("/topics/data-bases");
        assertThat(index.list(topic)).hasSize(2);
        assertThat(SiteIndex.nameOf(topic, index.list(topic))).isEqualTo("Data Bases");
    }

    @Test
    void whatComesOnceMoreAsItIsTouchesNothing() {
        SiteIndex index = site(65);

        Plan plan = plan(index, new Incoming.Live(Posts.post(30, "Post 30")));

        assertThat(plan.size()).isZero();
        assertThat(plan.documents()).isEmpty();
    }

    @Test
    void anotherProgramTouchesEverything() {
        SiteIndex index = site(65);

        Plan plan = new Plan.Planner(Digest.of("other")).plan(index, List.of(), SETTINGS, Map.of());

        assertThat(plan.everything()).isTrue();
        assertThat(plan.size()).isEqualTo(index.everything().size());
        assertThat(plan.documents()).isEmpty();
    }

    @Test
    void nothingIsGeneratedBeforeAnythingIsPublished() {
        SiteIndex index = new SiteIndex(STYLESHEET, List.of());

        Plan plan = plan(index, new Incoming.Settings(SETTINGS));

        assertThat(plan.size()).isZero();
    }

    @Test
    void aPageAtTheRootMovesTheHomePage() {
        SiteIndex index = site(3);
        Published about = page("/");

        Plan plan = plan(index, new Incoming.Live(about));

        assertThat(plan.everything()).isTrue();
        assertThat(index.targetAt(UrlPath.ROOT)).contains(new Target.Document(about));
        assertThat(index.targetAt(SiteIndex.BLOG)).contains(new Target.Home());
    }

    @Test
    void listsArePagesOnlyUnderTheNamesThatWeGiveThem() {
        SiteIndex index = site(65);

        assertThat(index.targetAt(new UrlPath("/archive/3"))).isPresent();
        assertThat(List.of(
                        "/archive/0",
                        "/archive/03",
                        "/archive/4",
                        "/archive/x",
                        "/topics/none",
                        "/sitemap-posts-2.xml"))
                .allSatisfy(url -> assertThat(index.targetAt(new UrlPath(url))).isEmpty());
    }

    private Plan plan(SiteIndex index, Incoming... incoming) {
        return planner.plan(index, List.of(incoming), SETTINGS, Map.of());
    }

    /** A site that stands, its objects all with the digest of their URL. */
    private SiteIndex site(int posts) {
        List<Readable> readable = new ArrayList<>();
        List<Published> published = IntStream.range(0, posts)
                .mapToObj(i -> Posts.post(i, "Post " + i))
                .toList();
        published.forEach(post ->
                readable.add(post.toReadable(Posts.SITE, Digest.of(post.url().value()), Optional.empty())));
        readable.add(new Readable.Settings(SETTINGS));
        readable.add(new Readable.Release(
                Posts.SITE,
                new CommitId("a".repeat(40)),
                Posts.EPOCH,
                1,
                Fingerprint.of(PROGRAM, SETTINGS, false),
                Digest.of("articles"),
                List.of(),
                true));
        SiteIndex index = new SiteIndex(STYLESHEET, readable);
        if (posts > 0) {
            index.everything()
                    .forEach(url -> index.targetAt(url)
                            .ifPresent(
                                    target -> index.stored(url, new Stored(target.kind(), Digest.of(url.value()), 1))));
        }
        return index;
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
        return new Published(
                kind,
                post.id(),
                post.path(),
                post.commit(),
                post.slug(),
                url,
                post.article(),
                post.links(),
                post.title(),
                post.titleInBody(),
                post.excerpt(),
                post.frontMatter(),
                post.publishedAt().plus(Duration.ZERO),
                post.announcedAt(),
                post.changedAt(),
                post.textDigest(),
                post.sourceDigest(),
                new TreeSet<>(List.of(url)));
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
