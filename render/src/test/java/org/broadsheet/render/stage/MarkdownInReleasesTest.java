package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What stands at a page's URL with {@code .md}, and when. */
class MarkdownInReleasesTest {
    private final Newsroom newsroom = new Newsroom();
    private final Press press = new Press();

    @AfterEach
    void end() throws Exception {
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
        press.close();
    }

    private void release() throws Exception {
        press.ingest(newsroom, newsroom.commit()).run();
    }

    private Map<String, Object> frontMatter(String key) throws Exception {
        String text = press.text(key);
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text.substring(4, text.indexOf("\n---\n", 4)));
    }

    @Test
    void standsBesideEachPostAndPage() throws Exception {
        newsroom.post(
                        "one",
                        1,
                        "One: \"first\" # of all",
                        "Hello, [two](two) and [none](none).<!-- no -->",
                        "Caf\u00e9",
                        "yes")
                .post("two", 2, "Two", "Hello.")
                .page("about", "About")
                .page("index", "Home");
        release();

        assertThat(press.text("posts/one.md")).endsWith("""
                ---

                Hello, [two](http://localhost:8080/posts/two) and [none](http://localhost:8080/posts/none).
                """);
        assertThat(frontMatter("posts/one.md"))
                .containsEntry("title", "One: \"first\" # of all")
                .containsEntry("url", "http://localhost:8080/posts/one")
                .containsEntry("authors", List.of("Grace"))
                .containsEntry("topics", List.of("Caf\u00e9", "yes"))
                .containsKey("date");
        assertThat(press.text("posts/one"))
                .contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"/posts/one.md\">");
        assertThat(frontMatter("about.md")).containsEntry("title", "About").doesNotContainKey("date");
        assertThat(frontMatter("index.md")).containsEntry("url", "http://localhost:8080/");
        assertThat(press.stored().keySet()).doesNotContain("archive.md", "blog.md", "404.md");
    }

    @Test
    void comesAndGoesWithItsPage() throws Exception {
        newsroom.post("one", 1, "One", "Hello.").post("two", 2, "Two", "[one](one)");
        release();

        newsroom.rename("one", "uno");
        release();
        assertThat(press.stored().keySet()).contains("posts/uno.md").doesNotContain("posts/one.md");
        newsroom.state("one", Content.State.DRAFT);
        release();
        assertThat(press.stored().keySet()).contains("posts/two.md").doesNotContain("posts/uno.md");
        newsroom.remove("two");
        release();
        assertThat(press.stored().keySet()).noneMatch(key -> key.endsWith(".md"));
    }

    @Test
    void theAuthorsOwnBeatsIt() throws Exception {
        newsroom.post("one", 1, "One", "Hello.").page("about", "About").asset("/posts/one.md", "Mine");
        release();
        assertThat(press.text("posts/one.md")).isEqualTo("Mine");
        assertThat(press.text("posts/one")).doesNotContain("text/markdown");

        newsroom.removeAsset("/posts/one.md");
        release();
        assertThat(press.text("posts/one.md")).contains("title: One");
        assertThat(press.text("posts/one")).contains("text/markdown");

        newsroom.page("about.md", "A page");
        release();
        assertThat(press.text("about.md")).contains("<h1>A page</h1>");
        assertThat(press.text("about")).doesNotContain("text/markdown");
        assertThat(frontMatter("about.md.md")).containsEntry("title", "A page");
    }

    /** As a folder that an earlier program wrote: without Markdown, and with articles that do not hold it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void comesWithAnUpdate(boolean released) throws Exception {
        newsroom.post("one", 1, "One", "[two](two)")
                .post("two", 2, "Two", "Hello.")
                .page("about", "About");
        release();
        Map<String, String> now = press.dump();
        List<Event> told = press.events();
        press.close();
        for (Map.Entry<String, Readable> record : press.readable().entrySet()) {
            if (record.getValue() instanceof Readable.StoredObject object
                    && object.url().value().endsWith(".md")) {
                press.append(NewRecord.tombstone(KafkaTopic.READABLE, record.getKey()));
                press.site.delete(ObjectKey.of(object.url()), object.digest());
            }
        }
        for (ContentName name : Set.copyOf(press.work.names())) {
            press.work.damage(name, "{\"pieces\":[\"<p>x</p>\"]}".getBytes(StandardCharsets.UTF_8));
        }
        press.within(new MarkdownLimits(1 << 20, 100, 1_000, 5_000, 99, Duration.ofSeconds(10)));
        press.by(Maker.of(Theme.builtIn()));
        if (released) {
            press.ingest(newsroom, newsroom.fresh());
        }

        press.run();

        assertThat(press.dump()).isEqualTo(now);
        assertThat(press.events()).isEqualTo(told);
        assertThat(press.problems()).isEmpty();
    }

    @Test
    void aSiteMayHaveNone() throws Exception {
        newsroom.post("one", 1, "One", "Hello.");
        release();
        Content.Settings with = Newsroom.settings("http://localhost:8080");

        newsroom.settings(new Content.Settings(
                with.site(),
                with.title(),
                with.tagline(),
                with.baseUrl(),
                with.language(),
                with.timeZone(),
                with.authors(),
                with.navigation(),
                with.html(),
                false,
                false,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        release();

        assertThat(press.stored().keySet()).contains("posts/one").noneMatch(key -> key.endsWith(".md"));
        assertThat(press.text("posts/one")).doesNotContain("text/markdown");

        newsroom.settings(with);
        release();
        assertThat(press.stored().keySet()).contains("posts/one.md");
    }
}
