package org.broadsheet.ingest.testing;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.broadsheet.common.config.Configuration;

/** The default configuration but for a free port, small limits on pushes, and what a test is about. */
public final class TestConfiguration {
    private TestConfiguration() {}

    /** @param settings by key, such as {@code push.timeout} */
    public static Configuration of(Path data, Map<String, String> settings) {
        Map<String, String> all =
                new HashMap<>(Map.of("content.poll", "20ms", "limits.asset", "8MiB", "limits.pack", "16MiB"));
        all.putAll(settings);
        return org.broadsheet.common.testing.TestConfiguration.of(data, all);
    }
}
