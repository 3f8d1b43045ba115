package org.broadsheet.render.stage;

import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Finding;

/** What came of a text. */
sealed interface Made {
    /** An article, which lies in the work store under its key. */
    record Article(Digest key, org.broadsheet.common.article.Article article) implements Made {}

    /** The text takes too long. */
    record OutOfTime(Finding why) implements Made {}

    /** The work store does not hold the text, or something else in its place. */
    record Lost(Digest source) implements Made {}
}
