package org.broadsheet.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The configured name of a site, such as {@code main}: {@code [a-z0-9][a-z0-9-]{0,39}}. It begins every key. */
public record SiteId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    @JsonCreator
    public SiteId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "site id \"" + value + "\" is not of the form [a-z0-9][a-z0-9-]{0,39}, such as main");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
