package org.broadsheet.notify.syndicate;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.Readable;
import org.jspecify.annotations.Nullable;

/**
 * The newest posts of a site that may have a hundred thousand, by (published, id): a few more are kept than are asked for, so
 * that some may go before the log has to be read again. One thread.
 */
final class NewestPosts {
    private static final Comparator<Readable.Document> NEWEST_FIRST = Comparator.comparing(
                    Readable.Document::publishedAt)
            .thenComparing(document -> document.id().toString())
            .reversed();

    private final int wanted;
    private final int kept;
    private final TreeSet<Readable.Document> newest = new TreeSet<>(NEWEST_FIRST);
    private final Map<PostId, Readable.Document> byId = new HashMap<>();

    /** The newest of those that were let go: what is older may be older than others that are not here. */
    private Readable.@Nullable Document letGo;

    NewestPosts(int wanted) {
        this.wanted = wanted;
        this.kept = 2 * wanted + 10;
    }

    void put(Readable.Document post) {
        remove(post.id());
        if (letGo != null && NEWEST_FIRST.compare(post, letGo) > 0) {
            return;
        }
        newest.add(post);
        byId.put(post.id(), post);
        if (newest.size() > kept) {
            Readable.Document oldest = newest.last();
            newest.remove(oldest);
            byId.remove(oldest.id());
            letGo = oldest;
        }
    }

    void remove(PostId id) {
        Readable.Document post = byId.remove(id);
        if (post != null) {
            newest.remove(post);
        }
    }

    /** Whether {@link #list} may lack posts that were let go: all have to be put again into a new one of these. */
    boolean isShort() {
        return letGo != null && newest.size() < wanted;
    }

    /** The newest first. */
    List<Readable.Document> list() {
        return newest.stream().limit(wanted).toList();
    }
}
