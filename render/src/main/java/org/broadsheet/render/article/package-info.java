/** Makes a parsed document the HTML of an article; pure. */
@NullMarked
package org.broadsheet.render.article;

import org.jspecify.annotations.NullMarked;
