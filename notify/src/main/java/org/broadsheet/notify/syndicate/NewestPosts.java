package org.broadsheet.notify.syndicate;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.Readable;

/**
 * The newest posts of a site, by (published, id). Of all its posts, which may be a hundred thousand, it keeps id, date and guid; of
 * the newest, and a few more so that some may go, the whole document. One thread.
 */
final class NewestPosts {
    private static final Comparator<Place> NEWEST_FIRST = Comparator.comparing(Place::published)
            .thenComparing(place -> place.id().toString())
            .reversed();

    private final int wanted;
    private final int kept;
    private final Map<PostId, Place> places = new HashMap<>();
    private final TreeSet<Place> order = new TreeSet<>(NEWEST_FIRST);
    private final Map<PostId, Readable.Document> documents = new HashMap<>();

    /** Of each guid that authors gave, the posts that they gave it to. */
    private final Map<String, TreeSet<Place>> claims = new HashMap<>();

    private record Place(Instant published, PostId id, Optional<String> guid) {}

    NewestPosts(int wanted) {
        this.wanted = wanted;
        this.kept = 2 * wanted + 10;
    }

    void put(Readable.Document post) {
        remove(post.id());
        Place place = new Place(
                post.publishedAt(), post.id(), post.frontMatter().guid().filter(guid -> !guid.isBlank()));
        places.put(post.id(), place);
        order.add(place);
        place.guid()
                .ifPresent(guid -> claims.computeIfAbsent(guid, g -> new TreeSet<>(NEWEST_FIRST))
                        .add(place));
        documents.put(post.id(), post);
        if (documents.size() > kept) {
            documents.keySet().stream()
                    .map(id -> Objects.requireNonNull(places.get(id)))
                    .max(NEWEST_FIRST)
                    .ifPresent(oldest -> documents.remove(oldest.id()));
        }
    }

    void remove(PostId id) {
        Place place = places.remove(id);
        if (place != null) {
            order.remove(place);
            place.guid()
                    .ifPresent(guid -> claims.computeIfPresent(guid, (g, claimants) -> {
                        claimants.remove(place);
                        return claimants.isEmpty() ? null : claimants;
                    }));
            documents.remove(id);
        }
    }

    /**
     * If {@link #list} needs one that is not kept, since so many newer ones went: all of the newest that are to be kept and are
     * not, so that it is long until that happens again. Empty nearly always.
     */
    Set<PostId> missing() {
        return missing(wanted).isEmpty() ? Set.of() : missing(kept);
    }

    private Set<PostId> missing(int newest) {
        return order.stream()
                .limit(newest)
                .map(Place::id)
                .filter(id -> !documents.containsKey(id))
                .collect(Collectors.toSet());
    }

    /** The document of one that is missing; of several the latest. */
    void supply(Readable.Document post) {
        if (places.containsKey(post.id())) {
            documents.put(post.id(), post);
        }
    }

    /**
     * The author's guid of a post that is here. Of two posts to which one was given the older has it, whether it is among the
     * newest or not: that one has been read under it already.
     */
    Optional<String> guid(PostId id) {
        return Optional.ofNullable(places.get(id))
                .flatMap(Place::guid)
                .filter(guid ->
                        Objects.requireNonNull(claims.get(guid)).last().id().equals(id));
    }

    /** The newest first. Nothing may be {@link #missing}. */
    List<Readable.Document> list() {
        return order.stream()
                .limit(wanted)
                .map(place -> Objects.requireNonNull(documents.get(place.id())))
                .toList();
    }
}
