package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.ContentStore;

/** Texts that are too large for their record, in the work store. */
final class StoredBody {
    private StoredBody() {}

    static Body.Stored put(ContentStore work, String text, boolean html) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(bytes);
        work.put(ContentName.source(digest), ByteSource.of(bytes));
        return new Body.Stored(digest, html);
    }

    /** What is left is too large all the same. */
    static Finding tooLarge(int size, int most) {
        return Finding.problem(
                "the front matter of the file takes " + size + " bytes, at most " + most + " are allowed",
                "split the file, or raise limits.inlineValue");
    }
}
