package org.broadsheet.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.storage.ByteSource;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** The bytes of files. */
public final class Blobs {
    private static final long HELD = 4 << 20;

    /** Of an entry that Git says is a file, and that names a folder or a commit: nobody's repository is damaged by it. */
    public static final Finding NO_FILE =
            Finding.problem("what the commit names here as a file is a folder or a commit", "commit the file itself");

    private Blobs() {}

    public static long size(ObjectReader reader, ObjectId blob) throws IOException {
        return reader.getObjectSize(blob, Constants.OBJ_BLOB);
    }

    /**
     * The whole of a blob whose {@link #size} was looked at.
     *
     * @throws IncorrectObjectTypeException of what is none: {@link #NO_FILE}
     */
    public static byte[] read(ObjectReader reader, ObjectId blob) throws IOException {
        return reader.open(blob, Constants.OBJ_BLOB).getBytes(Integer.MAX_VALUE);
    }

    /** To be read more than once: held in memory if there is not much of it, so that it is inflated once. */
    public static ByteSource source(ObjectReader reader, ObjectId blob) throws IOException {
        if (size(reader, blob) <= HELD) {
            return ByteSource.of(read(reader, blob));
        }
        return new ByteSource() {
            @Override
            public InputStream open() throws IOException {
                return reader.open(blob, Constants.OBJ_BLOB).openStream();
            }

            @Override
            public long size() throws IOException {
                return Blobs.size(reader, blob);
            }
        };
    }
}
