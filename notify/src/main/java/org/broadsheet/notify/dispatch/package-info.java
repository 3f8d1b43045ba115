/** The stage that turns each event into one delivery per endpoint that wants it. */
@NullMarked
package org.broadsheet.notify.dispatch;

import org.jspecify.annotations.NullMarked;
