package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.NameUuid;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.id.SiteId;

/**
 * An outward event, the public contract: a CloudEvent 1.0. In Kafka's binary mode the value is {@code data} as JSON and the
 * attributes are {@code ce_} headers; see {@link EventCodec}.
 *
 * @param id the UUIDv5 of (site, type, subject, cause, id of the subject's event before): every repetition of one piece of news
 *     has the same one, and other news about the same commit, as when a branch goes back and forth, has another
 * @param time the author time of the cause, or the instant that was it
 */
public record Event(UUID id, SiteId site, Type type, String subject, Instant time, Data data) {
    private static final UUID NAMESPACE = UUID.fromString("f7e0a5c2-7b0d-5d0e-8f39-8a4c4a0c7a55");

    /**
     * Of what a commit brought.
     *
     * @param before the id of the event that was told of the subject before this one; empty for its first
     */
    public static Event of(
            SiteId site, Type type, String subject, CommitId cause, Optional<UUID> before, Instant time, Data data) {
        return of(site, type, subject, cause.value(), before, time, data);
    }

    /** Of what came due, or expired, at an instant. */
    public static Event at(Instant cause, SiteId site, Type type, String subject, Optional<UUID> before, Data data) {
        return of(site, type, subject, cause.toString(), before, cause, data);
    }

    private static Event of(
            SiteId site, Type type, String subject, String cause, Optional<UUID> before, Instant time, Data data) {
        String name = site + "\n" + type + "\n" + subject + "\n" + cause
                + before.map(id -> "\n" + id).orElse("");
        return new Event(
                NameUuid.version5(NAMESPACE, name.getBytes(StandardCharsets.UTF_8)), site, type, subject, time, data);
    }

    /** The CloudEvents attribute {@code source}: {@code /sites/main}. */
    public String source() {
        return "/sites/" + site;
    }

    public enum Type {
        POST_PUBLISHED("post.published"),
        POST_MOVED("post.moved"),
        POST_UPDATED("post.updated"),
        POST_UNPUBLISHED("post.unpublished"),
        POST_DELETED("post.deleted"),
        POST_SCHEDULED("post.scheduled"),
        PAGE_PUBLISHED("page.published"),
        PAGE_MOVED("page.moved"),
        PAGE_UPDATED("page.updated"),
        PAGE_UNPUBLISHED("page.unpublished"),
        PAGE_DELETED("page.deleted"),
        PAGE_SCHEDULED("page.scheduled"),
        SITE_RELEASED("site.released");

        private final String name;

        Type(String name) {
            this.name = name;
        }

        @JsonCreator
        public static Type of(String name) {
            return Arrays.stream(values())
                    .filter(t -> t.name.equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown event type \"" + name + "\""));
        }

        /** Such as {@code post.published}. */
        @Override
        @JsonValue
        public String toString() {
            return name;
        }
    }

    /** What an event says. Of a post or page {@link DocumentData}, of a release {@link ReleaseData}. */
    public sealed interface Data {}

    /**
     * @param url the whole URL
     * @param commit the one that brought the version, or took the post or page away
     * @param release the one that went live with it: that of the branch, such as a merge; not in events of before there was one
     * @param changed the names of what differs from what was readable: {@code title}, {@code text}, {@code excerpt},
     *     {@code topics}, {@code date}, {@code updated}, {@code authors}, {@code cover}, {@code url}, {@code frontMatter}
     * @param previous the former values of those among title, url, topics that changed
     * @param due of one that is scheduled: when it is to be readable
     * @param reason of one that is unpublished: {@code expired}, or nothing for a draft
     * @param significant title or plain text differ, white space folded
     * @param backfill what a content folder held at first: endpoints are not told of it
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record DocumentData(
            PostId id,
            String url,
            String title,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<String> topics,
            CommitId commit,
            Optional<CommitId> release,
            Instant publishedAt,
            List<String> changed,
            Optional<Previous> previous,
            Optional<Instant> due,
            Optional<String> reason,
            @JsonInclude(JsonInclude.Include.ALWAYS) boolean significant,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean backfill)
            implements Data, Shortened<DocumentData> {
        /** Why it is not readable any more. */
        public static final String EXPIRED = "expired";

        /** With the beginning of the titles: an author's heading may be as long as the text. */
        @Override
        public Optional<DocumentData> shorter() {
            int longest = Math.max(
                    title.length(),
                    previous.flatMap(Previous::title).map(String::length).orElse(0));
            return longest < 2
                    ? Optional.empty()
                    : Optional.of(new DocumentData(
                            id,
                            url,
                            Printable.cut(title, longest / 3),
                            topics,
                            commit,
                            release,
                            publishedAt,
                            changed,
                            previous.map(former -> new Previous(
                                    former.title().map(text -> Printable.cut(text, longest / 3)),
                                    former.url(),
                                    former.topics())),
                            due,
                            reason,
                            significant,
                            backfill));
        }

        /** Of what is neither scheduled nor expired. */
        public DocumentData(
                PostId id,
                String url,
                String title,
                List<String> topics,
                CommitId commit,
                Optional<CommitId> release,
                Instant publishedAt,
                List<String> changed,
                Optional<Previous> previous,
                boolean significant,
                boolean backfill) {
            this(
                    id,
                    url,
                    title,
                    topics,
                    commit,
                    release,
                    publishedAt,
                    changed,
                    previous,
                    Optional.empty(),
                    Optional.empty(),
                    significant,
                    backfill);
        }

        /** An empty list of topics is written, one of what changed is left out. */
        @JsonCreator
        public DocumentData {
            topics = topics == null ? List.of() : List.copyOf(topics);
            changed = changed == null ? List.of() : List.copyOf(changed);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Previous(Optional<String> title, Optional<String> url, Optional<List<String>> topics) {}

    /**
     * @param url the site's base URL
     * @param superseded how many commits went in with this one
     * @param published how many posts and pages it made readable; likewise the others
     */
    public record ReleaseData(
            CommitId commit,
            String url,
            int superseded,
            int published,
            int updated,
            int removed,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean backfill)
            implements Data {}
}
