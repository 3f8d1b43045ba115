/** Identifiers: one type each, checked when made, printed as they stand in keys and URLs. */
@NullMarked
package org.broadsheet.common.id;

import org.jspecify.annotations.NullMarked;
