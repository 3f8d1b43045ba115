/** The public site store, whose objects have the keys of URLs, and the private work store, whose objects are named by what they are. */
@NullMarked
package org.broadsheet.common.storage;

import org.jspecify.annotations.NullMarked;
