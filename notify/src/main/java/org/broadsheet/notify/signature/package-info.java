/** Standard Webhooks: the bytes of a delivery, their signature, and how a receiver verifies it. Pure. */
@NullMarked
package org.broadsheet.notify.signature;

import org.jspecify.annotations.NullMarked;
