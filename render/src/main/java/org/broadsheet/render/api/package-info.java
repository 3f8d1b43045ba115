/** What can be read, as JSON: {@code /api/v1/posts}. */
@NullMarked
package org.broadsheet.render.api;

import org.jspecify.annotations.NullMarked;
