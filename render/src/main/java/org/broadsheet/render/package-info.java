/** The role that makes pages and proves that they can be read. */
@NullMarked
package org.broadsheet.render;

import org.jspecify.annotations.NullMarked;
