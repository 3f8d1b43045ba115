package org.broadsheet.ingest.source;

import org.broadsheet.common.id.ContentPath;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A path at which two trees differ.
 *
 * @param before what lay there; null for nothing
 */
public record TreeChange(
        ContentPath path, @Nullable Entry before, @Nullable Entry after) {
    /** A file of a tree: a regular one, or a symbolic link, which is never followed. */
    public record Entry(ObjectId id, boolean link) {
        static @Nullable Entry of(FileMode mode, ObjectId id) {
            if (mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE) {
                return new Entry(id, false);
            }
            // A gitlink is another repository's commit: no file of ours.
            return mode == FileMode.SYMLINK ? new Entry(id, true) : null;
        }
    }

    /** The blob of the regular file that lies there now; null for none. */
    public @Nullable ObjectId blob() {
        return after == null || after.link() ? null : after.id();
    }

    /** What {@link Versions} is to read there: the blob, or of a symbolic link {@link Versions#LINK}; null for nothing. */
    public @Nullable ObjectId version() {
        return after != null && after.link() ? Versions.LINK : blob();
    }

    /** The blob of the regular file that lay there; null for none. */
    public @Nullable ObjectId blobBefore() {
        return before == null || before.link() ? null : before.id();
    }
}
