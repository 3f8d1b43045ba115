package org.broadsheet.common.lifecycle;

/** A part of a process that runs: started once, closed any number of times, before or after its start. */
public interface Part extends AutoCloseable {
    /** As in logs and in {@code /health/ready}, such as {@code render}. */
    String name();

    /** Returns when the part does its work or has begun to. */
    void start() throws Exception;

    /** How it is; cheap, safe for all threads. */
    Health health();

    @Override
    void close() throws Exception;
}
