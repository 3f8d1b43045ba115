/** Decides what a release writes: of what may show a change, what is not as it is recorded, and in which order. */
@NullMarked
package org.broadsheet.render.plan;

import org.jspecify.annotations.NullMarked;
