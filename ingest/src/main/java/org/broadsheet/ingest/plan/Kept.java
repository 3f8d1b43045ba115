package org.broadsheet.ingest.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
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
    /**
     * @param digest of the record's value; likewise in the others
     * @param destinations of its links as written, resolved or not
     * @param listings the URLs of its topics and authors while it is live
     */
    record Document(
            Digest digest,
            Kind kind,
            PostId id,
            ContentPath path,
            CommitId commit,
            Content.State state,
            UrlPath url,
            Facts facts,
            Digest textDigest,
            List<String> destinations,
            List<UrlPath> listings)
            implements Kept {}

    record Removed(Digest digest, Kind kind, String id, Optional<Facts> facts) implements Kept {}

    record Asset(Digest digest, UrlPath url, ContentPath path) implements Kept {}

    record Introduction(Digest digest, UrlPath listing, ContentPath path) implements Kept {}

    record Settings(Content.Settings settings) implements Kept {}

    record Cursor(Content.CommitIngested cursor) implements Kept {}

    /** @param value the record's */
    static Kept of(Content content, byte[] value) {
        return switch (content) {
            case Content.Document d -> document(d, Digest.of(value));
            case Content.Removed r -> new Removed(Digest.of(value), r.kind(), r.id(), r.facts());
            case Content.Asset a -> new Asset(Digest.of(value), a.url(), a.path());
            case Content.Introduction i -> new Introduction(Digest.of(value), i.listing(), i.path());
            case Content.Settings s -> new Settings(s);
            case Content.CommitIngested c -> new Cursor(c);
        };
    }

    static Kept of(byte[] value) {
        return of(Json.read(value, Content.class), value);
    }

    private static Document document(Content.Document d, Digest digest) {
        List<String> destinations = new ArrayList<>(d.links().keySet());
        destinations.addAll(d.unresolved());
        return new Document(
                digest,
                d.kind(),
                d.id(),
                d.path(),
                d.commit(),
                d.state(),
                d.url(),
                d.facts(),
                d.textDigest(),
                List.copyOf(destinations),
                listings(d));
    }

    private static List<UrlPath> listings(Content.Document d) {
        if (d.state() != Content.State.LIVE || d.kind() != Kind.POST) {
            return List.of();
        }
        Stream<String> topics = d.frontMatter().topics().stream().map(t -> "/topics/" + Slug.ofName(t));
        Stream<String> authors = d.frontMatter().authors().stream().map(a -> "/authors/" + Slug.ofName(a.name()));
        TreeSet<UrlPath> urls = new TreeSet<>();
        Stream.concat(topics, authors).map(UrlPath::new).forEach(urls::add);
        return List.copyOf(urls);
    }
}
