/** Decides what a release writes and tells, from values alone: what is readable, in which order, and what a change affects. */
@NullMarked
package org.broadsheet.render.release;

import org.jspecify.annotations.NullMarked;
