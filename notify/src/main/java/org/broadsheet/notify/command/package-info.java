/** The command line's webhooks: add, list, remove, listen, as clients of the API. */
@NullMarked
package org.broadsheet.notify.command;

import org.jspecify.annotations.NullMarked;
