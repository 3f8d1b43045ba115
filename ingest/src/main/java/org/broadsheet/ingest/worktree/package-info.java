/** A folder as somebody has it on disk, made the commit that a push of it would bring. Nothing is written into it. */
@NullMarked
package org.broadsheet.ingest.worktree;

import org.jspecify.annotations.NullMarked;
