package org.broadsheet.standalone.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.broadsheet.common.testing.GitCommandLine;

/** A site alone, imported by a process of its own: what every other way to the same commit has to come to. */
public final class FreshImport {
    private FreshImport() {}

    /**
     * The files of its site store.
     *
     * @param folder an empty one
     * @param jvm options for the JVM
     */
    public static SortedMap<String, String> digests(
            Path folder, String site, GitCommandLine author, String baseUrl, List<String> jvm) throws IOException {
        Files.createDirectories(folder);
        int port = Program.freePort();
        try (Program program = Program.launch(
                folder,
                port,
                jvm,
                Map.of("BROADSHEET_SITE", site),
                "up",
                "--port",
                Integer.toString(port),
                "--base-url",
                baseUrl)) {
            program.awaitReady(Duration.ofMinutes(3));
            program.push(author);
        }
        return SiteFolder.digests(folder.resolve("broadsheet-data/site"));
    }
}
