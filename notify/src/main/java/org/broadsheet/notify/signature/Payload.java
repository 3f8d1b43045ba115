package org.broadsheet.notify.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The body of a delivery. */
public final class Payload {
    private Payload() {}

    /**
     * {@code {"type":…,"timestamp":…,"data":…}} (Standard Webhooks, "Payload structure"). {@code data} goes in as the very bytes
     * that the event's record holds, so that every attempt, by whatever version of this program, sends the same.
     *
     * @param type such as {@code post.published}; plain, so that it needs no escaping
     * @param time of the event, not of the attempt
     */
    public static byte[] of(String type, Instant time, byte[] data) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(data.length + 100);
        body.writeBytes(("{\"type\":\"" + type + "\",\"timestamp\":\"" + time + "\",\"data\":")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(data);
        body.write('}');
        return body.toByteArray();
    }
}
