package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;

/**
 * What a commit's history says of one post or page. A function of the commit's tree and of the facts of its parents alone:
 * never of pushes, arrival, clock, or what was live.
 *
 * @param id follows from birth path and birth time, or was written by the author
 * @param birthPath where the file was first seen
 * @param bornAt author time of the commit of its birth
 * @param goodCommit the newest commit at this path whose version parses; empty if none ever did
 * @param goodBlob that version's blob, in hexadecimal
 * @param changedAt author time of the last significant change (title as written or Markdown), the birth included
 * @param sinceFirst whether {@code changedAt} is that of its first good version, for none has differed since
 * @param urls the URLs that a reachable commit gave it while it was published, the present one included: all that the record has
 *     room for
 */
public record Facts(
        PostId id,
        ContentPath birthPath,
        Instant bornAt,
        Optional<CommitId> goodCommit,
        Optional<String> goodBlob,
        Instant changedAt,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean sinceFirst,
        SortedSet<UrlPath> urls)
        implements Shortened<Facts> {
    @JsonCreator
    public Facts {
        urls = Collections.unmodifiableSortedSet(new TreeSet<>(urls));
    }

    /** Half of the URLs. */
    @Override
    public Optional<Facts> shorter() {
        return urls.isEmpty()
                ? Optional.empty()
                : Optional.of(with(new TreeSet<>(List.copyOf(urls).subList(0, urls.size() / 2))));
    }

    /** With these of the URLs alone. */
    public Facts with(SortedSet<UrlPath> fewer) {
        return new Facts(id, birthPath, bornAt, goodCommit, goodBlob, changedAt, sinceFirst, fewer);
    }

    /** Of what was never good, or is no more. */
    public Facts(
            PostId id,
            ContentPath birthPath,
            Instant bornAt,
            Optional<CommitId> goodCommit,
            Optional<String> goodBlob,
            Instant changedAt,
            SortedSet<UrlPath> urls) {
        this(id, birthPath, bornAt, goodCommit, goodBlob, changedAt, false, urls);
    }
}
