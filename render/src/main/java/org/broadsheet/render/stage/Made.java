package org.broadsheet.render.stage;

import org.broadsheet.common.id.Digest;
import org.broadsheet.common.markdown.Outcome;

/** What came of a text. */
sealed interface Made {
    /** An article, which lies in the work store under its key. */
    record Article(Digest key) implements Made {}

    /** The text is too hard. */
    record TooHard(Outcome.TooHard<?> why) implements Made {}

    /** The work store does not hold the text, or something else in its place. */
    record Lost(Digest source) implements Made {}
}
