package org.broadsheet.common.article;

import java.io.IOException;
import java.util.Optional;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.ContentStore;

/** Lookups for which a record has no room, in the work store. Safe for all threads. */
public final class LookupStore {
    private final ContentStore work;

    public LookupStore(ContentStore work) {
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
        ContentName name = ContentName.source(digest);
        // What is there may be damaged: nobody else has it to mend it.
        if (!work.put(name, ByteSource.of(bytes)) && !work.isSound(name)) {
            work.replace(name, ByteSource.of(bytes));
        }
        return lookups.at(digest);
    }

    /** All of them; empty if the work store has lost them. */
    public Optional<Lookups> whole(Lookups inRecord) throws IOException {
        if (inRecord.stored().isEmpty()) {
            return Optional.of(inRecord);
        }
        Digest digest = inRecord.stored().get();
        try {
            return Optional.of(Json.read(work.read(ContentName.source(digest)), Lookups.class));
        } catch (ContentStore.Lost e) {
            return Optional.empty();
        }
    }
}
