package org.broadsheet.standalone;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say where content comes from. */
final class ContentOptions {
    @Option(
            names = "--content",
            paramLabel = "DIR|URL",
            description = {
                "A Git repository whose commits go live: a folder is watched, an https URL looked at every minute.",
                "Without it, one is hosted to be pushed to. A token for a private URL: BROADSHEET_GIT_TOKEN."
            })
    @Nullable String content;

    @Option(
            names = "--branch",
            paramLabel = "NAME",
            description =
                    "The branch to publish (default: the one checked out; of a URL what its HEAD names; of the hosted repository the first pushed).")
    @Nullable String branch;

    Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>();
        ProcessOptions.put(flags, "content.source", content);
        ProcessOptions.put(flags, "content.branch", branch);
        return flags;
    }
}
