/** Caches on disk that are read at every start: files of binary fields. */
@NullMarked
package org.broadsheet.common.binary;

import org.jspecify.annotations.NullMarked;
