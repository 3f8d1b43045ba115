/** The stage that takes content in, writes the site store and says what can be read. */
@NullMarked
package org.broadsheet.render.stage;

import org.jspecify.annotations.NullMarked;
