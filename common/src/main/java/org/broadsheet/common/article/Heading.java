package org.broadsheet.common.article;

/**
 * A heading.
 *
 * @param level 1 to 6
 * @param text as a reader sees it, white space folded
 * @param id as GitHub makes it, unique in its document: {@code why-kafka}, {@code why-kafka-1}
 * @param line from 1
 */
public record Heading(int level, String text, String id, int line) {
    /** Characters of a title: lists and records hold it too. */
    private static final int LONGEST_TITLE = 10_000;

    /** Whether it says something, and not too much. */
    public boolean canBeTitle() {
        return !text.isBlank() && text.length() <= LONGEST_TITLE;
    }
}
