/** The stage that writes a site's feeds after each release. */
@NullMarked
package org.broadsheet.notify.syndicate;

import org.jspecify.annotations.NullMarked;
