/** What the configuration of another generator says of a site that moves in. Pure. */
@NullMarked
package org.broadsheet.ingest.generator;

import org.jspecify.annotations.NullMarked;
