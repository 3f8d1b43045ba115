/** Which addresses a delivery may connect to. */
@NullMarked
package org.broadsheet.notify.target;

import org.jspecify.annotations.NullMarked;
