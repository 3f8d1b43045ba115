package org.broadsheet.render.markdown;

import org.broadsheet.common.record.Finding;

/** How parsing ended. Every source that is not too hard is some document: Markdown knows no errors. */
public sealed interface Outcome<T> {
    /** @param value what the caller made of the document */
    record Parsed<T>(T value) implements Outcome<T> {}

    /** The source asks too much of the parser, always: it is counted. */
    record TooHard<T>(Finding why) implements Outcome<T> {}

    /** It took longer than it may. The same text may be parsed another time. */
    record OutOfTime<T>(Finding why) implements Outcome<T> {}
}
