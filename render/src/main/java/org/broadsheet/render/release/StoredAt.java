package org.broadsheet.render.release;

import org.broadsheet.common.id.UrlPath;

/** What no document's record says yet, or no document is. */
record StoredAt(UrlPath url, Stored stored) implements AtUrl {}
