/** The program: its command line, and all roles with a Kafka broker in one process. */
@NullMarked
package org.broadsheet.standalone;

import org.jspecify.annotations.NullMarked;
