/** What the tests of this module share: a clock to set, receivers good and bad, a stage driven step by step. */
@NullMarked
package org.broadsheet.notify.testing;

import org.jspecify.annotations.NullMarked;
