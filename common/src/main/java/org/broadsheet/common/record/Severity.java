package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

public enum Severity {
    PROBLEM,
    WARNING;

    /** As in records, in the API and in what a push prints: {@code problem}. */
    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
