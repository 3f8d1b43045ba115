/** Signing secrets at rest: sealed with keys from the configuration, or from a file of our own. */
@NullMarked
package org.broadsheet.notify.secret;

import org.jspecify.annotations.NullMarked;
