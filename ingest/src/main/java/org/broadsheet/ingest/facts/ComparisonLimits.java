package org.broadsheet.ingest.facts;

/**
 * How much is compared to tell which post a file is: the work grows with the square of the files, and memory with the texts.
 *
 * @param files that came, and as many that left
 * @param bytes that their bodies come to
 */
public record ComparisonLimits(int files, long bytes) {}
