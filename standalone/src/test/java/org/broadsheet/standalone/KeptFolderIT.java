package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.SiteFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data folder that an earlier program left goes on under this one. The folder is kept as it was written, by the program that began its
 * format; {@code -Dbroadsheet.fixture.write=true} writes one anew, which is right when a format begins and wrong ever after.
 */
@Timeout(300)
class KeptFolderIT {
    private static final String FIXTURE = "format-2.zip";
    private static final String BASE_URL = "http://localhost:8080";
    private static final byte[] PICTURE = "not really a picture".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void place() {
        data = folder.resolve("broadsheet-data");
    }

    @Test
    void goesOnUnderThisProgram() throws Exception {
        unpack();
        Map<String, String> before = new TreeMap<>(SiteFolder.digests(data.resolve("site")));

        try (Program program = up()) {
            try {
                assertThat(program.get("/posts/garden").body())
                        .contains("Two heaps", "href=\"/posts/gardens-of-2026\"");
                assertThat(program.get("/posts/gone").statusCode()).isEqualTo(410);
                JsonNode garden =
                        Program.json(program.get("/api/v1/posts")).path("items").get(1);
                assertThat(garden.path("id").asText()).isEqualTo("069a5924-cb67-51c0-9109-cf1220ce4585");
                assertThat(Program.json(program.get("/api/v1/webhooks")).path("items"))
                        .hasSize(1);
                assertThat(Program.json(program.get("/api/v1/problems")).path("items"))
                        .singleElement()
                        .satisfies(problem ->
                                assertThat(problem.path("message").asText()).isEqualTo("no post nobody"));

                GitCommandLine author = GitCommandLine.clone(program.url("/git/content.git"), folder.resolve("author"));
                author.write("_posts/garden.md", post("Garden", 1, "Three heaps, and [the other](other)."));
                author.commit("Another heap");
                program.push(author);

                assertThat(program.get("/posts/garden").body()).contains("Three heaps");
                assertThat(Program.json(program.get("/api/v1/posts"))
                                .path("items")
                                .get(1)
                                .path("id")
                                .asText())
                        .isEqualTo("069a5924-cb67-51c0-9109-cf1220ce4585");
                assertThat(program.get("/feed.xml").body()).contains("Three heaps");
            } catch (AssertionError e) {
                throw new AssertionError(String.join("\n", program.lines()), e);
            }
        }
        Map<String, String> after = new TreeMap<>(SiteFolder.digests(data.resolve("site")));
        // What that program took for a post that went is known to have been renamed.
        assertThat(before.remove("posts/years.410.html")).isNotNull();
        assertThat(after.remove("posts/years.308.html")).isNotNull();
        // What lay there before there were packed forms has them too.
        assertThat(after).containsKeys("index.html.gz", "feed.xml.gz", "posts/garden.html.gz");
        after.keySet().removeIf(name -> name.endsWith(".gz"));
        // Nor were there these.
        for (String since : List.of("favicon.svg", "apple-touch-icon.png", "site.webmanifest")) {
            assertThat(after.remove(since)).as(since).isNotNull();
        }
        assertThat(after).containsKeys("posts/garden.md", "about.md");
        after.keySet().removeIf(name -> name.endsWith(".md"));
        // Posts are divided otherwise, and the style is another.
        assertThat(before.remove("sitemap-posts-1.xml")).isNotNull();
        assertThat(after.remove("sitemap-posts.xml")).isNotNull();
        before.keySet().removeIf(KeptFolderIT::isStyleSheet);
        assertThat(after.keySet().stream().filter(KeptFolderIT::isStyleSheet)).hasSize(1);
        after.keySet().removeIf(KeptFolderIT::isStyleSheet);
        assertThat(after.keySet()).isEqualTo(before.keySet());
    }

