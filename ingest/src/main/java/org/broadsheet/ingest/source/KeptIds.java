package org.broadsheet.ingest.source;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.Json;
import org.broadsheet.ingest.facts.History;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids that outlived rewritten history, by path: the one fact that does not follow from Git's commits, kept beside them under
 * {@code refs/broadsheet/ids} so that a lost Kafka does not lose it. One thread.
 */
public final class KeptIds {
    private static final Logger LOG = LoggerFactory.getLogger(KeptIds.class);
    public static final String REF = "refs/broadsheet/ids";

    private final Repository repository;
    private final RefFiles refs;
    private @Nullable Map<ContentPath, PostId> written;
    /** What is noted cannot be read. */
    private boolean damaged;

    private ObjectId stands = ObjectId.zeroId();

    public KeptIds(Repository repository) {
        this.repository = repository;
        this.refs = new RefFiles(repository, true);
    }

    public Map<ContentPath, PostId> read() throws IOException {
        Map<ContentPath, PostId> known = written;
        if (known == null) {
            known = stored();
            written = known;
        }
        return known;
    }

    private Map<ContentPath, PostId> stored() throws IOException {
        stands = ObjectId.zeroId();
        Map<ContentPath, PostId> ids = new TreeMap<>();
        try {
            Optional<ObjectId> blob = refs.read(REF).map(Ref::getObjectId);
            if (blob.isPresent()) {
                stands = blob.get();
                try (ObjectReader reader = repository.newObjectReader()) {
                    Json.MAPPER
                            .readValue(Blobs.read(reader, stands), new TypeReference<Map<String, String>>() {})
                            .forEach((path, id) -> ids.put(new ContentPath(path), PostId.of(id)));
                }
            }
        } catch (IOException e) {
            if (!(e instanceof DamagedRef) && !Damage.is(e)) {
                throw e;
            }
            // What is published has them too.
            LOG.atWarn()
                    .log(
                            "The ids that outlived rewritten history cannot be read; they are noted anew: {}",
                            e.getMessage());
            damaged = true;
        }
        return ids;
    }

    /** Whether what is noted is what a history holds that goes on from where it was noted. */
    public boolean isOf(History history) throws IOException {
        return !damaged()
                && read().entrySet().stream()
                        .allMatch(noted -> history.track(noted.getKey())
                                .filter(track ->
                                        track.kept() && noted.getValue().equals(track.id()))
                                .isPresent());
    }

    public void write(History history) throws IOException {
        Map<ContentPath, PostId> now = new TreeMap<>();
        history.forEachTrack((path, track) -> {
            if (track.kept()) {
                now.put(path, track.id());
            }
        });
        if (!now.equals(read()) || damaged) {
            if (damaged) {
                refs.makeRoom(REF, stands);
                forget(stands);
                stands = ObjectId.zeroId();
            }
            update(now);
            damaged = false;
            written = now;
        }
    }

    /** What is written again may be the same object, which JGit takes for being there until it is sought in vain. */
    private void forget(ObjectId lost) throws IOException {
        if (repository.getObjectDatabase() instanceof ObjectDirectory objects) {
            Files.deleteIfExists(objects.fileFor(lost).toPath());
            try (ObjectReader reader = repository.newObjectReader()) {
                var unused = reader.open(lost);
            } catch (MissingObjectException e) {
                // As it should be.
            }
        }
    }

    private boolean damaged() throws IOException {
        read();
        return damaged;
    }

    private void update(Map<ContentPath, PostId> ids) throws IOException {
        RefUpdate update = repository.updateRef(REF);
        update.setForceUpdate(true);
        // Whoever lost the site on the way must not take back what its new owner noted.
        update.setExpectedOldObjectId(stands);
        ObjectId blob = ids.isEmpty() ? ObjectId.zeroId() : insert(ids);
        RefUpdate.Result result;
        if (ids.isEmpty()) {
            result = update.delete();
        } else {
            update.setNewObjectId(blob);
            result = update.update();
        }
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> stands = blob;
            default -> {
                written = null;
                throw new IOException(REF + " cannot be written: " + result);
            }
        }
    }

    private ObjectId insert(Map<ContentPath, PostId> ids) throws IOException {
        Map<String, String> json = new TreeMap<>();
        ids.forEach((path, id) -> json.put(path.value(), id.toString()));
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId blob = inserter.insert(Constants.OBJ_BLOB, Json.write(json));
            inserter.flush();
            return blob;
        }
    }
}
