/** What a file of the repository is, by where it lies: place, slug, URL, and what is reserved. Pure. */
@NullMarked
package org.broadsheet.ingest.layout;

import org.jspecify.annotations.NullMarked;
