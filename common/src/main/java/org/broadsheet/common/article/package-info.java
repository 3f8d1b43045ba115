/** The stored form of an article: what its Markdown came to, whatever the rest of the site is like. Pure. */
@NullMarked
package org.broadsheet.common.article;

import org.jspecify.annotations.NullMarked;
