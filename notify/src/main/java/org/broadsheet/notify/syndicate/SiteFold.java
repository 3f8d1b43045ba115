package org.broadsheet.notify.syndicate;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.StateFold;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.role.SiteAddress;
import org.jspecify.annotations.Nullable;

/** What the feeds need of one site, folded from {@code readable}. One thread. */
final class SiteFold {
    /** To be raised when {@link Kept} changes, or its bytes. */
    private static final int VERSION = 2;

    private final SiteAddress address;
    private final StateFold<Kept> records;
    private final NewestPosts posts;
    private final String postKeys;
    private final String settingsKey;
    private final String releaseKey;

    /** Of the records before {@code limit}. */
    SiteFold(
            EventLog log, SiteId site, int partition, long limit, SiteAddress address, int items, Snapshots snapshots) {
        this.address = address;
        this.postKeys = Content.key(site, Kind.POST, "");
        this.settingsKey = Content.settingsKey(site);
        this.releaseKey = Readable.releaseKey(site);
        StateFold.Shape<Kept> shape = new StateFold.Shape<>(Kept.class, VERSION, this::keep, new Form());
        this.records = StateFold.upTo(limit, log, KafkaTopic.READABLE, partition, shape, snapshots);
        this.posts = new NewestPosts(items, records.values());
    }

    /** What is kept of a record. */
    sealed interface Kept {
        /**
         * Where a post stands among the others: of these there are as many as posts.
         *
         * @param given the guid, if its author gave it one
         * @param offset of its record, where all of it is
         */
        record Post(long second, int nano, @Nullable String given, long offset) implements Kept {
            static Post of(Instant published, Optional<String> guid, long offset) {
                return new Post(
                        published.getEpochSecond(),
                        published.getNano(),
                        guid.filter(given -> !given.isBlank()).orElse(null),
                        offset);
            }

            Instant published() {
                return Instant.ofEpochSecond(second, nano);
            }

            Optional<String> guid() {
                return Optional.ofNullable(given);
            }
        }

        /** The settings, or the last release. */
        record Other(Readable readable) implements Kept {}
    }

    /** In snapshots. */
    private static final class Form implements StateFold.Form<Kept> {
        @Override
        public void write(Kept value, BinaryWriter out) throws IOException {
            out.bool(value instanceof Kept.Post);
            switch (value) {
                case Kept.Post post -> {
                    out.time(post.published());
                    out.optional(post.guid(), out::string);
                    out.number(post.offset());
                }
                case Kept.Other other -> out.bytes(Json.write(other.readable()));
            }
        }

        @Override
        public Kept read(BinaryReader in) throws IOException {
            return in.bool()
                    ? Kept.Post.of(in.time(), in.optional(in::string), in.number())
                    : new Kept.Other(Json.read(in.bytes(), Readable.class));
        }
    }

    /** Of a post's record what says where it stands; of one that cannot be read any more nothing does. */
    private record Glance(Optional<Shown> published) {
        record Shown(Facts facts) {}

        record Facts(Optional<Instant> publishedAt, Optional<Claim> frontMatter) {}

        record Claim(Optional<String> guid) {}
    }

    /** No more of it is read than it takes to place it: of all the posts of a site few come to be listed. */
    private Optional<Kept> keep(LogRecord record) {
        byte[] value = record.value().orElseThrow();
        if (!isPost(record.key())) {
            return concerns(record.key())
                    ? Optional.of(new Kept.Other(Json.read(value, Readable.class)))
                    : Optional.empty();
        }
        Optional<Glance.Facts> shown =
                Json.read(value, Glance.class).published().map(Glance.Shown::facts);
        return shown.map(of -> Kept.Post.of(
                of.publishedAt().orElseThrow(() -> new IllegalArgumentException("it has no date")),
                of.frontMatter().flatMap(Glance.Claim::guid),
                record.offset()));
    }

    /** Whether it takes to the records of this key; others need not even be read. */
    boolean concerns(String key) {
        return isPost(key) || key.equals(settingsKey) || key.equals(releaseKey);
    }

    private boolean isPost(String key) {
        return key.startsWith(postKeys);
    }

    /**
     * Takes one record in.
     *
     * @return the release, if it was one
     * @throws RuntimeException when it cannot be read: then it is as absent as a tombstone, as where it is folded
     */
    Optional<Readable.Release> take(LogRecord record) {
        Kept former = records.values().get(record.key());
        records.remove(record.key());
        if (former instanceof Kept.Post before) {
            posts.remove(NewestPosts.Place.of(record.key(), before));
        }
        return record.value().map(value -> Json.read(value, Readable.class)).flatMap(now -> put(record, now));
    }

    private Optional<Readable.Release> put(LogRecord record, Readable readable) {
        switch (readable) {
            case Readable.Document document -> {
                Kept.Post post = Kept.Post.of(
                        document.publishedAt(), document.frontMatter().guid(), record.offset());
                records.put(record.key(), post);
                posts.put(NewestPosts.Place.of(record.key(), post), document);
            }
            case Readable.Settings settings -> records.put(record.key(), new Kept.Other(settings));
            case Readable.Release release -> {
                records.put(record.key(), new Kept.Other(release));
                return Optional.of(release);
            }
            default -> {}
        }
        return Optional.empty();
    }

    /** The key of a post's record. */
    String key(NewestPosts.Place post) {
        return postKeys + post.id();
    }

    NewestPosts posts() {
        return posts;
    }

    /** Those under which the site was rendered last, at its present address; empty before the first release. */
    Optional<Content.Settings> settings() {
        return rendered().map(address::here);
    }

    private Optional<Content.Settings> rendered() {
        return other(settingsKey, Readable.Settings.class).map(Readable.Settings::settings);
    }

    /** Whether the site was rendered for another address than its present one. */
    boolean isElsewhere() {
        return !settings().equals(rendered());
    }

    /** The last one; empty before the first. */
    Optional<Readable.Release> release() {
        return other(releaseKey, Readable.Release.class);
    }

    private <T extends Readable> Optional<T> other(String key, Class<T> type) {
        return records.values().get(key) instanceof Kept.Other other && type.isInstance(other.readable())
                ? Optional.of(type.cast(other.readable()))
                : Optional.empty();
    }

    /** The offset before which all is folded that was there when this was made. */
    long offset() {
        return records.offset();
    }

    /** Keeps what is folded, if much has changed; all before {@code position} is, and that is committed. */
    void saveIfDue(long position) {
        records.saveIfDue(() -> position);
    }

    void saveAtEnd(long position) {
        records.saveAtEnd(() -> position);
    }
}
