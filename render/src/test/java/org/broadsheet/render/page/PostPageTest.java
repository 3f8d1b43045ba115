package org.broadsheet.render.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.Published;
import org.broadsheet.render.release.Incoming;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.release.Posts;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.theme.DateView;
import org.broadsheet.render.theme.PostView;
import org.broadsheet.render.theme.Theme;
import org.junit.jupiter.api.Test;

class PostPageTest {
    @Test
    void saysWhenItsTextWasLastChangedUnlessThatWasTheDayThatItSaysAnyway() {
        assertThat(updated(Optional.empty())).isEmpty();
        assertThat(updated(Optional.of(Posts.EPOCH.plus(Duration.ofHours(2))))).isEmpty();
        assertThat(updated(Optional.of(Posts.EPOCH.minus(Duration.ofDays(2))))).isEmpty();
        assertThat(updated(Optional.of(Posts.EPOCH.plus(Duration.ofDays(2))))).contains("January 3, 2026");
    }

    @Test
    void tellsMachinesOfEveryLaterChange() {
        Instant soon = Posts.EPOCH.plus(Duration.ofHours(2));

        assertThat(view(Optional.of(soon)).card().modified()).isEqualTo("2026-01-01T11:00:00Z");
        assertThat(view(Optional.empty()).card().modified()).isEqualTo("2026-01-01T09:00:00Z");
    }

    private static Optional<String> updated(Optional<Instant> revisedAt) {
        return view(revisedAt).updated().map(DateView::text);
    }

    private static PostView view(Optional<Instant> revisedAt) {
        Published post = Posts.post(0, "Post");
        Facts is = post.facts();
        Facts facts = new Facts(
                is.kind(),
                is.id(),
                is.path(),
                is.commit(),
                is.url(),
                is.slug(),
                is.publishedAt(),
                is.changedAt(),
                is.frontMatter(),
                is.textDigest(),
                is.sourceDigest(),
                is.urls(),
                revisedAt);
        Kept kept = Kept.of(new Published(
                facts,
                post.article(),
                post.lookups(),
                post.title(),
                post.titleInBody(),
                post.excerpt(),
                post.announcedAt()));
        Site site = Site.of(List.of()).with(List.of(new Incoming.Live(kept))).now();
        return new PostPage(kept).view(new Views(site, Posts.SETTINGS, Maker.of(Theme.builtIn())));
    }
}
