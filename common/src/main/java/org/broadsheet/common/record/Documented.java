package org.broadsheet.common.record;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;

/** What tells of one post or page. */
public interface Documented {
    Facts facts();

    default Kind kind() {
        return facts().kind();
    }

    default PostId id() {
        return facts().id();
    }

    default ContentPath path() {
        return facts().path();
    }

    default CommitId commit() {
        return facts().commit();
    }

    default UrlPath url() {
        return facts().url();
    }

    default Slug slug() {
        return facts().slug();
    }

    default Instant publishedAt() {
        return facts().publishedAt();
    }

    default Instant changedAt() {
        return facts().changedAt();
    }

    default FrontMatter frontMatter() {
        return facts().frontMatter();
    }

    default Digest textDigest() {
        return facts().textDigest();
    }

    default Digest sourceDigest() {
        return facts().sourceDigest();
    }

    default Optional<Instant> revisedAt() {
        return facts().revisedAt();
    }

    default SortedSet<UrlPath> urls() {
        return facts().urls();
    }
}
