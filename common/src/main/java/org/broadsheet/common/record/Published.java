package org.broadsheet.common.record;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;

/**
 * A post or page that is, or is about to be, readable, with all that its page, the pages around it and the feeds need, but for the
 * article. The bytes of its page only follow from it.
 *
 * @param article the article's key in the work store, {@code articles/<article>}
 * @param lookups where its destinations lead
 * @param announcedAt when it first became readable
 */
public record Published(
        Facts facts,
        Digest article,
        Lookups lookups,
        String title,
        boolean titleInBody,
        String excerpt,
        Instant announcedAt)
        implements Documented {

    /** The order of all lists, oldest first: by {@code publishedAt}, then by the id as it is written. */
    public static final Comparator<Published> ORDER =
            Comparator.comparing(Published::publishedAt).thenComparing(Published::id, Published::compareIds);

    /** The order of the site: posts, newest first, then pages. */
    public static final Comparator<Published> SITE =
            Comparator.comparing(Published::kind).thenComparing(ORDER.reversed());

    public Published {
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(article, "article");
    }

    public DocumentKey key() {
        return facts.key();
    }

    public Published withArticle(Digest other) {
        return new Published(facts, other, lookups, title, titleInBody, excerpt, announcedAt);
    }

    public Published with(Lookups others) {
        return new Published(facts, article, others, title, titleInBody, excerpt, announcedAt);
    }

    public Published announced(Instant at) {
        return new Published(facts, article, lookups, title, titleInBody, excerpt, at);
    }

    /** UUID.compareTo is of signed halves; this is the order of the text. */
    private static int compareIds(PostId a, PostId b) {
        int high = Long.compareUnsigned(
                a.value().getMostSignificantBits(), b.value().getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        a.value().getLeastSignificantBits(), b.value().getLeastSignificantBits());
    }
}
