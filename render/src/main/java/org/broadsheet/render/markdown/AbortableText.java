package org.broadsheet.render.markdown;

/**
 * A source that can be taken away from a parser that does not end: once aborted, the next look at a character throws. The parser
 * and the regular expressions in it look at characters all the time, and neither heeds interrupts.
 */
final class AbortableText implements CharSequence {
    private final String text;
    private volatile boolean aborted;

    AbortableText(String text) {
        this.text = text;
    }

    void abort() {
        aborted = true;
    }

    @Override
    public char charAt(int index) {
        if (aborted) {
            throw new Aborted();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    static final class Aborted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Aborted() {
            super("parsing took too long", null, false, false);
        }
    }
}
