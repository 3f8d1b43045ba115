/** What an author's destination may mean: a URL of the site, or a file. Pure. */
@NullMarked
package org.broadsheet.common.link;

import org.jspecify.annotations.NullMarked;
