/** The role that tells the world: feeds and webhooks. */
@NullMarked
package org.broadsheet.notify;

import org.jspecify.annotations.NullMarked;
