/** What this module's tests share: a site's records by a script, and an ingest that is pushed to. */
@NullMarked
package org.broadsheet.ingest.testing;

import org.jspecify.annotations.NullMarked;
