package org.broadsheet.ingest.plan;

import org.broadsheet.common.log.NewRecord;

/** Takes the records that a commit makes, in order. */
public interface Sink {
    void add(NewRecord record);
}
