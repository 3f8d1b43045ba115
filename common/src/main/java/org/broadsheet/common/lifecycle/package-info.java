/** Starting, stopping and the health of the parts of a process. */
@NullMarked
package org.broadsheet.common.lifecycle;

import org.jspecify.annotations.NullMarked;
