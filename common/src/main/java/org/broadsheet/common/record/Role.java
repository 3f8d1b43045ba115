package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The roles, in the order in which a commit passes them. */
public enum Role {
    INGEST,
    RENDER,
    NOTIFY;

    /** As in keys, logs and the API: {@code ingest}. */
    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
