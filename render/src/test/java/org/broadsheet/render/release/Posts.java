package org.broadsheet.render.release;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.Published;

/** Posts as they are readable. */
public final class Posts {
    public static final SiteId SITE = new SiteId("main");
    public static final Content.Settings SETTINGS = new Content.Settings(
            SITE, "The Gazette", "", "http://localhost:8080", "en", "UTC", Map.of(), List.of(), Content.Html.TRUSTED);
    public static final Instant EPOCH = Instant.parse("2026-01-01T09:00:00Z");

    private Posts() {}

    /** One every day; of those behind the hundredth every third at the same instant as the one before. */
    public static List<Published> upTo(int count) {
        return PostOrder.of(
                IntStream.range(0, count).mapToObj(i -> post(i, "Post " + i)).toList());
    }

    public static Published post(int number, String title, String... topics) {
        UrlPath url = new UrlPath("/posts/post-" + number);
        Facts facts = new Facts(
                Kind.POST,
                id(number),
                new ContentPath("_posts/post-" + number + ".md"),
                new CommitId("a".repeat(40)),
                url,
                new Slug("post-" + number),
                EPOCH.plus(Duration.ofDays(number - (number > 100 && number % 3 == 2 ? 1 : 0))),
                EPOCH,
                frontMatter(topics),
                Digest.of(title),
                Digest.of(title + List.of(topics)),
                new TreeSet<>(List.of(url)));
        return new Published(facts, Digest.of("article " + number), Lookups.NONE, title, false, "", EPOCH);
    }

    public static PostId id(int number) {
        return PostId.born(SITE, new ContentPath("_posts/post-" + number + ".md"), EPOCH);
    }

    public static FrontMatter frontMatter(String... topics) {
        return new FrontMatter(
                Optional.empty(),
                Optional.empty(),
                List.of(topics),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }
}
