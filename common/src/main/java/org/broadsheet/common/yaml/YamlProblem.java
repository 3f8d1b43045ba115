package org.broadsheet.common.yaml;

/**
 * Why a text is not read.
 *
 * @param line from 1; of an unclosed construct where it opens
 * @param column from 1, in code points
 * @param message what was found
 * @param hint what to do about it
 */
public record YamlProblem(int line, int column, String message, String hint) {}
