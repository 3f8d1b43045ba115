/** The real Kafka broker in this process: its settings, its folder, its start and end. */
@NullMarked
package org.broadsheet.standalone.broker;

import org.jspecify.annotations.NullMarked;
