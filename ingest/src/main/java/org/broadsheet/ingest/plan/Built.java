package org.broadsheet.ingest.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.frontmatter.Complaint;
import org.broadsheet.ingest.link.Links;

/**
 * A document as it is to be written, or why it is not.
 *
 * @param kept what is kept of it; empty when the file has no record, because its id is another's
 * @param value the record's value
 * @param complaints of the file as it lies there now
 * @param missing its links that lead nowhere
 * @param stays the commit whose version stays live in place of the present one
 * @param assets files that it refers to and that become its own, by URL
 */
@SuppressWarnings("ArrayRecordComponent")
record Built(
        ContentPath path,
        Optional<Kept.Document> kept,
        byte[] value,
        List<Complaint> complaints,
        List<Links.Missing> missing,
        Optional<CommitId> stays,
        Map<UrlPath, ContentPath> assets) {
    /** Of a file of which no record is written. */
    static Built without(ContentPath path, List<Complaint> complaints) {
        return new Built(path, Optional.empty(), new byte[0], complaints, List.of(), Optional.empty(), Map.of());
    }

    Content.State state() {
        return kept.map(Kept.Document::state).orElse(Content.State.WITHHELD);
    }
}
