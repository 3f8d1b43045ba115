/** Ingest as a stage: signals in, the published branch looked at, records out. */
@NullMarked
package org.broadsheet.ingest.stage;

import org.jspecify.annotations.NullMarked;
