package org.broadsheet.common.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ConfigurationLoader;
import org.broadsheet.common.role.SiteAddress;

/** The default configuration but for a free port, and what a test is about. */
public final class TestConfiguration {
    private TestConfiguration() {}

    /** @param settings by key, such as {@code push.timeout} */
    public static Configuration of(Path data, Map<String, String> settings) {
        Map<String, String> all =
                new HashMap<>(Map.of("data", data.toAbsolutePath().toString(), "http.port", "0"));
        all.putAll(settings);
        try {
            return ConfigurationLoader.load(all, Map.of(), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of its one site. */
    public static SiteAddress address(Configuration of) {
        return new SiteAddress(of.sites().getFirst(), of.http());
    }

    /**
     * Of a server whose clients may take half a minute over everything.
     *
     * @param settings by key without {@code http.}, such as {@code maxConnections}
     */
    public static Configuration.Http http(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(
                Map.of("http.idleTimeout", "30s", "http.headerTimeout", "30s", "http.bodyTimeout", "30s"));
        settings.forEach((key, value) -> all.put("http." + key, value));
        return of(Path.of("target"), all).http();
    }
}
