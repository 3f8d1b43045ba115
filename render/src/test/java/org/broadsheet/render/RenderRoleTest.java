package org.broadsheet.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ConfigurationLoader;
import org.broadsheet.common.http.AccessRules;
import org.broadsheet.common.http.HttpServer;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Parts;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.WhoReads;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.role.BuiltRole;
import org.broadsheet.common.role.RoleContext;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.FileStorage;
import org.broadsheet.common.storage.MediaTypes;
import org.broadsheet.common.storage.MemoryContentStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The role as a process runs it: stage loop, parser, theme, files and HTTP. */
@Timeout(120)
class RenderRoleTest {
    private static final SiteId SITE = new SiteId("main");
    private static final Instant DAY = Instant.parse("2026-03-01T09:00:00Z");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path data;

    private final WhoReads log = new WhoReads(new MemoryEventLog());
    private FileStorage site;
    private final MemoryContentStore work = new MemoryContentStore();
    private Parts parts;
    private HttpServer http;
    private BuiltRole role;
    private String authored = "http://localhost:8080";
    private int commits;

    @BeforeEach
    void start() throws Exception {
        site = new FileStorage(data.resolve("site"));
        begin(true);
    }

    /** @param whole otherwise only the site is served, and nothing of the role runs */
    private void begin(boolean whole) throws Exception {
        Configuration configuration =
                ConfigurationLoader.load(Map.of("http.port", "0", "data", data.toString()), Map.of(), data);
        role = RenderRole.build(new RoleContext(configuration, log, site, work, InstantSource.system()));
        http = new HttpServer(configuration.http(), new AccessRules(configuration.http(), List.of()), role.routes());
        parts = new Parts(Stream.concat(whole ? role.parts().stream() : Stream.of(), Stream.of(http))
                .toList());
        parts.start();
        await().until(() -> parts.all().stream().allMatch(part -> part.health() instanceof Health.Ready));
    }

    @AfterEach
    void stop() throws Exception {
        parts.close();
        site.close();
        work.close();
        log.close();
    }

    @Test
    void makesPagesOutOfMarkdownAndServesThem() throws Exception {
        assertThat(get("/").body()).contains("git clone");

        commit(
                post("first", 1, "# Hello\n\nSome *text* with a [link](second) and <b>HTML</b>."),
                post("second", 0, "Text."));

        // A record tells of a release when the whole of it is written: the post's own page is there before the lists.
        await().until(() -> items("/api/v1/posts").size() == 2);
        assertThat(get("/posts/first").body())
                .contains("Some <em>text</em> with a <a href=\"/posts/second\">link</a> and <b>HTML</b>.");
        assertThat(get("/").body()).contains("/posts/first");
        assertThat(get("/robots.txt").headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(get("/posts/nothing").statusCode()).isEqualTo(404);
        assertThat(data.resolve("site/posts/first.html")).exists();
    }

    @Test
    void listsWhatCanBeRead() throws Exception {
        Content[] posts = new Content[5];
        for (int i = 0; i < posts.length; i++) {
            posts[i] = post("post-" + i, i, "Text.");
        }
        commit(posts);
        await().until(() -> items("/api/v1/posts").size() == 5);

        JsonNode page = json("/api/v1/posts?limit=2");
        JsonNode rest = json("/api/v1/posts?limit=3&after="
                + URLEncoder.encode(page.get("next").asText(), StandardCharsets.UTF_8));

        assertThat(page.get("items").findValuesAsText("slug")).containsExactly("post-4", "post-3");
        assertThat(rest.get("items").findValuesAsText("slug")).containsExactly("post-2", "post-1", "post-0");
        assertThat(rest.has("next")).isFalse();
        await().untilAsserted(() -> assertThat(
                        json("/api/v1/posts/" + id("post-3")).get("url").asText())
                .isEqualTo("http://localhost:8080/posts/post-3"));
        JsonNode one = json("/api/v1/posts/" + id("post-3"));
        assertThat(one.get("state").asText()).isEqualTo("live");
        assertThat(one.get("site").asText()).isEqualTo("main");
        assertThat(one.get("path").asText()).isEqualTo("_posts/post-3.md");
        assertThat(items("/api/v1/posts?site=other")).isEmpty();
        assertThat(get("/api/v1/posts/" + id("nothing")).statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/posts/x").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/posts?after=x").statusCode()).isEqualTo(400);
        assertThat(log.onVirtualThreads())
                .as("read on threads that readers need")
                .isEmpty();
    }

