package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ConfigurationLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
    private static final Standing FIRST = new Standing("http://localhost:8080", Optional.empty(), true);

    /** Of each site alike. */
    private record Standing(String baseUrl, Optional<String> branch, boolean openLocally) {}

    @TempDir
    Path folder;

    @Test
    void saysOnAFirstStartWhatToDo() throws IOException {
        assertThat(banner(Map.of(), FIRST))
                .containsExactly(
                        "Broadsheet " + Version.NUMBER,
                        "  site   http://localhost:8080/",
                        "  git    http://localhost:8080/git/content.git    empty: the first branch you push is published",
                        "  api    http://localhost:8080/api/v1    no credentials needed on this machine",
                        "  data   " + folder.resolve("broadsheet-data") + "    your posts are in here: back it up",
                        "ready in 2.9 s · Ctrl-C stops, the next start goes on");
    }

    @Test
    void namesTheBranchThatIsOrWillBePublished() throws IOException {
        assertThat(banner(Map.of("content.branch", "blog"), FIRST))
                .anyMatch(line -> line.endsWith("empty: blog is published"));
        assertThat(banner(Map.of(), new Standing("http://localhost:8080", Optional.of("main"), true)))
                .anyMatch(line -> line.endsWith("content.git    main is published"));
    }

    @Test
    void asksForTheTokenOnlyWhereItIsNeeded() throws IOException {
        Map<String, String> token = Map.of("http.token", "a token");

        assertThat(banner(token, FIRST)).anyMatch(line -> line.endsWith("no credentials needed on this machine"));
        assertThat(banner(token, new Standing("https://example.org", Optional.of("main"), false)))
                .contains("  site   https://example.org/")
                .anyMatch(line -> line.endsWith("with the token of BROADSHEET_TOKEN"));
    }

    @Test
    void saysOfEachSiteWhereItIs() throws IOException {
        Files.writeString(folder.resolve("broadsheet.yml"), """
                sites:
                  - {id: garden, baseUrl: "http://garden.localhost:8080"}
                  - {id: notes, baseUrl: "http://localhost:8080/notes", source: notes}
                """);

        assertThat(banner(Map.of(), FIRST))
                .contains(
                        "  git    http://localhost:8080/git/garden.git    empty: the first branch you push is published",
                        "  content " + folder.resolve("notes") + "    watched: what is committed is published");
    }

    private List<String> banner(Map<String, String> flags, Standing standing) throws IOException {
        Configuration configuration = ConfigurationLoader.load(flags, Map.of(), folder);
        return Console.banner(
                configuration,
                new Console.Standing(
                        configuration.sites().stream()
                                .map(site -> new Console.OfSite(site, standing.baseUrl(), standing.branch()))
                                .toList(),
                        standing.openLocally()),
                2.9);
    }
}
