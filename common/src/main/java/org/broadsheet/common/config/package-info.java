/** The configuration: one tree of records, read and checked completely at start. */
@NullMarked
package org.broadsheet.common.config;

import org.jspecify.annotations.NullMarked;
