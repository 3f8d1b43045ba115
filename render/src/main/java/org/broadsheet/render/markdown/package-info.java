/** The one Markdown parser: source to document, plain text, links with positions, heading ids. Pure and bounded. */
@NullMarked
package org.broadsheet.render.markdown;

import org.jspecify.annotations.NullMarked;
