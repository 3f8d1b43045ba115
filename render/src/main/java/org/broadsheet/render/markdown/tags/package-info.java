/** What stands in a text for the program that a site was written for: Liquid's tags, and shortcodes. Pure. */
@NullMarked
package org.broadsheet.render.markdown.tags;

import org.jspecify.annotations.NullMarked;
