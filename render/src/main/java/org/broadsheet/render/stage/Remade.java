package org.broadsheet.render.stage;

import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Content;
import org.broadsheet.render.release.Incoming;

/**
 * An article that was made again, of the text that {@code content} has last: what is readable may be of one before, when that one was
 * kept back.
 *
 * @param article its key
 */
record Remade(Content text, Digest article) {
    String key() {
        return text.key();
    }

    /** With this article, if it is of the same version. */
    Incoming on(Incoming one) {
        return isOf(one) ? one.withArticle(article) : one;
    }

    /** Whether it is of the same version; of introductions whoever asks has to know. */
    boolean isOf(Incoming one) {
        return switch (one) {
            case Incoming.Live live ->
                text instanceof Content.Document document
                        && document.sourceDigest().equals(live.document().sourceDigest());
            case Incoming.Introduction introduction -> text instanceof Content.Introduction;
            case Incoming.Absent absent -> false;
            case Incoming.Asset asset -> false;
            case Incoming.NoAsset none -> false;
            case Incoming.NoIntroduction none -> false;
            case Incoming.Settings settings -> false;
        };
    }
}
