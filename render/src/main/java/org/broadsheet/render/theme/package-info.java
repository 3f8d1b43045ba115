/** The default theme: logic-less templates and one style sheet that turn views into the bytes of pages; pure. */
@NullMarked
package org.broadsheet.render.theme;

import org.jspecify.annotations.NullMarked;
