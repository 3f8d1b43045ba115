package org.broadsheet.standalone;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ConfigurationLoader;

/** The configuration of this process. */
final class Configurations {
    private Configurations() {}

    /** From flags, environment, {@code broadsheet.yml} and defaults, with port 0 made the free one that is then used. */
    static Configuration load(Map<String, String> flags) throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Configuration configuration = ConfigurationLoader.load(flags, System.getenv(), here);
        if (configuration.http().port() != 0) {
            return configuration;
        }
        // Links hold the port, so that it must be known before anything is published.
        Map<String, String> fixed = new HashMap<>(flags);
        try (ServerSocket free = new ServerSocket(0)) {
            fixed.put("http.port", Integer.toString(free.getLocalPort()));
        }
        return ConfigurationLoader.load(fixed, System.getenv(), here);
    }
}