    /** The program of that time took a renamed file for a new post: that has its own id, and keeps it. */
    @Test
    void keepsTheIdsThatWerePublishedAndKnowsWhatWasRenamedFromThenOn() throws Exception {
        unpack();
        try (Program program = up()) {
            String id = idOf(program, "gardens-of-2026");
            GitCommandLine author = GitCommandLine.clone(program.url("/git/content.git"), folder.resolve("author"));
            author.git("mv", "_posts/gardens-of-2026.md", "_posts/heaps-of-2026.md");
            author.commit("Another name");
            program.push(author);

            assertThat(idOf(program, "heaps-of-2026")).isEqualTo(id);
            assertThat(program.get("/posts/gardens-of-2026").statusCode()).isEqualTo(308);
            assertThat(program.get("/posts/years").statusCode()).isEqualTo(308);
            assertThat(program.get("/posts/gone").statusCode()).isEqualTo(410);
        }
    }

    private static boolean isStyleSheet(String name) {
        return name.startsWith("assets/broadsheet-");
    }

    private static String idOf(Program program, String slug) {
        for (JsonNode post : Program.json(program.get("/api/v1/posts")).path("items")) {
            if (post.path("slug").asText().equals(slug)) {
                return post.path("id").asText();
            }
        }
        throw new AssertionError("there is no post " + slug);
    }

    @Test
    @EnabledIfSystemProperty(named = "broadsheet.fixture.write", matches = "true")
    void writesTheFolder() throws Exception {
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        author.at(Instant.parse("2026-11-01T08:00:00Z"), "+0000");
        author.write("site.yml", "title: Allotment\n");
        author.write("_posts/garden.md", post("Garden", 1, "Two heaps, [a year](years) and [one](nobody)."));
        author.write("_posts/years.md", post("Years", 2, "![Heaps](heaps.png) of [gardens](garden)."));
        author.write("_posts/heaps.png", PICTURE);
        author.write("_posts/gone.md", post("Gone", 3, "Not for long."));
        author.write("_posts/draft.md", "---\ntitle: Later\ndraft: true\n---\n\nNot yet.\n");
        author.write("pages/about.md", "---\ntitle: About\n---\n\nOf [gardens](../_posts/garden.md).\n");
        author.write("_posts/_index.md", "All about [heaps](garden).\n");
        author.write("public/old.html", "<p>As it was.</p>".getBytes(StandardCharsets.UTF_8));
        author.commit("First");
        try (Program program = up()) {
            HttpResponse<String> added = program.post("/api/v1/webhooks", "{\"url\": \"http://127.0.0.1:9/\"}");
            assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
            program.push(author);
            author.at(Instant.parse("2026-11-02T08:00:00Z"), "+0000");
            author.delete("_posts/gone.md");
            author.git("mv", "_posts/years.md", "_posts/gardens-of-2026.md");
            author.write(
                    "_posts/garden.md", post("Garden", 1, "Two heaps, [a year](gardens-of-2026) and [one](nobody)."));
            author.commit("Second");
            program.push(author);
            assertThat(program.stop()).isZero();
        }
        pack();
    }

    private static String post(String title, int day, String text) {
        return "---\ntitle: %s\ndate: 2026-10-%02d\ntopics: [heaps]\n---\n\n%s\n".formatted(title, day, text);
    }

    private Program up() throws IOException {
        return Program.up(folder, Program.freePort(), List.of("-Dbroadsheet.log=INFO"), "--base-url", BASE_URL);
    }

    private void unpack() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(KeptFolderIT.class.getResourceAsStream("/" + FIXTURE))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = data.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
        // As it was: an archive like this one keeps no permissions.
        Files.setPosixFilePermissions(data.resolve("secret-keys"), PosixFilePermissions.fromString("rw-------"));
    }

    private void pack() throws IOException {
        Path fixture = Path.of("src/test/resources", FIXTURE);
        Files.createDirectories(fixture.getParent());
        try (OutputStream out = Files.newOutputStream(fixture);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted().toList()) {
                String name = data.relativize(file).toString();
                if (Files.isDirectory(file) && !name.isEmpty()) {
                    zip.putNextEntry(new ZipEntry(name + "/"));
                } else if (Files.isRegularFile(file)) {
                    zip.putNextEntry(new ZipEntry(name));
                    Files.copy(file, zip);
                }
            }
        }
    }
}
