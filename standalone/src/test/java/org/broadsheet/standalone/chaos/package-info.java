/** Processes killed in the middle of their work, and what must be true afterwards. */
@NullMarked
package org.broadsheet.standalone.chaos;

import org.jspecify.annotations.NullMarked;
