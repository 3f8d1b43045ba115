package org.broadsheet.common.lifecycle;

/** How a part is. */
public sealed interface Health {
    /** Does its work. */
    record Ready() implements Health {}

    /** Not yet: {@code what} it waits for, such as {@code waiting for Kafka at kafka:9092}. */
    record Starting(String what) implements Health {}

    /** Does not do its work because of {@code cause}; goes on trying if it can. */
    record Failing(Throwable cause) implements Health {}
}
