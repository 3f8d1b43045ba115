/** RSS 2.0, Atom and JSON Feed: from a site's newest posts to bytes. Pure. */
@NullMarked
package org.broadsheet.notify.feed;

import org.jspecify.annotations.NullMarked;
