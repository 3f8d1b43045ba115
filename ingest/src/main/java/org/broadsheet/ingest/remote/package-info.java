/** A repository elsewhere that is the source of a site: when it is looked at, and how its branch comes into our clone. */
@NullMarked
package org.broadsheet.ingest.remote;

import org.jspecify.annotations.NullMarked;
