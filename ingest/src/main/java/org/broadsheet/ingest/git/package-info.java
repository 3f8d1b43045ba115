/** The repository that is published, hosted or local, and Git's smart HTTP protocol in front of the hosted one. */
@NullMarked
package org.broadsheet.ingest.git;

import org.jspecify.annotations.NullMarked;
