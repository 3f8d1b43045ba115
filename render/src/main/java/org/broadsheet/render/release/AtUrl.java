package org.broadsheet.render.release;

import org.broadsheet.common.id.UrlPath;

/** What is recorded to be in the site store at a URL, which stands for all of the object's: of a document, its record says it. */
sealed interface AtUrl permits Packed, StoredAt {
    UrlPath url();

    Stored stored();
}
