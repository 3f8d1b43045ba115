/** The role that reads Git and decides what happened. */
@NullMarked
package org.broadsheet.ingest;

import org.jspecify.annotations.NullMarked;
