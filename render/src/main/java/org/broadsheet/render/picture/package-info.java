/** What a picture's file says of itself in its first bytes; nothing is decoded. */
@NullMarked
package org.broadsheet.render.picture;

import org.jspecify.annotations.NullMarked;
