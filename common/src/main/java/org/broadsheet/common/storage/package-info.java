/** The two stores behind one interface: the public site store and the private, content-addressed work store. */
@NullMarked
package org.broadsheet.common.storage;

import org.jspecify.annotations.NullMarked;
