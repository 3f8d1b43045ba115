/** Where an author's links, images, covers and pictures lead: to a URL of ours, or nowhere; and what asks for what. Pure. */
@NullMarked
package org.broadsheet.render.lookup;

import org.jspecify.annotations.NullMarked;
