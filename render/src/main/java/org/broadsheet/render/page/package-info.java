/** Makes the bytes of everything that is not the author's own file: pages by the theme, sitemaps, robots.txt; pure. */
@NullMarked
package org.broadsheet.render.page;

import org.jspecify.annotations.NullMarked;
