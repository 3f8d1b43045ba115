/** The log that roles meet in, the stage loop over it, state folded from it, and the log in memory. */
@NullMarked
package org.broadsheet.common.log;

import org.jspecify.annotations.NullMarked;
