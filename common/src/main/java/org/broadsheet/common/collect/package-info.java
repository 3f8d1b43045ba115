/** Collections whose versions share what they have in common. */
@NullMarked
package org.broadsheet.common.collect;

import org.jspecify.annotations.NullMarked;
