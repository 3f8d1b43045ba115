/** The stage that makes the attempts and settles the deliveries. */
@NullMarked
package org.broadsheet.notify.deliver;

import org.jspecify.annotations.NullMarked;
