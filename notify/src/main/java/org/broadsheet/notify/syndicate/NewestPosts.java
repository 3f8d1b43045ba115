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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Readable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest posts of a site, by (published, id). Of all its posts, which may be a hundred thousand, it keeps id, date and guid; of
 * the newest, and a few more so that some may go, the whole document. One thread.
 */
final class NewestPosts {
    private static final Logger LOG = LoggerFactory.getLogger(NewestPosts.class);

    private static final Comparator<Place> NEWEST_FIRST = Comparator.comparing(Place::published)
            .thenComparing(place -> place.id().toString())
            .reversed();

    private final int wanted;
    private final int kept;
    private final Map<PostId, Place> places = new HashMap<>();
    private final TreeSet<Place> order = new TreeSet<>(NEWEST_FIRST);
    private final Map<PostId, Supplier<Optional<Readable.Document>>> documents = new HashMap<>();

    /** Of each guid that authors gave, the posts that they gave it to. */
    private final Map<String, TreeSet<Place>> claims = new HashMap<>();

    private record Place(Instant published, PostId id, Optional<String> guid) {}

    /** Of a post's record what says where it stands; one that cannot be read any more has no date. */
    private record Glance(Optional<PostId> id, Optional<Instant> publishedAt, Optional<Claim> frontMatter) {
        record Claim(Optional<String> guid) {}
    }

    NewestPosts(int wanted) {
        this.wanted = wanted;
        this.kept = 2 * wanted + 10;
    }

    void put(Readable.Document post) {
        put(post.id(), post.publishedAt(), post.frontMatter().guid(), () -> Optional.of(post));
    }

    /**
     * Takes a {@link Readable.Document} or {@link Readable.Former} in without reading more of it than it takes to place it, unless it
     * comes to be listed: of all the posts of a site few do.
     *
     * @throws Json.UnreadableRecord when not even that can be read
     * @throws IllegalArgumentException when it is no post's
     */
    void put(byte[] record) {
        Glance glance = Json.read(record, Glance.class);
        PostId id = glance.id().orElseThrow(() -> new IllegalArgumentException("it has no id"));
        if (glance.publishedAt().isEmpty()) {
            remove(id);
        } else {
            Optional<String> guid = glance.frontMatter().flatMap(Glance.Claim::guid);
            put(id, glance.publishedAt().get(), guid, new WhenListed(record));
        }
    }

    private void put(
            PostId id, Instant published, Optional<String> guid, Supplier<Optional<Readable.Document>> document) {
        remove(id);
        Place place = new Place(published, id, guid.filter(given -> !given.isBlank()));
        places.put(id, place);
        order.add(place);
        place.guid()
                .ifPresent(given -> claims.computeIfAbsent(given, g -> new TreeSet<>(NEWEST_FIRST))
                        .add(place));
        documents.put(id, document);
        if (documents.size() > kept) {
            documents.keySet().stream()
                    .map(held -> Objects.requireNonNull(places.get(held)))
                    .max(NEWEST_FIRST)
                    .ifPresent(oldest -> documents.remove(oldest.id()));
        }
    }

    /** Reads the document once. */
    private static final class WhenListed implements Supplier<Optional<Readable.Document>> {
        private final byte[] record;
        private boolean isRead;
        private Optional<Readable.Document> document = Optional.empty();

        WhenListed(byte[] record) {
            this.record = record;
        }

        @Override
        public Optional<Readable.Document> get() {
            if (!isRead) {
                document = read();
                isRead = true;
            }
            return document;
        }

        private Optional<Readable.Document> read() {
            try {
                return Optional.of((Readable.Document) Json.read(record, Readable.class));
            } catch (Json.UnreadableRecord | ClassCastException e) {
                LOG.atWarn().log("A post cannot be read and is not in the feeds: {}", e.getMessage());
                return Optional.empty();
            }
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
            documents.put(post.id(), () -> Optional.of(post));
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

    /** The newest first, without those that cannot be read. Nothing else may be {@link #missing}. */
    List<Readable.Document> list() {
        return order.stream()
                .limit(wanted)
                .flatMap(place -> Stream.ofNullable(documents.get(place.id())))
                .flatMap(document -> document.get().stream())
                .toList();
    }
}
