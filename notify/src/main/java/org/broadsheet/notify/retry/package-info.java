/** How an attempt ended and when the next one is due. Pure. */
@NullMarked
package org.broadsheet.notify.retry;

import org.jspecify.annotations.NullMarked;
