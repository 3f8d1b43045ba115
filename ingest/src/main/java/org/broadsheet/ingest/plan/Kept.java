package org.broadsheet.ingest.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Kind;

/** What is kept in memory of a record of {@code content}: enough to tell what a commit changes, and nothing of the text. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Kept.Document.class, name = "document"),
    @JsonSubTypes.Type(value = Kept.Removed.class, name = "removed"),
    @JsonSubTypes.Type(value = Kept.Asset.class, name = "asset"),
    @JsonSubTypes.Type(value = Kept.Introduction.class, name = "introduction"),
    @JsonSubTypes.Type(value = Kept.Settings.class, name = "settings"),
    @JsonSubTypes.Type(value = Kept.Cursor.class, name = "cursor")
})
public sealed interface Kept {
    /** @param digest of the record's value; likewise in the others */
    record Document(
            Digest digest,
            Kind kind,
            PostId id,
            ContentPath path,
            CommitId commit,
            Content.State state,
            UrlPath url,
            Instant changedAt,
            Digest textDigest,
            Content.Past past)
            implements Kept {}

    /** @param remembered whether URLs stand in it, which answer that it is gone */
    record Removed(Digest digest, Kind kind, String id, boolean remembered) implements Kept {}

    record Asset(Content.Asset asset) implements Kept {}

    record Introduction(Digest digest, UrlPath listing, ContentPath path) implements Kept {}

    record Settings(Content.Settings settings) implements Kept {}

    record Cursor(Content.CommitIngested cursor) implements Kept {}

    /** @param value the record's */
    static Kept of(Content content, byte[] value) {
        return switch (content) {
            case Content.Document d ->
                new Document(
                        Digest.of(value),
                        d.kind(),
                        d.id(),
                        d.path(),
                        d.commit(),
                        d.state(),
                        d.url(),
                        d.changedAt(),
                        d.textDigest(),
                        d.past());
            case Content.Removed r ->
                new Removed(Digest.of(value), r.kind(), r.id(), !r.urls().isEmpty());
            case Content.Asset a -> new Asset(a);
            case Content.Introduction i -> new Introduction(Digest.of(value), i.listing(), i.path());
            case Content.Settings s -> new Settings(s);
            case Content.CommitIngested c -> new Cursor(c);
        };
    }

    static Kept of(byte[] value) {
        return of(Json.read(value, Content.class), value);
    }
}
