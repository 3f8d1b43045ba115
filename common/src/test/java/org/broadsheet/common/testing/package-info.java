/** What the tests of several modules share. */
@NullMarked
package org.broadsheet.common.testing;

import org.jspecify.annotations.NullMarked;
