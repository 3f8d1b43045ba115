/** What every role needs and no role owns. */
@NullMarked
package org.broadsheet.common;

import org.jspecify.annotations.NullMarked;
