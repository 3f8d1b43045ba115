package org.broadsheet.standalone;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ContentSource;

/** What the process prints for the person who started it, as UTF-8 whatever the locale. Safe for all threads. */
final class Console {
    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    void line(String text) {
        out.println(text);
    }

    /**
     * How the process stands.
     *
     * @param openLocally whether requests from this machine need no credentials
     */
    record Standing(List<OfSite> sites, boolean openLocally) {}

    /**
     * How a site stands.
     *
     * @param baseUrl where readers find it
     * @param branch the published branch; empty before it has a commit
     */
    record OfSite(Configuration.Site configuration, String baseUrl, Optional<String> branch) {}

    /** Where everything is, and how long the start took. */
    void banner(Configuration configuration, Standing standing) {
        banner(configuration, standing, sinceStart()).forEach(this::line);
    }

    /** The word ready stands on the last line alone. */
    static List<String> banner(Configuration configuration, Standing standing, double seconds) {
        String root = "http://localhost:" + configuration.http().port();
        List<String> lines = new ArrayList<>(List.of("Broadsheet " + Version.NUMBER));
        for (OfSite site : standing.sites()) {
            lines.add("  site   " + site.baseUrl() + "/");
            lines.add(site.configuration()
                    .source()
                    .map(Console::from)
                    .orElse("  git    " + root + "/git/" + site.configuration().remote() + "    " + published(site)));
        }
        lines.add("  api    " + root + "/api/v1    "
                + (standing.openLocally()
                        ? "no credentials needed on this machine"
                        : "with the token of BROADSHEET_TOKEN"));
        lines.add("  data   " + configuration.data().toAbsolutePath() + "    your posts are in here: back it up");
        lines.add(String.format(Locale.ROOT, "ready in %.1f s · Ctrl-C stops, the next start goes on", seconds));
        return List.copyOf(lines);
    }

    private static String from(ContentSource source) {
        return switch (source) {
            case ContentSource.Folder folder -> "  content " + folder + "    watched: what is committed is published";
            case ContentSource.Remote remote ->
                "  content " + remote + "    looked at: what is pushed there is published";
        };
    }

    private static String published(OfSite site) {
        return site.branch()
                .map(branch -> branch + " is published")
                .orElse("empty: " + site.configuration().branch().orElse("the first branch you push")
                        + " is published");
    }

    /** Seconds since the JVM began; what the launcher may have built or prepared before is told of by itself. */
    private static double sinceStart() {
        return (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1000.0;
    }
}
