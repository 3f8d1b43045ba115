package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start at another address than the run before: what a process says when it is ready is where the site is now. */
class OtherAddressIT {
    /** As many as make the release under the new address take its time. */
    private static final int POSTS = 100;

    private static final Pattern LINK = Pattern.compile("<link>(http[^<]*)</link>");

    @TempDir
    Path folder;

    @Test
    void anotherAddressIsSaidEverywhereAsSoonAsTheProcessIsReady() throws Exception {
        try (Program program = Program.up(folder, Program.freePort(), List.of())) {
            push(program);
            says(program, program.url(""));
        }
        try (Program program = Program.up(folder, Program.freePort(), List.of())) {
            says(program, program.url(""));
        }
    }

    private void push(Program program) {
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        for (int i = 0; i < POSTS; i++) {
            author.write("_posts/p" + i + ".md", "---\ntopic: t\n---\n# Post " + i + "\n\n[Next](p" + i / 2 + ")\n");
        }
        author.commit("Begin");
        author.run("push", program.url("/git/content.git"), "main");
    }

    /** At once: nothing here is tried again. */
    private static void says(Program program, String base) throws Exception {
        List<String> said = new ArrayList<>();
        Matcher links = LINK.matcher(program.get("/feed.xml").body());
        while (links.find()) {
            said.add(links.group(1));
        }
        new ObjectMapper()
                .readTree(program.get("/api/v1/posts?limit=50").body())
                .get("items")
                .forEach(post -> said.add(post.get("url").asText()));

        assertThat(program.lines()).contains("  site   " + base + "/");
        assertThat(said).hasSizeGreaterThan(50).allMatch(url -> url.startsWith(base));
    }
}
