package org.broadsheet.notify.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Event;

/** Events for tests. */
public final class Events {
    public static final SiteId SITE = new SiteId("main");
    public static final Instant TIME = Instant.parse("2026-11-23T10:00:00Z");

    private Events() {}

    /** The {@code number}th thing that happens to the post. */
    public static Event post(Event.Type type, String slug, int number, String... topics) {
        return post(type, slug, number, Optional.empty(), topics);
    }

    /** @param before the post's event before this one */
    public static Event post(Event.Type type, String slug, int number, Optional<Event> before, String... topics) {
        return post(type, slug, url(slug), Optional.empty(), number, before, topics);
    }

    /** It leaves the URL of that slug for another's. */
    public static Event moved(String slug, String fromSlug, String toSlug, int number) {
        Event.Previous previous = new Event.Previous(Optional.empty(), Optional.of(url(fromSlug)), Optional.empty());
        return post(Event.Type.POST_UPDATED, slug, url(toSlug), Optional.of(previous), number, Optional.empty());
    }

    /** At a URL that is another's by its slug. */
    public static Event postAt(Event.Type type, String slug, String urlSlug, int number) {
        return post(type, slug, url(urlSlug), Optional.empty(), number, Optional.empty());
    }

    private static Event post(
            Event.Type type,
            String slug,
            String url,
            Optional<Event.Previous> previous,
            int number,
            Optional<Event> before,
            String... topics) {
        PostId id = new PostId(UUID.nameUUIDFromBytes(slug.getBytes(StandardCharsets.UTF_8)));
        CommitId commit = commit(number);
        Event.DocumentData data = new Event.DocumentData(
                id,
                url,
                "Post " + slug + " " + number,
                List.of(topics),
                commit,
                Optional.of(commit),
                TIME,
                type == Event.Type.POST_UPDATED ? List.of("text") : List.of(),
                previous,
                true,
                false);
        return Event.of(SITE, type, id.toString(), commit, before.map(Event::id), TIME.plusSeconds(number), data);
    }

    private static String url(String slug) {
        return "http://localhost:8080/posts/" + slug;
    }

    public static Event release(int number, boolean backfill) {
        CommitId commit = commit(number);
        return Event.of(
                SITE,
                Event.Type.SITE_RELEASED,
                SITE.value(),
                commit,
                Optional.empty(),
                TIME.plusSeconds(number),
                new Event.ReleaseData(commit, "http://localhost:8080", 0, 1, 0, 0, backfill));
    }

    public static CommitId commit(int number) {
        return new CommitId(String.format("%040x", number));
    }
}
