/** Where a generator, or {@code site.yml}, puts posts and pages: patterns of URLs, and what they are filled with. Pure. */
@NullMarked
package org.broadsheet.ingest.permalink;

import org.jspecify.annotations.NullMarked;
