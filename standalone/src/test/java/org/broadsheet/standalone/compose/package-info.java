/** The compose file, started and walked through. */
@NullMarked
package org.broadsheet.standalone.compose;

import org.jspecify.annotations.NullMarked;
