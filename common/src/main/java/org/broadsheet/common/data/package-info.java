/** YAML, TOML and JSON as people write them by hand: read within bounds, into nodes that know their place and what was written. */
@NullMarked
package org.broadsheet.common.data;

import org.jspecify.annotations.NullMarked;
