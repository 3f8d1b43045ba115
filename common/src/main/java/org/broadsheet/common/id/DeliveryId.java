package org.broadsheet.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;

/**
 * Which of an endpoint's deliveries: where its event stands in {@code broadsheet.events}, such as {@code 0-17}. Not the event's
 * id: a site that goes from one commit to another and back tells of the first twice, under one event id. The order is that of
 * the events.
 */
public record DeliveryId(int partition, long offset) implements Comparable<DeliveryId> {
    private static final Comparator<DeliveryId> ORDER =
            Comparator.comparingInt(DeliveryId::partition).thenComparingLong(DeliveryId::offset);

    @JsonCreator
    public static DeliveryId of(String text) {
        int dash = text.indexOf('-');
        try {
            return new DeliveryId(
                    Integer.parseInt(text.substring(0, Math.max(0, dash))), Long.parseLong(text.substring(dash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no delivery's id, such as 0-17", e);
        }
    }

    @Override
    public int compareTo(DeliveryId other) {
        return ORDER.compare(this, other);
    }

    @Override
    @JsonValue
    public String toString() {
        return partition + "-" + offset;
    }
}
