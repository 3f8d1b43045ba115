package org.broadsheet.common.record;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1, in code points
 */
public record TextPosition(int line, int column) {}
