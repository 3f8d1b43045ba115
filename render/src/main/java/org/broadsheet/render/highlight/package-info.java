/** Which parts of a piece of code are words, texts, comments and the like, for their colours. Values and functions of values. */
@NullMarked
package org.broadsheet.render.highlight;

import org.jspecify.annotations.NullMarked;
