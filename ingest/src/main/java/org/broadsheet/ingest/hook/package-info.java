/** What a forge calls when somebody has pushed there, and how it proves to be that forge. */
@NullMarked
package org.broadsheet.ingest.hook;

import org.jspecify.annotations.NullMarked;
