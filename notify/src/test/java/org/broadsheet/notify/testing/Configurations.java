package org.broadsheet.notify.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ConfigurationLoader;

/** The defaults, with a few keys set otherwise. */
public final class Configurations {
    private Configurations() {}

    public static Configuration with(Path data, Map<String, String> keys) throws IOException {
        Map<String, String> flags = new HashMap<>(keys);
        flags.put("data", data.toString());
        flags.put("http.port", "0");
        return ConfigurationLoader.load(flags, Map.of(), data);
    }
}
