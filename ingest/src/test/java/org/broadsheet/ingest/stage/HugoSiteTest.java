package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
}
