package org.broadsheet.notify.syndicate;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Readable;
import org.broadsheet.notify.syndicate.SiteFold.Kept;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest posts of a site, by (published, id). It holds those that are listed, and a few more so that some may go, with their whole
 * documents; all others, which may be a hundred thousand, are gone through when so many have gone. One thread.
 */
final class NewestPosts {
    private static final Logger LOG = LoggerFactory.getLogger(NewestPosts.class);

    private static final Comparator<Place> NEWEST_FIRST = Comparator.comparing(
                    (Place place) -> place.post().published())
            .thenComparing(place -> place.id().toString())
            .reversed();

    private final int wanted;
    private final int kept;
    private final Map<String, Kept> records;
    /** No other post is newer than the last of these. */
    private final TreeSet<Place> order = new TreeSet<>(NEWEST_FIRST);
    /** Whether there are no others. */
    private boolean isAll;

    private final Map<PostId, Supplier<Optional<Readable.Document>>> documents = new HashMap<>();
    /** Of the guids of those that are held the oldest posts that they were given to; null: something has changed since. */
    private @Nullable Map<String, Place> holders;

    /** A post among the others. */
    record Place(PostId id, Kept.Post post) {
        static Place of(String key, Kept.Post post) {
            return new Place(PostId.of(key.substring(key.lastIndexOf('/') + 1)), post);
        }
    }

    /** @param records of the site by key, all posts among them; they change before this is told so */
    NewestPosts(int wanted, Map<String, Kept> records) {
        this.wanted = wanted;
        this.kept = 2 * wanted + 10;
        this.records = records;
        fill();
    }

    private void fill() {
        isAll = true;
        for (Map.Entry<String, Kept> record : records.entrySet()) {
            if (record.getValue() instanceof Kept.Post post
                    && (isAll || !post.published().isBefore(order.last().post().published()))) {
                add(Place.of(record.getKey(), post));
            }
        }
    }

    private void add(Place place) {
        order.add(place);
        if (order.size() > kept) {
            documents.remove(Objects.requireNonNull(order.pollLast()).id());
            isAll = false;
        }
    }

    /** @param document all of it */
    void put(Place place, Readable.Document document) {
        holders = null;
        if (isAll || (!order.isEmpty() && NEWEST_FIRST.compare(place, order.last()) < 0)) {
            documents.put(place.id(), () -> Optional.of(document));
            add(place);
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

    void remove(Place place) {
        holders = null;
        order.remove(place);
        documents.remove(place.id());
    }

    /**
     * If {@link #list} needs one that is not kept, since so many newer ones went: all of the newest that are to be kept and are
     * not, so that it is long until that happens again. At first those alone that are listed. Empty nearly always.
     */
    List<Place> missing() {
        if (order.size() < wanted && !isAll) {
            fill();
        }
        return missing(wanted).isEmpty() ? List.of() : missing(documents.isEmpty() ? wanted : kept);
    }

    private List<Place> missing(int newest) {
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
     * The author's guid of a post that is listed. Of two posts to which one was given the older has it, whether it is among the
     * newest or not: that one has been read under it already.
     */
    Optional<String> guid(PostId id) {
        Map<String, Place> now = holders == null ? findHolders() : holders;
        holders = now;
        return order.stream()
                .filter(place -> place.id().equals(id))
                .findFirst()
                .flatMap(place -> place.post().guid())
                .filter(guid -> Objects.requireNonNull(now.get(guid)).id().equals(id));
    }

    private Map<String, Place> findHolders() {
        Map<String, Place> oldest = new HashMap<>();
        Set<String> given = new HashSet<>();
        order.forEach(place -> place.post().guid().ifPresent(given::add));
        if (!given.isEmpty()) {
            records.entrySet().forEach(record -> {
                if (record.getValue() instanceof Kept.Post post) {
                    post.guid()
                            .filter(given::contains)
                            .ifPresent(guid -> oldest.merge(
                                    guid,
                                    Place.of(record.getKey(), post),
                                    (one, other) -> NEWEST_FIRST.compare(one, other) > 0 ? one : other));
                }
            });
        }
        return oldest;
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
