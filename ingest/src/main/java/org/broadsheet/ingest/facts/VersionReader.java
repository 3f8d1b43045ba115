package org.broadsheet.ingest.facts;

import java.io.IOException;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.eclipse.jgit.lib.ObjectId;

/** Reads a version of a file as far as facts follow from it. The same blob at the same path always reads the same. */
public interface VersionReader {
    FileVersion read(ContentPath path, Place place, ObjectId blob) throws IOException;

    /**
     * What several files of one configuration of Hugo's say together.
     *
     * @param versions that parse, that of the root first
     */
    FileVersion.Settings together(SequencedMap<ContentPath, ObjectId> versions) throws IOException;

    /** All posts, pages and introductions of the commit, as a layout has them. */
    Map<ContentPath, ObjectId> texts(Layout layout) throws IOException;

    /** Those of them that lie below some folders; not of none. */
    Map<ContentPath, ObjectId> texts(Layout layout, Set<String> folders) throws IOException;

    /** Whether something lies in a folder of the commit that Hugo takes for the text of the folder itself ({@code _index.md}). */
    boolean isBranch(String folder) throws IOException;

    /** The text below the front matter; of what cannot be read all of it, of what is too large nothing. */
    byte[] body(ContentPath path, Place.Document place, ObjectId blob) throws IOException;
}
