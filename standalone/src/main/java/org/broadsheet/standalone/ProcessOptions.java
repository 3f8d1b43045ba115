package org.broadsheet.standalone;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that every process has. Each is a key of the configuration; flags beat environment beat files. */
final class ProcessOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept (default: ./broadsheet-data).")
    @Nullable String data;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to listen on (default: 127.0.0.1).")
    @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on; 0 is any free one (default: 8080).")
    @Nullable String port;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Where readers find the site (default of up: site.yml's baseUrl, or http://localhost:PORT).")
    @Nullable String baseUrl;

    /** By the path of the key; what was not given is not in it. */
    Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>();
        put(flags, "data", data);
        put(flags, "http.host", host);
        put(flags, "http.port", port);
        put(flags, "baseUrl", baseUrl);
        return flags;
    }

    static void put(Map<String, String> flags, String key, @Nullable String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }
}
