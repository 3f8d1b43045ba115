package org.broadsheet.standalone;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.broadsheet.common.config.Configuration;

/** What the process prints for the person who started it, as UTF-8 whatever the locale. Safe for all threads. */
final class Console {
    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    void line(String text) {
        out.println(text);
    }

    /** Where everything is. The word ready stands on the last line alone. */
    void banner(Configuration configuration) {
        String root = "http://localhost:" + configuration.http().port();
        String site = configuration.baseUrl().map(Object::toString).orElse(root);
        String content = configuration
                .content()
                .source()
                .map(folder -> "  content " + folder + "    watched: what is committed is published")
                .orElse("  git    " + root + "/git/content.git    the first branch you push is published");
        String access = configuration.http().token().isPresent()
                ? "with the token of BROADSHEET_TOKEN"
                : "no credentials needed on this machine";
        line("Broadsheet " + Version.NUMBER);
        line("  site   " + site + "/");
        line(content);
        line("  api    " + root + "/api/v1    " + access);
        line("  data   " + configuration.data().toAbsolutePath() + "    your posts are in here: back it up");
        line(String.format(Locale.ROOT, "ready in %.1f s · Ctrl-C stops, the next start goes on", sinceStart()));
    }

    /** Seconds since the process began, the start of the JVM included. */
    private static double sinceStart() {
        Instant now = Instant.now();
        Instant began = ProcessHandle.current().info().startInstant().orElse(now);
        return Duration.between(began, now).toMillis() / 1000.0;
    }
}
