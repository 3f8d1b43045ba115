/** Kafka as this product needs it: the log, the stage loop over it, state folded from it; and the same in memory. */
@NullMarked
package org.broadsheet.common.log;

import org.jspecify.annotations.NullMarked;
