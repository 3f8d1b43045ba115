package org.broadsheet.notify.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.record.Json;

/** What {@code webhooks listen} prints of a delivery: time, type, URL, title, whether its signature is right. */
final class Line {
    /** In UTC, as all times in logs and deliveries. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private static final int TYPE_WIDTH = 16;

    private Line() {}

    /** @param refusal why the delivery cannot be trusted */
    static String of(byte[] body, Instant at, Optional<String> refusal) {
        JsonNode payload;
        try {
            payload = Json.MAPPER.readTree(body);
        } catch (IOException e) {
            payload = Json.MAPPER.createObjectNode();
        }
        String type = Printable.line(payload.path("type").asText("?"));
        JsonNode data = payload.path("data");
        StringBuilder line = new StringBuilder()
                .append(TIME.format(at))
                .append("  ")
                .append(type)
                .append(" ".repeat(Math.max(0, TYPE_WIDTH - type.length())))
                .append("  ")
                .append(Printable.line(data.path("url").asText("")));
        String title = data.path("title").asText("");
        if (!title.isEmpty()) {
            line.append("  \"").append(Printable.line(title)).append('"');
        }
        return line.append(refusal.map(why -> "  NOT VERIFIED: " + why).orElse("  verified"))
                .toString();
    }
}
