/** What a role is given and what it gives back, the same in one process and in many. */
@NullMarked
package org.broadsheet.common.role;

import org.jspecify.annotations.NullMarked;
