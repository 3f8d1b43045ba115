/** What ingest answers under {@code /api/v1}: status, commits, problems. */
@NullMarked
package org.broadsheet.ingest.api;

import org.jspecify.annotations.NullMarked;
