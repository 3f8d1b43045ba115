/** What a program is run through once, so that the JVM learns what it will have to do. */
@NullMarked
package org.broadsheet.ingest.rehearsal;

import org.jspecify.annotations.NullMarked;
