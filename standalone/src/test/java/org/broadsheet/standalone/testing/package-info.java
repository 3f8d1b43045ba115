/** What the tests of the whole program share: the packaged program as a process, an author with a real Git, a receiver. */
@NullMarked
package org.broadsheet.standalone.testing;

import org.jspecify.annotations.NullMarked;
