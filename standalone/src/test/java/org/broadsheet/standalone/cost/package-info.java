/** What a change costs, counted. */
@NullMarked
package org.broadsheet.standalone.cost;

import org.jspecify.annotations.NullMarked;
