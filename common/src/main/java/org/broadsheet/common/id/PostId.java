package org.broadsheet.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id that a post or page keeps for life. It follows from the history alone: site, path at birth and author time of
 * the commit of its birth, so that a clone made again, or a Kafka made again, gives the same id.
 */
public record PostId(UUID value) {
    /** The namespace of all our version 5 UUIDs. */
    private static final UUID NAMESPACE = UUID.fromString("6f1d8a3e-7c0b-5c55-9a53-1b0c5f0f3c11");

    private static final String URN = "urn:uuid:";
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    public static PostId born(SiteId site, ContentPath path, Instant authorTime) {
        return new PostId(NameUuid.version5(
                NAMESPACE,
                ("post\n" + site + "\n" + path + "\n" + authorTime.getEpochSecond()).getBytes(StandardCharsets.UTF_8)));
    }

    /** The author's own: a UUID as it is, and of whatever else is written its UUIDv5, which is another on another site. */
    public static PostId written(SiteId site, String id) {
        String text = id.toLowerCase(Locale.ROOT);
        text = text.startsWith(URN) ? text.substring(URN.length()) : text;
        return new PostId(
                UUID_FORM.matcher(text).matches()
                        ? UUID.fromString(text)
                        : NameUuid.version5(NAMESPACE, ("id\n" + site + "\n" + id).getBytes(StandardCharsets.UTF_8)));
    }

    @JsonCreator
    public static PostId of(String text) {
        return new PostId(UUID.fromString(text));
    }

    /** As in a feed's guid: {@code urn:uuid:…}. */
    public String urn() {
        return URN + value;
    }

    @Override
    @JsonValue
    public String toString() {
        return value.toString();
    }
}