    @Test
    void listsWhatIsToBeReadable() throws Exception {
        Content.Document launch = scheduled("launch", 2);
        commit(post("first", 1, "Text."), launch, post("third", 3, "Text."));
        await().until(() -> items("/api/v1/posts").size() == 3);

        JsonNode page = json("/api/v1/posts?limit=1");
        JsonNode rest =
                json("/api/v1/posts?after=" + URLEncoder.encode(page.get("next").asText(), StandardCharsets.UTF_8));

        assertThat(page.get("items").findValuesAsText("slug")).containsExactly("third");
        assertThat(rest.get("items").findValuesAsText("slug")).containsExactly("launch", "first");
        JsonNode one = json("/api/v1/posts/" + id("launch"));
        assertThat(one.get("state").asText()).isEqualTo("scheduled");
        assertThat(one.get("due").asText()).isEqualTo(launch.due().orElseThrow().toString());
        assertThat(one.get("url").asText()).endsWith("/posts/launch");
        assertThat(one.has("announcedAt")).isFalse();
        assertThat(get("/posts/launch").statusCode()).isEqualTo(404);

        commit(post("launch", 2, "Text."));

        await().until(() ->
                json("/api/v1/posts/" + id("launch")).get("state").asText().equals("live"));
        assertThat(items("/api/v1/posts").findValuesAsText("state")).containsExactly("live", "live", "live");
    }

    @Test
    void remembersWhatWasReadable() throws Exception {
        commit(post("first", 1, "Text."));
        await().until(() -> items("/api/v1/posts").size() == 1);

        Content.Document first = post("first", 1, "Text.");
        commit(new Content.Removed(
                SITE, Kind.POST, first.id().toString(), commitId(), DAY, Optional.of(first.path()), first.urls()));

        await().until(() -> items("/api/v1/posts").isEmpty());
        JsonNode former = json("/api/v1/posts/" + id("first"));
        assertThat(former.get("state").asText()).isEqualTo("removed");
        assertThat(former.has("path")).isFalse();
        assertThat(former.get("previousUrls").get(0).asText()).isEqualTo("/posts/first");
        assertThat(get("/posts/first").statusCode()).isEqualTo(410);
    }

    @Test
    void saysWhereTheSiteIsWhateverWasSaidWhenItWasRendered() throws Exception {
        authored = "";
        commit(post("first", 1, "Text."));
        await().until(() -> items("/api/v1/posts").size() == 1);

        assertThat(role.baseUrl().apply(SITE)).contains("http://localhost:0");
        assertThat(items("/api/v1/posts").get(0).get("url").asText()).isEqualTo("http://localhost:0/posts/first");

        authored = "http://localhost:8080/own";
        commit();

        await().until(() -> role.baseUrl().apply(SITE).equals(Optional.of(authored)));
        assertThat(items("/api/v1/posts").get(0).get("url").asText()).isEqualTo(authored + "/posts/first");
        assertThat(get("/own/posts/first").statusCode())
                .as("its pages name other paths still")
                .isEqualTo(200);
        assertThat(get("/posts/first").statusCode()).isEqualTo(200);

        authored = "https://example.org";
        commit();

        await().until(() -> role.baseUrl().apply(SITE).equals(Optional.of("http://localhost:0")));
    }

    @Test
    void servesTheAuthorsFilesWhateverTheWorkStoreHasLost() throws Exception {
        List<String> files =
                List.of("/old.html", "/a/index.html", "/a.htm", "/a.svg", "/a.pdf", "/a.xml", "/a.tar.gz", "/LICENCE");
        List<Content> contents = new ArrayList<>(List.of(post("first", 1, "Text.")));
        for (String file : files) {
            contents.add(asset(file, "the bytes of " + file));
        }
        commit(contents.toArray(Content[]::new));
        await().until(() -> items("/api/v1/posts").size() == 1);
        Map<String, String> before = answers(files);
        assertThat(before.values()).allMatch(answer -> answer.startsWith("200 "));

        for (String file : files) {
            work.lose(ContentName.source(Digest.of("the bytes of " + file)));
        }

        assertThat(answers(files)).isEqualTo(before);
        assertThat(get("/posts/first.html").statusCode())
                .as("leads to its page")
                .isEqualTo(308);
        for (boolean whole : new boolean[] {true, false}) {
            parts.close();
            begin(whole);
            assertThat(answers(files)).as("with the stage: " + whole).isEqualTo(before);
        }
    }

