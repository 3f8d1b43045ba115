package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Hugo 0.111 makes of such repositories, tried with each. */
class HugoSiteTest {
    private static final String DATED = "---\ntitle: A\ndate: 2024-03-01\n---\nText\n";

    @TempDir
    Path data;

    private GitFixture git;
    private IngestDriver ingest;

    @BeforeEach
    void start() throws Exception {
        git = new GitFixture();
        ingest = new IngestDriver(git, data);
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        git.close();
    }

    private Content.Settings settings() {
        return ingest.content().values().stream()
                .filter(Content.Settings.class::isInstance)
                .map(Content.Settings.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private String standing(String path) {
        Content.Document document = ingest.document(path);
        return document.state() + " " + document.url();
    }

    @Test
    void manyFilesAreOneConfiguration() throws Exception {
        git.write(
                "config/_default/hugo.toml",
                "title = 'Main'\nbaseURL = 'https://ada.example/'\ncontentDir = 'texts'\n");
        git.write(
                "config/_default/languages.toml",
                "[en]\ntitle = 'Own'\ntimeZone = 'Europe/Berlin'\n[de]\ntitle = 'D'\n");
        git.write("config/_default/params.yaml", "subtitle: On work\nauthor: {name: Ada}\n");
        git.write("config/_default/params.de.yaml", "subtitle: Nichts\n");
        git.write("config/_default/permalinks.json", "{\"notes\": \"/n/:year/:slug/\"}");
        git.write("config/production/hugo.toml", "title = 'Elsewhere'\n");
        git.write("texts/notes/a.md", DATED);
        ingest.look(git.commit("A blog"));

        assertThat(standing("texts/notes/a.md")).isEqualTo("LIVE /n/2024/a");
        Content.Settings settings = settings();
        assertThat(List.of(
                        settings.title(),
                        settings.tagline(),
                        settings.timeZone(),
                        settings.authoredBaseUrl().orElseThrow(),
                        settings.contentFolder().orElseThrow()))
                .containsExactly("Own", "On work", "Europe/Berlin", "https://ada.example", "texts");
        assertThat(settings.authors()).containsOnlyKeys("Ada");
        assertThat(ingest.commits().getLast().notes())
                .first()
                .asString()
                .startsWith("taken for a site of Hugo, for config/_default/hugo.toml is there");
        assertThat(ingest.commits().getLast().notes())
                .contains("not read: config/production/hugo.toml; write what readers are to see into config/_default");
        assertThat(ingest.problems())
                .containsExactly(
                        "config/_default/hugo.toml:2:11 warning https://ada.example is not this machine's, and everybody could"
                                + " push there; until BROADSHEET_TOKEN is set where Broadsheet is started it is"
                                + " http://localhost:0",
                        "config/_default/languages.toml:1:1 warning languages: a site has one language here, en; publish each"
                                + " of the others as a site of its own");

        ingest.look(git.delete("config/_default/permalinks.json").commit("Its own URLs"));

        assertThat(standing("texts/notes/a.md")).isEqualTo("LIVE /notes/a");
    }

    @Test
    void thoseOfTheFolderBeatThatOfTheRoot() throws Exception {
        git.write(
                "hugo.toml", "title = 'Root'\n[params]\nsubtitle = 'Of the root'\n[permalinks]\nposts = '/p/:slug/'\n");
        git.write("config/_default/config.toml", "title = 'Folder'\n");
        git.write("content/posts/a.md", DATED);
        ingest.look(git.commit("A blog"));

        assertThat(settings().title() + ", " + settings().tagline()).isEqualTo("Folder, Of the root");
        assertThat(standing("content/posts/a.md")).isEqualTo("LIVE /p/a");
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void ofTooManyTheFirstCountAndTheMainOne() throws Exception {
        ingest.close();
        ingest = new IngestDriver(git, data.resolve("few")).configured(Map.of("limits.hugoFiles", "2"));
        git.write("hugo.toml", "baseURL = ''\n");
        git.write("config/_default/author.yaml", "name: Ada\n");
        git.write("config/_default/hugo.toml", "title = 'Main'\n");
        git.write("config/_default/params.toml", "subtitle = 'Second'\n");
        git.write("config/_default/permalinks.toml", "posts = '/p/:slug/'\n");
        git.write("content/posts/a.md", DATED);
        ingest.look(git.commit("A blog"));

        assertThat(settings().title() + ", " + settings().tagline()).isEqualTo("Main, Second");
        assertThat(standing("content/posts/a.md")).isEqualTo("LIVE /posts/a");
        assertThat(ingest.problems())
                .containsExactly(
                        "config/_default/permalinks.toml:1:1 warning what it says does not count, for config/_default"
                                + " has more than 2 files beside the main one; say it in one of the others, or raise limits.hugoFiles");

        ingest.look(git.delete("config/_default/author.yaml").commit("Few"));

        assertThat(standing("content/posts/a.md")).isEqualTo("LIVE /p/a");
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void ofTwoSpellingsTheLastCountsAndTheOtherIsTold() throws Exception {
        git.write("config/_default/hugo.toml", "title = 'Toml'\nsubtitle = 'x'\n");
        git.write("config/_default/hugo.yaml", "title: Yaml\n");
        ingest.look(git.commit("A blog"));

        assertThat(settings().title()).isEqualTo("Yaml");
        assertThat(ingest.problems())
                .containsExactly(
                        "config/_default/hugo.toml:1:1 warning what it says counts only where config/_default/hugo.yaml, which"
                                + " is read after it, says nothing; keep one of them");

        ingest.look(git.delete("config/_default/hugo.yaml").commit("One of them"));

        assertThat(settings().title()).isEqualTo("Toml");
        assertThat(ingest.problems()).isEmpty();
    }

    @Test
    void aBrokenOneIsToldAndItsLastVersionCounts() throws Exception {
        git.write("config/_default/hugo.toml", "title = 'Main'\n");
        git.write("config/_default/params.yaml", "subtitle: First\n");
        ingest.look(git.commit("A blog"));

        ingest.look(git.write("config/_default/params.yaml", "subtitle: [\n").commit("Broken"));

        assertThat(settings().title() + ", " + settings().tagline()).isEqualTo("Main, First");
        assertThat(ingest.problems()).singleElement().asString().startsWith("config/_default/params.yaml:");

        ingest.look(git.delete("config/_default/params.yaml").commit("None"));

        assertThat(settings().tagline()).isEmpty();
        assertThat(ingest.problems()).isEmpty();
    }

    private static final String RESOURCE =
            " warning it is part of the folder whose index file lies beside or above it, as Hugo has it, and is not published;"
                    + " move it out of the folder if readers are to see it";

    @Test
    void whatLiesBesideTheIndexOfALeafBundleIsNoPageOfItsOwn() throws Exception {
        git.write("hugo.toml", "");
        git.write("content/docs/bundle/index.md", DATED);
        git.write("content/docs/bundle/beside.md", DATED);
        git.write("content/docs/bundle/pics/inner.md", DATED);
        git.write("content/docs/bundle/sub/index.md", DATED);
        git.write("content/posts/html/index.html", DATED);
        git.write("content/posts/html/beside.md", DATED);
        git.write("content/docs/branch/_index.md", DATED);
        git.write("content/docs/branch/page.md", DATED);
        git.write("content/both/index.md", DATED);
        git.write("content/both/_index.md", DATED);
        git.write("content/both/beside.md", DATED);
        git.write("content/docs/language/index.en.md", DATED);
        git.write("content/docs/language/beside.md", DATED);
        git.write("content/index.md", DATED);
        git.write("content/about.md", DATED);
        git.write("content/CNAME", "ada.example");
        git.write("Makefile", "all:\n");
        git.write("posts/elsewhere/index.md", DATED);
        git.write("posts/elsewhere/beside.md", DATED);
        ingest.look(git.commit("A blog"));

        assertThat(List.of(
                        standing("content/docs/bundle/index.md"),
                        standing("content/docs/bundle/beside.md"),
                        standing("content/docs/bundle/pics/inner.md"),
                        standing("content/docs/bundle/sub/index.md"),
                        standing("content/posts/html/index.html"),
                        standing("content/posts/html/beside.md"),
                        standing("content/docs/branch/page.md"),
                        standing("content/both/beside.md"),
                        standing("content/docs/language/index.en.md"),
                        standing("content/docs/language/beside.md"),
                        standing("content/about.md"),
                        standing("posts/elsewhere/beside.md")))
                .containsExactly(
                        "LIVE /docs/bundle",
                        "WITHHELD /docs/bundle/beside",
                        "WITHHELD /docs/bundle/pics/inner",
                        "WITHHELD /docs/bundle/sub",
                        "LIVE /posts/html",
                        "WITHHELD /posts/html/beside",
                        "LIVE /docs/branch/page",
                        "LIVE /both/beside",
                        "LIVE /docs/language",
                        "WITHHELD /docs/language/beside",
                        "LIVE /about",
                        "LIVE /posts/beside");
        assertThat(ingest.problems())
                .filteredOn(line -> line.endsWith(RESOURCE))
                .hasSize(5);
        assertThat(ingest.commits().getLast().notes())
                .contains("not published: 5 Markdown files beside or below the index.md of their folder"
                        + " (content/docs/bundle/beside.md, content/docs/bundle/pics/inner.md,"
                        + " content/docs/bundle/sub/index.md and 2 more), of which Hugo makes no page; move them out of the folder"
                        + " if readers are to see them");
    }

    @Test
    void aFolderBecomesABundleAndIsNoneAgain() throws Exception {
        git.write("hugo.toml", "");
        git.write("content/notes/x/a.md", DATED);
        ingest.look(git.commit("Notes"));
        assertThat(standing("content/notes/x/a.md")).isEqualTo("LIVE /notes/x/a");

        ingest.look(git.write("content/notes/x/index.md", DATED).commit("A bundle"));
        assertThat(standing("content/notes/x/a.md")).isEqualTo("WITHHELD /notes/x/a");

        ingest.look(git.write("content/notes/x/_index.md", DATED).commit("A section after all"));
        assertThat(standing("content/notes/x/a.md")).isEqualTo("LIVE /notes/x/a");

        ingest.look(git.delete("content/notes/x/_index.md").commit("A bundle"));
        assertThat(standing("content/notes/x/a.md")).isEqualTo("WITHHELD /notes/x/a");

        ingest.look(git.delete("content/notes/x/index.md").commit("None"));
        assertThat(standing("content/notes/x/a.md")).isEqualTo("LIVE /notes/x/a");
        assertThat(ingest.problems()).isEmpty();
        assertThat(ingest.stop().found()).contains(ingest.walked());
    }

    @Test
    void aMergeTakesWhatLiesInItForABundle() throws Exception {
        git.write("hugo.toml", "[permalinks]\nnotes = '/s/:sections/:slugorfilename/'\n");
        git.write("content/notes/x/a.md", DATED);
        git.write("content/notes/y/b.md", DATED);
        ingest.look(git.commit("Notes"));
        git.on("side").write("content/notes/x/index.md", DATED);
        git.write("content/notes/y/_index.md", DATED).commit("A bundle and a section");
        git.on("main").write("content/notes/x/c.md", DATED).commit("One more");
        ingest.look(git.merge("side"));

        assertThat(List.of(
                        standing("content/notes/x/a.md"),
                        standing("content/notes/x/c.md"),
                        standing("content/notes/y/b.md")))
                .containsExactly("WITHHELD /s/notes/a", "WITHHELD /s/notes/c", "LIVE /s/notes/y/b");
        assertThat(ingest.stop().found()).contains(ingest.walked());
    }

    @Test
    void sectionsAreTheFoldersDownToTheDeepestWithATextOfItsOwn() throws Exception {
        git.write("hugo.toml", "[permalinks]\nnotes = '/s/:sections/:slugorfilename/'\n");
        git.write("content/notes/none/a.md", DATED);
        git.write("content/notes/up/deep/_index.md", DATED);
        git.write("content/notes/up/deep/rest/b.md", DATED);
        git.write("content/notes/_index.md", DATED);
        git.write("content/notes/c/index.md", DATED);
        ingest.look(git.commit("Notes"));

        assertThat(List.of(
                        standing("content/notes/none/a.md"),
                        standing("content/notes/up/deep/rest/b.md"),
                        standing("content/notes/c/index.md")))
                .containsExactly("LIVE /s/notes/a", "LIVE /s/notes/up/deep/b", "LIVE /s/notes/c");

        ingest.look(git.write("content/notes/none/_index.md", DATED).commit("A section"));
        assertThat(standing("content/notes/none/a.md")).isEqualTo("LIVE /s/notes/none/a");

        ingest.look(git.delete("content/notes/up/deep/_index.md").commit("None"));
        assertThat(standing("content/notes/up/deep/rest/b.md")).isEqualTo("LIVE /s/notes/b");
        assertThat(ingest.stop().found()).contains(ingest.walked());
    }

    @Test
    void aConfigurationThatComesLaterMakesThemBundles() throws Exception {
        git.write("content/posts/x/index.md", DATED);
        git.write("content/posts/x/beside.md", DATED);
        ingest.look(git.commit("Of no generator"));
        assertThat(standing("content/posts/x/beside.md")).isEqualTo("LIVE /posts/beside");

        ingest.look(git.write("hugo.toml", "").commit("Hugo"));
        assertThat(standing("content/posts/x/beside.md")).startsWith("WITHHELD ");

        ingest.look(git.delete("hugo.toml").commit("None again"));
        assertThat(standing("content/posts/x/beside.md")).isEqualTo("LIVE /posts/beside");
        assertThat(ingest.stop().found()).contains(ingest.walked());
    }
}
