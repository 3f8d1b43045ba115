package org.broadsheet.render.markdown;

/** How parsing ended. Every source that is not too hard is some document: Markdown knows no errors. */
public sealed interface Outcome<T> {
    /** @param value what the caller made of the document */
    record Parsed<T>(T value) implements Outcome<T> {}

    /**
     * The source asks too much of the parser, always: it is counted.
     *
     * @param line of the place that is too hard, from 1
     * @param column from 1, in code points
     * @param message what was found, such as {@code lists and quotes nested 101 levels deep}
     * @param hint what to do about it
     */
    record TooHard<T>(int line, int column, String message, String hint) implements Outcome<T> {}

    /** It took longer than it may. The same text may be parsed another time. The components are those of {@link TooHard}. */
    record OutOfTime<T>(int line, int column, String message, String hint) implements Outcome<T> {}
}
