/** Where an author's links, images, covers and pictures lead: to a URL of ours, or nowhere. Pure. */
@NullMarked
package org.broadsheet.ingest.link;

import org.jspecify.annotations.NullMarked;
