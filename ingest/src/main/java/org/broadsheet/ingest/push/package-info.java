/** What a push prints: the answer to its author, taken from {@code broadsheet.commits} alone. */
@NullMarked
package org.broadsheet.ingest.push;

import org.jspecify.annotations.NullMarked;
