package org.broadsheet.ingest.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.StateFold;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Kind;

/** What is kept in memory of a record of {@code content}: enough to tell what a commit changes, and nothing of the text. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Kept.Removed.class, name = "removed"),
    @JsonSubTypes.Type(value = Kept.Asset.class, name = "asset"),
    @JsonSubTypes.Type(value = Kept.Introduction.class, name = "introduction"),
    @JsonSubTypes.Type(value = Kept.Settings.class, name = "settings"),
    @JsonSubTypes.Type(value = Kept.Cursor.class, name = "cursor")
})
public sealed interface Kept
        permits KeptDocument, Kept.Removed, Kept.Asset, Kept.Introduction, Kept.Settings, Kept.Cursor {
    /** In snapshots: documents in bytes, the others, of which there are few, as their JSON. */
    static StateFold.Form<Kept> form() {
        StateFold.Form<Kept> json = StateFold.Form.json(Kept.class);
        return new StateFold.Form<>() {
            @Override
            public void write(Kept value, BinaryWriter out) throws IOException {
                out.bool(value instanceof KeptDocument);
                if (value instanceof KeptDocument document) {
                    out.bytes(document.bytes());
                } else {
                    json.write(value, out);
                }
            }

            @Override
            public Kept read(BinaryReader in) throws IOException {
                return in.bool() ? new KeptDocument(in.bytes()) : json.read(in);
            }
        };
    }

    /**
     * @param digest of the record's value; likewise in the others
     * @param remembered whether URLs stand in it, which answer that it is gone */
    record Removed(Digest digest, Kind kind, String id, boolean remembered) implements Kept {}

    record Asset(Content.Asset asset) implements Kept {}

    record Introduction(Digest digest, UrlPath listing, ContentPath path) implements Kept {}

    record Settings(Content.Settings settings) implements Kept {}

    record Cursor(Content.CommitIngested cursor) implements Kept {}

    /** @param value the record's */
    static Kept of(Content content, byte[] value) {
        return switch (content) {
            case Content.Document d -> KeptDocument.of(d, Digest.of(value));
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
