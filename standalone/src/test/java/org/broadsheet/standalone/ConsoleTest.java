package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.config.ConfigurationLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
    private static final Console.Standing FIRST = new Console.Standing("http://localhost:8080", Optional.empty(), true);

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
        assertThat(banner(Map.of(), new Console.Standing("http://localhost:8080", Optional.of("main"), true)))
                .anyMatch(line -> line.endsWith("content.git    main is published"));
    }

    @Test
    void asksForTheTokenOnlyWhereItIsNeeded() throws IOException {
        Map<String, String> token = Map.of("http.token", "a token");

        assertThat(banner(token, FIRST)).anyMatch(line -> line.endsWith("no credentials needed on this machine"));
        assertThat(banner(token, new Console.Standing("https://example.org", Optional.of("main"), false)))
                .contains("  site   https://example.org/")
                .anyMatch(line -> line.endsWith("with the token of BROADSHEET_TOKEN"));
    }

    private List<String> banner(Map<String, String> flags, Console.Standing standing) throws IOException {
        return Console.banner(ConfigurationLoader.load(flags, Map.of(), folder), standing, 2.9);
    }
}
