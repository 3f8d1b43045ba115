/** The log as it is in production: Kafka's clients, set up for low latency and for exactly-once. */
@NullMarked
package org.broadsheet.common.log.kafka;

import org.jspecify.annotations.NullMarked;
