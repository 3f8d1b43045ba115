package org.broadsheet.benchmarks;

/**
 * What a program took to do something once.
 *
 * @param seconds by the clock
 * @param cpu seconds of the processors
 * @param resident megabytes of its memory, the most that there were
 */
record Run(double seconds, double cpu, long resident) {}
