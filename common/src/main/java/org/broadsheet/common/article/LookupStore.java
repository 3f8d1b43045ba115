package org.broadsheet.common.article;

import java.io.IOException;
import java.util.Optional;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.storage.StoredObject;

/** Lookups for which a record has no room, in the work store. Safe for all threads. */
public final class LookupStore {
    private static final ObjectType STORED = ObjectType.of("application/json");

    private final Storage work;

    public LookupStore(Storage work) {
        this.work = work;
    }

    /** As a record holds them: what is too large lies in the work store when this returns. */
    public Lookups inRecord(Lookups lookups) throws IOException {
        if (lookups.fitsRecord()) {
            return lookups;
        }
        byte[] bytes = Json.write(lookups);
        if (bytes.length <= Lookups.MOST_INLINE) {
            return lookups;
        }
        Digest digest = Digest.of(bytes);
        work.keep(ObjectKey.source(digest), STORED, Storage.ByteSource.of(bytes), digest);
        return lookups.at(digest);
    }

    /** All of them; empty if the work store has lost them. */
    public Optional<Lookups> whole(Lookups inRecord) throws IOException {
        if (inRecord.stored().isEmpty()) {
            return Optional.of(inRecord);
        }
        Digest digest = inRecord.stored().get();
        Optional<StoredObject> stored = work.get(ObjectKey.source(digest));
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try (StoredObject object = stored.get()) {
            byte[] bytes = object.readAll();
            return Digest.of(bytes).equals(digest) ? Optional.of(Json.read(bytes, Lookups.class)) : Optional.empty();
        }
    }
}
