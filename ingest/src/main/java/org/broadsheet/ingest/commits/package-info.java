/** What the roles have said of each commit, folded from {@code broadsheet.commits}: for pushes, the API and the terminal. */
@NullMarked
package org.broadsheet.ingest.commits;

import org.jspecify.annotations.NullMarked;
