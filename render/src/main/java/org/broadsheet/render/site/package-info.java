/** The site server: answers readers out of the site store alone. */
@NullMarked
package org.broadsheet.render.site;

import org.jspecify.annotations.NullMarked;
