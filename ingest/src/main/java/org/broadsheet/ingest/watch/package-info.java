/** What notices that the source has moved, and the signal it gives. */
@NullMarked
package org.broadsheet.ingest.watch;

import org.jspecify.annotations.NullMarked;
