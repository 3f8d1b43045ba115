package org.broadsheet.render.stage;

import org.broadsheet.common.id.Digest;
import org.broadsheet.common.markdown.Outcome;

/** What came of a text. */
sealed interface Made {
    /** An article, which lies in the work store. */
    record Article(Digest digest) implements Made {}

    /** The text is too hard. */
    record TooHard(Outcome.TooHard<String> why) implements Made {}

    /** The work store does not hold the text, or something else in its place. */
    record Lost(Digest source) implements Made {}
}
