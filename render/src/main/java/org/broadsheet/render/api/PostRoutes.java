package org.broadsheet.render.api;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Paging;
import org.broadsheet.common.http.Paging.Page;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.site.SiteFollower;

/** {@code GET /api/v1/posts} and {@code /api/v1/posts/{id}}. */
public final class PostRoutes {
    private final Map<SiteId, SiteFollower> sites;

    public PostRoutes(Map<SiteId, SiteFollower> sites) {
        this.sites = new LinkedHashMap<>(sites);
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/api/v1/posts", Route.Access.PRIVATE, this::list),
                new Route("GET", "/api/v1/posts/{id}", Route.Access.PRIVATE, this::one));
    }

    private void list(Exchange exchange) throws IOException {
        Paging paging = Paging.of(exchange);
        exchange.json(200, turn -> page(paging));
    }

    private Page<PostResource> page(Paging paging) {
        Optional<Position> behind = paging.after().map(Position::parse);
        List<Found> found = sites.keySet().stream()
                .filter(paging::isFor)
                .flatMap(site -> newest(site, behind, paging.limit() + 1).stream())
                .sorted(Comparator.comparing(Found::position, Position.ORDER).reversed())
                .limit(paging.limit() + 1L)
                .toList();
        Page<Found> page =
                Page.of(found, paging.limit(), post -> post.position().toString());
        return new Page<>(page.items().stream().map(Found::resource).toList(), page.next());
    }

    private record Found(Position position, PostResource resource) {}

    /** Of a site the newest that are older, those that are scheduled among them. */
    private List<Found> newest(SiteId site, Optional<Position> behind, int most) {
        SiteFollower readable = Objects.requireNonNull(sites.get(site));
        Site now = readable.upToDate();
        List<Published> posts = now.posts();
        int end = behind.map(position -> position.olderIn(posts)).orElse(posts.size());
        Stream<Found> live = posts.subList(Math.max(0, end - most), end).stream()
                .map(post -> new Found(Position.of(post), PostResource.of(site, post, readable.baseUrl(now))));
        Stream<Found> scheduled = now.scheduled().stream()
                .filter(post -> post.kind() == Kind.POST)
                .map(post -> found(post, post.scheduled().orElseThrow(), readable.baseUrl(now)))
                .filter(post -> behind.filter(position -> Position.ORDER.compare(post.position, position) >= 0)
                        .isEmpty());
        return Stream.concat(live, scheduled).toList();
    }

    private static Found found(Readable.Draft post, Readable.Scheduled as, String baseUrl) {
        return new Found(Position.of(post, as), PostResource.of(post, as, baseUrl));
    }

    private void one(Exchange exchange) throws IOException {
        String id = exchange.pathParameter("id");
        Optional<PostResource> post = exchange.computed(turn -> id(id).flatMap(this::post));
        if (post.isPresent()) {
            exchange.json(200, post.get());
        } else {
            exchange.problem(404, "Not found", "no post that is, was or will be readable has the id " + id);
        }
    }

    private Optional<PostResource> post(PostId id) {
        return sites.entrySet().stream()
                .flatMap(site -> post(site.getKey(), site.getValue(), id).stream())
                .findFirst();
    }

    private static Optional<PostResource> post(SiteId site, SiteFollower readable, PostId id) {
        Site now = readable.upToDate();
        DocumentKey key = new DocumentKey(Kind.POST, id);
        return now.document(key)
                .map(post -> PostResource.of(site, post, readable.baseUrl(now)))
                .or(() -> now.scheduled(Content.key(site, Kind.DRAFT, id.toString()))
                        .filter(draft -> draft.kind() == Kind.POST)
                        .map(draft -> PostResource.of(draft, draft.scheduled().orElseThrow(), readable.baseUrl(now))))
                .or(() -> now.former(key).map(PostResource::of));
    }

    private static Optional<PostId> id(String text) {
        try {
            return Optional.of(PostId.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
