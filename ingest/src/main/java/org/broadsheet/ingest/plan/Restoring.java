package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.ingest.facts.Good;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.Revision;
import org.broadsheet.ingest.facts.SiteRules;
import org.broadsheet.ingest.frontmatter.SourceFile;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.source.Blobs;
import org.broadsheet.ingest.source.Damage;
import org.broadsheet.ingest.source.Trees;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores again what the work store has lost of records that stand in {@code content}: Git has the same bytes, as their digest
 * shows. Changes nothing that was decided. One thread.
 */
public final class Restoring {
    private static final Logger LOG = LoggerFactory.getLogger(Restoring.class);

    private final Intake.Tools tools;
    private final EventLog log;
    private final ObjectReader reader;
    private final ObjectId tree;
    private final Optional<History> history;

    /**
     * @param tree of the commit that was taken in last
     * @param history of that commit, if it is at hand
     */
    public Restoring(Intake.Tools tools, EventLog log, ObjectReader reader, ObjectId tree, Optional<History> history) {
        this.tools = tools;
        this.log = log;
        this.reader = reader;
        this.tree = tree;
        this.history = history;
    }

    /**
     * Stores what the records of these files name. Each record whose objects are there comes once more, as it stands, for
     * whoever could do nothing with it.
     *
     * @return how many came
     */
    public int restore(Collection<ContentPath> paths, Sink sink) throws IOException {
        int restored = 0;
        for (Map.Entry<String, byte[]> record : standing(Set.copyOf(paths)).entrySet()) {
            if (canBeHad(Json.read(record.getValue(), Content.class))) {
                sink.add(new NewRecord(KafkaTopic.CONTENT, record.getKey(), Optional.of(record.getValue()), Map.of()));
                restored++;
            }
        }
        return restored;
    }

    /** Git may have lost, or garbled, the same: then it stays a problem of this one. */
    private boolean canBeHad(Content content) throws IOException {
        try {
            return isThere(content);
        } catch (IOException | LargeObjectException e) {
            if (!Damage.is(e)) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("site", tools.site())
                    .log("Git does not have what {} shows either: {}", content.key(), e.getMessage());
            return false;
        }
    }

    /** The latest records of these files, by key. */
    private Map<String, byte[]> standing(Set<ContentPath> paths) {
        Map<String, byte[]> standing = new LinkedHashMap<>();
        String prefix = tools.site() + "/";
        int partition = log.partitionOf(KafkaTopic.CONTENT, tools.site().value());
        log.readAll(KafkaTopic.CONTENT, partition, 0, record -> {
            if (record.key().startsWith(prefix)) {
                standing.remove(record.key());
                record.value()
                        .filter(value -> path(value).filter(paths::contains).isPresent())
                        .ifPresent(value -> standing.put(record.key(), value));
            }
        });
        return standing;
    }

    private static Optional<ContentPath> path(byte[] value) {
        Content content;
        try {
            content = Json.read(value, Content.class);
        } catch (Json.UnreadableRecord e) {
            return Optional.empty();
        }
        return switch (content) {
            case Content.Document document -> Optional.of(document.path());
            case Content.Introduction introduction -> Optional.of(introduction.path());
            case Content.Asset asset -> Optional.of(asset.path());
            case Content.Settings settings -> Optional.empty();
            case Content.Removed removed -> Optional.empty();
            case Content.CommitIngested cursor -> Optional.empty();
        };
    }

    /** Whether all that a record names is in the work store, by now. */
    private boolean isThere(Content content) throws IOException {
        return switch (content) {
            case Content.Document document -> isThere(document.body(), body(document));
            case Content.Introduction introduction -> isThere(introduction.body(), body(introduction));
            case Content.Asset asset -> isThere(asset);
            case Content.Settings settings -> false;
            case Content.Removed removed -> false;
            case Content.CommitIngested cursor -> false;
        };
    }

    private boolean isThere(Content.Asset asset) throws IOException {
        ContentName name = ContentName.source(asset.digest());
        if (tools.work().isSound(name)) {
            return true;
        }
        Optional<ObjectId> blob = Trees.blob(reader, tree, asset.path().value());
        if (blob.isEmpty()) {
            return false;
        }
        ByteSource bytes = Blobs.source(reader, blob.get());
        if (!bytes.digest().equals(asset.digest())) {
            return false;
        }
        tools.work().replace(name, bytes);
        return true;
    }

    /** A text that Git may have. */
    private interface Bodies {
        Optional<String> get() throws IOException;
    }

    private boolean isThere(Body body, Bodies git) throws IOException {
        return switch (body) {
            case Body.Inline inline -> true;
            case Body.Stored stored -> {
                ContentName name = ContentName.source(stored.digest());
                if (tools.work().isSound(name)) {
                    yield true;
                }
                Optional<ByteSource> text = git.get().map(t -> ByteSource.of(t.getBytes(StandardCharsets.UTF_8)));
                if (text.isEmpty() || !text.get().digest().equals(stored.digest())) {
                    yield false;
                }
                tools.work().replace(name, text.get());
                yield true;
            }
        };
    }

    private Bodies body(Content.Document document) {
        return () -> history.map(History::rules).orElse(SiteRules.NONE).place(document.path())
                        instanceof Place.Document place
                ? body(
                        document.path(),
                        document.body(),
                        history.flatMap(h -> h.track(document.path()))
                                .flatMap(track -> Optional.ofNullable(track.good()))
                                .map(Good::revision),
                        blob -> versions().document(place, blob) instanceof Versions.Document.Good good
                                ? Optional.of(good.file())
                                : Optional.empty())
                : Optional.empty();
    }

    private Bodies body(Content.Introduction introduction) {
        return () -> body(
                introduction.path(),
                introduction.body(),
                history.flatMap(h -> h.text(introduction.path())).flatMap(text -> Optional.ofNullable(text.good())),
                blob -> versions().introduction(blob) instanceof SourceFile.Readable file
                        ? Optional.of(file)
                        : Optional.empty());
    }

    private interface Reading {
        Optional<SourceFile.Readable> read(ObjectId blob) throws IOException;
    }

    /** What lies there now, or the version before it that is shown. */
    private Optional<String> body(ContentPath path, Body body, Optional<Revision> last, Reading versions)
            throws IOException {
        Optional<ObjectId> blob = Trees.blob(reader, tree, path.value());
        Optional<Revision> version = last;
        while (blob.isPresent() || version.isPresent()) {
            Optional<String> text = blob.isEmpty()
                    ? Optional.empty()
                    : versions.read(blob.get())
                            .map(SourceFile.Readable::body)
                            .filter(t -> body.equals(new Body.Stored(Digest.of(t), body.html())));
            if (text.isPresent()) {
                return text;
            }
            blob = version.map(Revision::blob);
            version = version.flatMap(v -> Optional.ofNullable(v.before()));
        }
        return Optional.empty();
    }

    private Versions versions() {
        return new Versions(tools.site(), reader, tools.configuration().limits());
    }
}
