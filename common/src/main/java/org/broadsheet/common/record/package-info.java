/** The records of every Kafka topic as types, and their JSON. The topics other than {@code events} are internal and may change. */
@NullMarked
package org.broadsheet.common.record;

import org.jspecify.annotations.NullMarked;
