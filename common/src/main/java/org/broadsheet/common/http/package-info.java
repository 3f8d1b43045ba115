/** HTTP basics on Jetty: routes, exchanges, problem documents (RFC 9457), and who may ask for what. */
@NullMarked
package org.broadsheet.common.http;

import org.jspecify.annotations.NullMarked;
