package org.broadsheet.ingest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyTest {
    @TempDir
    Path data;

    private GitFixture git;
    private IngestDriver ingest;

    @BeforeEach
    void begin() throws Exception {
        git = new GitFixture();
        ingest = new IngestDriver(git, data);
    }

    @AfterEach
    void end() throws Exception {
        ingest.close();
        git.close();
    }

    private List<String> notes() throws Exception {
        ingest.look(git.commit("A blog"));
        return ingest.commits().getLast().notes();
    }

    @Test
    void saysByKindWhatNobodyWillSeeAndWhatToDo() throws Exception {
        git.write("src/content/blog/a.md", "# A\n");
        git.write("src/content/blog/b.mdx", "# B\n");
        git.write("src/content/blog/a.png", "picture");
        git.write("src/pages/about.md", "# About\n");
        git.write("downloads/paper.pdf", "%PDF");
        git.write("favicon.ico", "icon");
        git.write("src/app.ts", "code");

        assertThat(notes())
                .containsExactly(
                        "taken for a site of its own, for no generator's configuration is in the root",
                        "not published: 1 Markdown file in src/content (src/content/blog/a.md); write content: {src/content: posts}"
                                + " into site.yml if readers are to see it",
                        "not published: 1 Markdown file in src/pages (src/pages/about.md); write content: {src/pages: pages}"
                                + " into site.yml if readers are to see it",
                        "not published: 1 MDX or other text file in src/content (src/content/blog/b.mdx); name it .md"
                                + " if readers are to see it and what is in it is Markdown",
                        "not published: 1 picture in the root (favicon.ico); move it to public if readers are to see it",
                        "not published: 1 picture in src/content (src/content/blog/a.png); what posts there refer to comes"
                                + " with them",
                        "not published: 1 file in downloads (downloads/paper.pdf); write content: {downloads: files}"
                                + " into site.yml if readers are to see it");
    }

    @Test
    void saysOnlyWhatIsLeftOnceTheSiteSaysIt() throws Exception {
        git.write("site.yml", "content: {src/content/blog: posts}\n");
        git.write("src/content/blog/a.md", "# A\n");
        git.write("src/content/blog/b.mdx", "# B\n");
        git.write("src/content/blog/a.png", "picture");

        assertThat(notes())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("not published: 1 MDX or other text file in src/content");
    }

    @Test
    void saysWhichConfigurationsAreNotRead() throws Exception {
        git.write("_config.yml", "title: A\n");
        git.write("hugo.toml", "title = 'B'\n");
        git.write("package.json", "{}");
        git.write("config/_default/config.toml", "title = 'C'\n");

        assertThat(notes())
                .contains(
                        "not read: config/_default/config.toml, hugo.toml; of one configuration, in the root, all is read");
    }

    @Test
    void countsWhatJekyllCopiesAsItIs() throws Exception {
        git.write("_config.yml", "title: A\n");
        git.write("google1234.html", "google-site-verification: google1234.html");
        git.write("demo/one/index.html", "<!doctype html><title>One</title>");
        git.write("demo/two.html", "<p>Two");
        git.write("about.html", "---\ntitle: About\n---\n<p>About");
        git.write("assets/x.html", "<p>X");
        git.write("_layouts/post.html", "<p>{{ content }}");
        git.write("vendor/x.html", "<p>X");

        assertThat(notes())
                .filteredOn(line -> line.startsWith("not published"))
                .containsExactly(
                        "not published: 1 HTML file without front matter in the root (google1234.html); move it to public,"
                                + " or begin it with lines of ---, title: First page, --- if readers are to see it",
                        "not published: 1 HTML file without front matter in demo (demo/two.html); write content: {demo: files}"
                                + " into site.yml, or begin it with lines of ---, title: First page, --- if readers are to see"
                                + " it",
                        "not published: 1 HTML file without front matter in demo/one (demo/one/index.html); write content:"
                                + " {demo/one: files} into site.yml, or begin it with lines of ---, title: First page, --- if"
                                + " readers are to see it");
    }
}
