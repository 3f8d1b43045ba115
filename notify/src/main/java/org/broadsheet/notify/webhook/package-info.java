/** Endpoints: which there are, what they want to be told, and the API over them, their deliveries and attempts. */
@NullMarked
package org.broadsheet.notify.webhook;

import org.jspecify.annotations.NullMarked;