    @Test
    void aTextInHtmlIsShownAsItIs() throws Exception {
        commit(document(new UrlPath("/2013/x.html"), "x", 1, "")
                .with(new Body.Inline("<p>*x*</p>\n\n    <p>y</p>\n", true)));

        await().until(() -> get("/2013/x.html").statusCode() == 200);

        assertThat(get("/2013/x.html").body()).contains("<p>*x*</p>\n\n    <p>y</p>\n");
        assertThat(get("/").body()).as("its excerpt").contains("*x* y");
    }

    @Test
    void aFileOfTheAuthorsThatIsGoneGivesItsWholeNameBack() throws Exception {
        commit(post("first", 1, "Text."), asset("/old.html", "old"));
        await().until(() -> items("/api/v1/posts").size() == 1);
        assertThat(get("/old.html").statusCode()).isEqualTo(200);

        commit(new Content.Removed(
                SITE, Kind.ASSET, "public/old.html", commitId(), DAY, Optional.empty(), new TreeSet<>()));

        await().until(() -> get("/old.html").statusCode() == 404);
        commit(document(new UrlPath("/old"), "old", 2, "A page of ours by now."));
        await().until(() -> get("/old").statusCode() == 200);
        await().until(() -> get("/old.html").statusCode() == 308);
        commit(document(new UrlPath("/old.html"), "old", 2, "A page that has that name."));
        await().until(() -> get("/old.html").statusCode() == 200);
        assertThat(get("/old").headers().firstValue("Location")).contains("/old.html");
    }

    private Map<String, String> answers(List<String> paths) throws Exception {
        Map<String, String> answers = new TreeMap<>();
        for (String path : paths) {
            HttpResponse<String> answer = get(path);
            Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
            headers.remove("date");
            answers.put(path, answer.statusCode() + " " + headers + " " + answer.body());
        }
        return answers;
    }

    private Content.Asset asset(String url, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        work.put(ContentName.source(Digest.of(bytes)), ByteSource.of(bytes));
        return new Content.Asset(
                SITE,
                new ContentPath("public" + url),
                new AssetPlace.WebRoot(new UrlPath(url)),
                MediaTypes.of(url),
                bytes.length,
                Digest.of(bytes));
    }

    private void commit(Content... contents) {
        Content.Settings settings = new Content.Settings(
                SITE,
                "The Gazette",
                "",
                "http://localhost:8080",
                "en",
                "UTC",
                Map.of(),
                List.of(),
                Content.Html.TRUSTED,
                false,
                false,
                false,
                Optional.of(authored).filter(url -> !url.isEmpty()),
                Optional.empty(),
                Optional.empty());
        append(settings.key(), settings);
        for (Content content : contents) {
            append(content.key(), content);
        }
        append(
                Content.cursorKey(SITE),
                new Content.CommitIngested(
                        SITE, Optional.of(commitId()), "refs/heads/main", DAY, Optional.empty(), false, List.of()));
        commits++;
    }

    private void append(String key, Content content) {
        log.append(NewRecord.of(KafkaTopic.CONTENT, key, content)).join();
    }

    private CommitId commitId() {
        return new CommitId(String.format("%040x", commits + 1));
    }

    private static PostId id(String slug) {
        return PostId.born(SITE, new ContentPath("_posts/" + slug + ".md"), DAY);
    }

    private Content.Document post(String slug, int day, String markdown) {
        return document(new UrlPath("/posts/" + slug), slug, day, markdown);
    }

    private Content.Document scheduled(String slug, int day) {
        Content.Document live = post(slug, day, "Text.");
        return new Content.Document(
                SITE,
                live.facts().with(new TreeSet<>()),
                Content.State.SCHEDULED,
                DAY,
                List.of(),
                live.body(),
                0,
                live.past(),
                Optional.of(live.publishedAt()),
                List.of());
    }

    private Content.Document document(UrlPath url, String slug, int day, String markdown) {
        ContentPath path = new ContentPath("_posts/" + slug + ".md");
        return new Content.Document(
                SITE,
                new Facts(
                        Kind.POST,
                        id(slug),
                        path,
                        commitId(),
                        url,
                        new Slug(slug),
                        DAY.plusSeconds(86_400L * day),
                        DAY,
                        FrontMatter.NONE,
                        Digest.of(markdown),
                        Digest.of(markdown),
                        new TreeSet<>(List.of(url))),
                Content.State.LIVE,
                DAY,
                List.of(),
                new Body.Inline(markdown),
                0,
                new Content.Past(path, DAY, Optional.empty(), Optional.empty(), false));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + http.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(String path) throws Exception {
        return Json.MAPPER.readTree(get(path).body());
    }

    private JsonNode items(String path) throws Exception {
        return json(path).get("items");
    }
}
