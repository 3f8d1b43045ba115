/** Deciding what a commit changes: from history and from what was written before, the records that have to be written now. */
@NullMarked
package org.broadsheet.ingest.plan;

import org.jspecify.annotations.NullMarked;
