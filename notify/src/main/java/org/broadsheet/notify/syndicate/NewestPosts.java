package org.broadsheet.notify.syndicate;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Readable;
import org.broadsheet.notify.syndicate.SiteFold.Kept;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest posts of a site, by (published, id). Of all its posts, which may be a hundred thousand, it keeps id, date and guid; of
 * the newest, and a few more so that some may go, the whole document. One thread.
 */
final class NewestPosts {
    private static final Logger LOG = LoggerFactory.getLogger(NewestPosts.class);

    private static final Comparator<Kept.Post> NEWEST_FIRST = Comparator.comparing(Kept.Post::published)
            .thenComparing(place -> place.id().toString())
            .reversed();

    private final int wanted;
    private final int kept;
    private final Map<PostId, Kept.Post> places = new HashMap<>();
    private final TreeSet<Kept.Post> order = new TreeSet<>(NEWEST_FIRST);
    private final Map<PostId, Supplier<Optional<Readable.Document>>> documents = new HashMap<>();

    /** Of each guid that authors gave, the posts that they gave it to. */
    private final Map<String, TreeSet<Kept.Post>> claims = new HashMap<>();

    NewestPosts(int wanted) {
        this.wanted = wanted;
        this.kept = 2 * wanted + 10;
    }

    /** One that may come to be {@link #missing}. */
    void put(Kept.Post post) {
        remove(post.id());
        places.put(post.id(), post);
        order.add(post);
        post.guid()
                .ifPresent(given -> claims.computeIfAbsent(given, g -> new TreeSet<>(NEWEST_FIRST))
                        .add(post));
    }

    /** @param document all of it */
    void put(Kept.Post post, Readable.Document document) {
        put(post);
        documents.put(post.id(), () -> Optional.of(document));
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
        Kept.Post place = places.remove(id);
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
     * not, so that it is long until that happens again. At first those alone that are listed. Empty nearly always.
     */
    List<Kept.Post> missing() {
        return missing(wanted).isEmpty() ? List.of() : missing(documents.isEmpty() ? wanted : kept);
    }

    private List<Kept.Post> missing(int newest) {
        return order.stream()
                .limit(newest)
                .filter(place -> !documents.containsKey(place.id()))
                .toList();
    }

    /** The record of one that is missing. */
    void supply(PostId id, byte[] record) {
        documents.put(id, new WhenListed(record));
    }

    /**
     * The author's guid of a post that is here. Of two posts to which one was given the older has it, whether it is among the
     * newest or not: that one has been read under it already.
     */
    Optional<String> guid(PostId id) {
        return Optional.ofNullable(places.get(id))
                .flatMap(Kept.Post::guid)
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
