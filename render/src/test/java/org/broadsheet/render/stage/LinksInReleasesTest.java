package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.article.Heading;
import org.broadsheet.common.article.PlainMarkdown;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.render.article.Title;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where links lead as what they lead to comes, goes and moves, and what files are served for them. */
class LinksInReleasesTest {
    private final Newsroom newsroom = new Newsroom();
    private final Press press = new Press();

    @AfterEach
    void close() throws Exception {
        press.close();
    }

    @Test
    void linksFollowWhatComesAndGoes() throws Exception {
        newsroom.post("a", 1, "A", "[b](b) and [c](c)").post("c", 2, "C", "Text.");
        release();
        assertThat(press.text("posts/a")).contains("<a href=\"b\">").contains("<a href=\"/posts/c\">");
        assertThat(press.problems()).containsExactly("_posts/a.md:5:5 no post b");

        newsroom.post("b", 3, "B", "Text.").remove("c");
        release();
        assertThat(press.text("posts/a")).contains("<a href=\"/posts/b\">").contains("<a href=\"c\">");
        assertThat(press.problems()).containsExactly("_posts/a.md:5:16 no post c");
        assertThat(press.told()).as("told to who broke it").containsExactly("_posts/a.md:5:16 no post c");

        newsroom.rename("b", "elsewhere");
        press.kill();
        release();
        assertThat(press.text("posts/a")).contains("<a href=\"/posts/elsewhere\">");

        newsroom.remove("a");
        release();
        assertThat(press.problems()).isEmpty();
    }

    @Test
    void theAuthorIsToldOfHeadingsThatAreNotThereAndOfWhatHasMoved() throws Exception {
        newsroom.post("a", 1, "A", "[b](b#soil) [c](c) <a href='b#siol'>d</a> [e](a#here)\n\n<i id=here>x</i>")
                .post("b", 2, "B", "## Soil")
                .post("c", 3, "C", "Text.");
        release();
        assertThat(press.problems()).containsExactly("_posts/a.md:5:29 no heading #siol; did you mean #soil?");

        newsroom.post("b", 2, "B", "## Siol").rename("c", "new");
        press.kill();
        release();
        assertThat(press.problems())
                .containsExactly(
                        "_posts/a.md:5:17 /posts/c has moved to /posts/new; write /posts/new",
                        "_posts/a.md:5:5 no heading #soil; did you mean #siol?");
        assertThat(press.told()).as("told to who broke it").hasSize(2);

        newsroom.remove("b");
        release();
        assertThat(press.problems())
                .anyMatch(problem -> problem.startsWith("_posts/a.md:5:5 no post b"))
                .anyMatch(problem -> problem.startsWith("_posts/a.md:5:29 no post b"));

        newsroom.post("a", 1, "A", "Text.");
        release();
        assertThat(press.problems()).isEmpty();
    }

    @Test
    void wholeUrlsBelowTheSitesOwnAreItsOwn() throws Exception {
        newsroom.settings(Newsroom.settings("https://example.org/blog"));
        newsroom.post(
                        "a",
                        1,
                        "A",
                        "[b](https://example.org/blog/posts/b) <https://example.org/blog/posts/c?x#y>"
                                + " [o](https://example.org/blogs) [p](https://example.org/) [r](https://example.org/blog/)"
                                + " <a href=https://example.org/blog/posts/b#siol>s</a>")
                .post("b", 2, "B", "## Soil");
        release();

        assertThat(press.text("posts/a"))
                .contains("<a href=\"https://example.org/blog/posts/b\">")
                .contains("<a href=https://example.org/blog/posts/b#siol>");
        assertThat(press.problems())
                .containsExactly(
                        "_posts/a.md:5:174 no heading #siol; did you mean #soil?", "_posts/a.md:5:40 no post c");

        newsroom.remove("b");
        release();
        assertThat(press.problems()).anyMatch(problem -> problem.startsWith("_posts/a.md:5:5 no post b"));

        newsroom.settings(Newsroom.settings("https://example.net"));
        press.kill();
        release();
        assertThat(press.problems()).isEmpty();
    }

    @Test
    void whatOnlyHtmlNamesIsServed() throws Exception {
        newsroom.post("a", 1, "A", "<img src=pic.png alt=''> <a href='b.md'>b</a> <img src=pic.pgn>")
                .post("b", 2, "B", "<video poster=\"pic.png\"></video>")
                .file("_posts/pic.png", new AssetPlace.AmongPosts("pic.png"), "pic");
        release();

        assertThat(files()).isEqualTo(Map.of("posts/a/pic.png", "pic", "posts/b/pic.png", "pic"));
        assertThat(press.text("posts/a")).contains("<img src=\"/posts/a/pic.png\" alt=''> <a href=\"/posts/b\">b</a>");
        assertThat(press.text("posts/b")).contains("poster=\"/posts/b/pic.png\"");
        assertThat(press.problems()).containsExactly("_posts/a.md:5:56 no file pic.pgn; did you mean pic.png?");
    }

    @Test
    void aSlugLeadsToItsPostWhereverThatIs() throws Exception {
        newsroom.post("a", 1, "A", "[b](b)").post("one", 2, "B", "Text.").rename("one", "2013/b");
        release();
        assertThat(press.text("posts/a")).contains("<a href=\"/posts/2013/b\">");
        assertThat(press.problems()).isEmpty();

        newsroom.post("c", 3, "C", "Text.").rename("c", "2014/b");
        release();
        assertThat(press.text("posts/a")).as("the newest").contains("<a href=\"/posts/2014/b\">");

        newsroom.rename("c", "2014/d");
        press.kill();
        release();
        assertThat(press.text("posts/a")).contains("<a href=\"/posts/2013/b\">");

        newsroom.post("e", 4, "E", "Text.").rename("e", "b");
        release();
        assertThat(press.text("posts/a")).as("its URL").contains("<a href=\"/posts/b\">");

        newsroom.remove("e").remove("one");
        release();
        assertThat(press.problems()).hasSize(1);
    }

    @Test
    void whoAsksForWhatIsKeptBetweenTwoStarts() throws Exception {
        newsroom.post("a", 1, "A", "[b](b)").post("c", 2, "C", "Text.");
        release();
        press.close();
        FileTime written = FileTime.fromMillis(1_000);
        Files.setLastModifiedTime(press.askers, written);

        // It is read, for what is not read is written.
        press.run();
        press.close();
        assertThat(Files.getLastModifiedTime(press.askers)).isEqualTo(written);

        newsroom.post("b", 3, "B", "Text.");
        release();
        assertThat(press.text("posts/a")).contains("<a href=\"/posts/b\">");
        press.close();
        assertThat(Files.getLastModifiedTime(press.askers)).isNotEqualTo(written);
    }

    @Test
    void whatIsMadeAgainHasItsOwnLinksThoughANewerTextWaits() throws Exception {
        newsroom.post("a", 1, "A", "[b](b)").post("b", 2, "B", "Text.");
        release();
        newsroom.post("a", 1, "A", "[x](nowhere)");
        List<NewRecord> commit = newsroom.commit();
        commit.subList(0, commit.size() - 1).forEach(press::append);

        press.within(new MarkdownLimits(1 << 20, 100, 1_000, 6_000, 100, Duration.ofSeconds(10)));
        press.run();

        assertThat(press.text("posts/a")).contains("<a href=\"/posts/b\">");

        press.append(commit.getLast());
        press.run();

        assertThat(press.text("posts/a")).contains("<a href=\"nowhere\">");
        assertThat(press.problems()).containsExactly("_posts/a.md:5:5 no post nowhere");
    }

    @Test
    void aLinkToATopicResolvesWhileThereIsOne() throws Exception {
        newsroom.post("a", 1, "A", "[t](/topics/go) [s](/archive) [f](/feed.xml)")
                .post("b", 2, "B", "Text.", "Go");
        release();
        assertThat(press.problems()).isEmpty();

        newsroom.post("b", 2, "B", "Text.");
        release();

        assertThat(press.problems()).containsExactly("_posts/a.md:5:5 no page /topics/go");
    }

    @Test
    void whateverIsMadeOfTheSiteCanBeLinkedTo() throws Exception {
        newsroom.settings(Newsroom.settings("http://localhost:8080/blog"));
        for (int i = 0; i < 46; i++) {
            newsroom.post("post-" + i, 1 + i % 28, "Post " + i, "Text.", "Go");
        }
        release();
        List<String> made = press.stored().keySet().stream()
                .filter(key -> !key.startsWith("assets/") && !key.equals("404") && !key.endsWith(".md"))
                .toList();
        assertThat(made).contains("archive/1", "topics/go/1", "sitemap-posts.xml", "posts/post-1");

        newsroom.post(
                "links",
                28,
                "Links",
                made.stream().map(key -> "[x](/" + key + ")").collect(Collectors.joining(" ")));
        release();

        assertThat(press.problems()).isEmpty();
        assertThat(press.text("posts/links")).doesNotContain("href=\"/archive").contains("href=\"/blog/archive/1\"");

        for (int i = 0; i < 40; i++) {
            newsroom.remove("post-" + i);
        }
        release();

        assertThat(press.problems())
                .filteredOn(problem -> problem.contains("no page"))
                .anyMatch(problem -> problem.endsWith("no page /archive/1"))
                .anyMatch(problem -> problem.endsWith("no page /topics/go/1"));
    }

    @Test
    void anotherProgramLooksAgainWhereTextsLead() throws Exception {
        newsroom.post("a", 1, "A", "[b](b)").post("b", 2, "B", "Text.");
        release();
        String page = press.text("posts/a");
        // As a program left it that knew of no posts.
        String key = Content.key(Newsroom.SITE, Kind.POST, Newsroom.id("a").toString());
        Readable.Document known =
                (Readable.Document) Objects.requireNonNull(press.readable().get(key));
        Readable.Document before = known.with(Lookups.of(known.lookups().linesAbove(), List.of()));
        press.kill();
        press.append(NewRecord.of(KafkaTopic.READABLE, key, before));

        press.by(RenderStageTest.OTHER);
        press.run();

        Readable.Document after =
                (Readable.Document) Objects.requireNonNull(press.readable().get(key));
        assertThat(after.lookups()).isEqualTo(known.lookups());
        assertThat(press.text("posts/a")).contains("href=\"/posts/b\"");
        assertThat(page).contains("href=\"/posts/b\"");
    }

    @Test
    void filesAmongPostsAreServedByThosePostsThatReferToThem() throws Exception {
        newsroom.post("a", 1, "A", "![p](pic.png) ![q](img/q.png)")
                .post("b", 2, "B", "![p](pic.png) [x](/posts/a/img/q.png)")
                .file("_posts/pic.png", new AssetPlace.AmongPosts("pic.png"), "pic")
                .file("_posts/img/q.png", new AssetPlace.AmongPosts("img/q.png"), "q")
                .file("_posts/unused.png", new AssetPlace.AmongPosts("unused.png"), "unused");
        release();

        assertThat(files())
                .isEqualTo(Map.of("posts/a/pic.png", "pic", "posts/a/img/q.png", "q", "posts/b/pic.png", "pic"));
        assertThat(press.text("posts/a")).contains("src=\"/posts/a/pic.png\"").contains("src=\"/posts/a/img/q.png\"");
        assertThat(press.text("posts/b")).contains("src=\"/posts/b/pic.png\"").contains("href=\"/posts/a/img/q.png\"");
        assertThat(press.problems()).isEmpty();

        press.kill();
        newsroom.rename("a", "z").file("_posts/pic.png", new AssetPlace.AmongPosts("pic.png"), "other");
        release();

        assertThat(files())
                .isEqualTo(Map.of("posts/z/pic.png", "other", "posts/z/img/q.png", "q", "posts/b/pic.png", "other"));
        assertThat(press.problems()).containsExactly("_posts/b.md:5:19 no file /posts/a/img/q.png");

        newsroom.post("a", 1, "A", "Nothing.").removeFile("_posts/pic.png");
        release();

        assertThat(files()).isEmpty();
        assertThat(press.text("posts/b")).contains("src=\"pic.png\"");
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
    }

    @Test
    void filesBesideABundleFollowItAndGoWithIt() throws Exception {
        newsroom.post("b", 1, "B", "Text.").post("c", 2, "C", "[x](b/x.png)");
        newsroom.file("_posts/b/x.png", beside("b", "x.png"), "x");
        release();
        assertThat(files()).containsOnlyKeys("posts/b/x.png");
        assertThat(press.text("posts/c")).contains("href=\"/posts/b/x.png\"");

        newsroom.rename("b", "bee");
        release();
        assertThat(files()).containsOnlyKeys("posts/bee/x.png");
        assertThat(press.text("posts/c")).contains("href=\"/posts/bee/x.png\"");

        newsroom.state("b", Content.State.DRAFT);
        release();
        assertThat(files()).isEmpty();
        assertThat(press.text("posts/c")).contains("href=\"b/x.png\"");
        assertThat(press.problems()).containsExactly("_posts/c.md:5:5 no file b/x.png");
    }

    @Test
    void theAuthorOfADraftIsToldOfItsLinksToo() throws Exception {
        newsroom.post("a", 1, "A", "[b](b) ![p](p.png)").state("a", Content.State.DRAFT);
        newsroom.file("_posts/p.png", new AssetPlace.AmongPosts("p.png"), "p");
        release();
        assertThat(press.problems()).containsExactly("_posts/a.md:5:5 no post b");
        assertThat(files()).isEmpty();

        newsroom.post("b", 2, "B", "Text.");
        press.kill();
        release();
        assertThat(press.problems()).isEmpty();

        newsroom.remove("b");
        release();
        assertThat(press.problems()).containsExactly("_posts/a.md:5:5 no post b");

        newsroom.state("a", Content.State.LIVE);
        release();
        assertThat(press.problems()).containsExactly("_posts/a.md:5:5 no post b");
        assertThat(files()).containsOnlyKeys("posts/a/p.png");

        newsroom.remove("a");
        release();
        assertThat(press.problems()).isEmpty();
    }

    @Test
    void coversAreResolvedLikeLinks() throws Exception {
        newsroom.post("a", 1, "A", "Text.").cover("a", "../public/c.png").asset("/c.png", "c");
        release();
        assertThat(press.text("posts/a")).contains("src=\"/c.png\"");

        newsroom.removeAsset("/c.png");
        release();

        assertThat(press.problems()).containsExactly("_posts/a.md:3:8 no file ../public/c.png");
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
    }

    @Test
    void ofFilesThatWouldBeOneTheOthersAreToldWhoseItIs() throws Exception {
        newsroom.page("about", "About")
                .asset("/about.html", "mine")
                .asset("/old", "old")
                .file("static/old.html", new AssetPlace.WebRoot(new UrlPath("/old.html")), "other")
                .file("old.html", new AssetPlace.WebRoot(new UrlPath("/old.html")), "third");
        release();

        assertThat(press.text("old")).isEqualTo("old");
        assertThat(press.text("about")).contains("A page.");
        assertThat(press.problems())
                .containsExactly(
                        "old.html:1:1 /old.html would be the same file of the site as /old, the URL of public/old; rename one of the two, or take it away",
                        "public/about.html:1:1 /about.html would be the same file of the site as /about, the URL of _posts/about.md; rename one of the two, or"
                                + " take it away",
                        "static/old.html:1:1 /old.html would be the same file of the site as /old, the URL of public/old; rename one of the two, or take it"
                                + " away");

        newsroom.remove("about").removeAsset("/old");
        release();

        assertThat(press.text("old")).isEqualTo("other");
        assertThat(press.text("about")).isEqualTo("mine");
        assertThat(press.problems())
                .containsExactly(
                        "old.html:1:1 /old.html is the URL of static/old.html already; rename one of the two, or"
                                + " take it away");
    }

    /** A folder of files, as other web servers serve, holds a file or a folder of one name. */
    @Test
    void aFileGivesWayToAFolderAndComesBackWhenThatIsGone() throws Exception {
        newsroom.post("a", 1, "A", "[x](/files) [y](../public/files) [z](/files/z.png)")
                .asset("/files", "a file");
        release();
        assertThat(press.text("files")).isEqualTo("a file");
        assertThat(press.problems()).containsExactly("_posts/a.md:5:38 no file /files/z.png");

        newsroom.file("static/files/z.png", new AssetPlace.WebRoot(new UrlPath("/files/z.png")), "z");
        press.kill();
        release();
        assertThat(press.stored()).doesNotContainKey("files");
        assertThat(press.text("files/z.png")).isEqualTo("z");
        assertThat(press.text("posts/a"))
                .contains("href=\"/files\"")
                .contains("href=\"../public/files\"")
                .contains("href=\"/files/z.png\"");
        assertThat(press.problems())
                .containsExactly(
                        "_posts/a.md:5:17 no page ../public/files",
                        "_posts/a.md:5:5 no page /files",
                        "public/files:1:1 /files is a file, and static/files/z.png needs a folder of that name; rename one of"
                                + " the two");

        newsroom.page("team", "Team").rename("team", "files/team").removeFile("static/files/z.png");
        release();
        assertThat(press.stored()).doesNotContainKey("files");
        assertThat(press.problems())
                .contains(
                        "public/files:1:1 /files is a file, and _posts/team.md needs a folder of that name; rename one of"
                                + " the two");

        newsroom.remove("team");
        press.kill();
        release();
        assertThat(press.text("files")).isEqualTo("a file");
        assertThat(press.text("posts/a")).contains("href=\"/files\">y");
        assertThat(press.problems()).containsExactly("_posts/a.md:5:38 no file /files/z.png");
    }

    /** Below a list are its other pages. */
    @Test
    void aFileGivesWayToAListOfPosts() throws Exception {
        newsroom.post("a", 1, "A", "[x](/topics/node.js)").asset("/topics/node.js", "a file");
        release();
        assertThat(press.text("topics/node.js")).isEqualTo("a file");

        newsroom.post("b", 2, "B", "Text.", "node.js");
        press.kill();
        release();
        assertThat(press.text("topics/node.js")).contains("<html");
        assertThat(press.text("posts/a")).contains("href=\"/topics/node.js\"");
        assertThat(press.problems())
                .containsExactly(
                        "public/topics/node.js:1:1 /topics/node.js is a file, and the list of posts there needs a"
                                + " folder of that name; rename one of the two");

        newsroom.remove("b");
        press.kill();
        release();
        assertThat(press.text("topics/node.js")).isEqualTo("a file");
        assertThat(press.problems()).isEmpty();
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
    }

    @Test
    void aFileThatAPostRefersToTakesNobodysRoom() throws Exception {
        newsroom.post("a", 1, "A", "![p](pic.png) ![q](img/q.png) ![r](r.html/r.png)")
                .file("_posts/r.html/r.png", new AssetPlace.AmongPosts("r.html/r.png"), "r")
                .file("_posts/pic.png", new AssetPlace.AmongPosts("pic.png"), "pic")
                .file("_posts/img/q.png", new AssetPlace.AmongPosts("img/q.png"), "q");
        release();
        assertThat(files()).containsOnlyKeys("posts/a/pic.png", "posts/a/img/q.png");
        String noUrl =
                "_posts/a.md:5:36 the file can have no URL below that of its page or post; shorten the names of the"
                        + " file or its folders, or give it another ending";
        assertThat(press.problems()).containsExactly(noUrl);

        newsroom.asset("/posts/a/img", "a file").asset("/posts/a/pic.png/deep.txt", "deep");
        press.kill();
        release();
        assertThat(files()).isEmpty();
        assertThat(press.text("posts/a/img")).isEqualTo("a file");
        assertThat(press.text("posts/a/pic.png/deep.txt")).isEqualTo("deep");
        assertThat(press.problems())
                .containsExactly(
                        "_posts/a.md:5:20 /posts/a/img is a file, and /posts/a/img/q.png needs a folder of that name;"
                                + " rename one of the two",
                        noUrl,
                        "_posts/a.md:5:6 /posts/a/pic.png is a file, and /posts/a/pic.png/deep.txt needs a folder of that"
                                + " name; rename one of the two");
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));

        // Another file takes the room of the first.
        newsroom.asset("/posts/a/img/other.txt", "other").removeAsset("/posts/a/pic.png/deep.txt");
        press.kill();
        release();
        assertThat(files()).containsOnlyKeys("posts/a/pic.png", "posts/a/img/q.png");
        assertThat(press.problems())
                .containsExactly(
                        noUrl,
                        "public/posts/a/img:1:1 /posts/a/img is a file, and public/posts/a/img/other.txt needs a folder of"
                                + " that name; rename one of the two");
    }

    @Test
    void theIntroductionOfAListThatIsNotThereIsShownNowhere() throws Exception {
        newsroom.introduction("/topics/go", "Go", "Of [games](nowhere).").post("a", 1, "A", "Text.");
        release();
        assertThat(press.problems())
                .containsExactly(
                        "_posts/_index.md:1:1 no post has a topic that is listed at /topics/go, so this is shown nowhere;"
                                + " name the folder after a topic as it reads in the URL of its list",
                        "_posts/_index.md:1:12 no post nowhere");

        newsroom.post("a", 1, "A", "Text.", "go");
        release();

        assertThat(press.problems()).containsExactly("_posts/_index.md:1:12 no post nowhere");
    }

    @Test
    void aLinkToTheFileOfAnIntroductionLeadsToItsListWhileThatIsThere() throws Exception {
        newsroom.introduction("/topics/go", "Go", "Text.").post("a", 1, "A", "[go](_index.md)");
        release();
        assertThat(press.text("posts/a")).contains("<a href=\"_index.md\">");

        newsroom.post("b", 2, "B", "Text.", "Go");
        release();
        assertThat(press.text("posts/a")).contains("<a href=\"/topics/go\">");

        newsroom.remove("b");
        release();
        assertThat(press.text("posts/a")).contains("<a href=\"_index.md\">");
        assertThat(press.problems()).contains("_posts/a.md:5:6 no file _index.md");
    }

    /** It would be the title otherwise, and in every list. */
    @Test
    void aHeadingLongerThanAnyTitleIsNone() {
        Article article = new Article(
                List.of("<p>x</p>"),
                List.of(),
                List.of(),
                "x",
                Optional.empty(),
                List.of(new Heading(1, "x".repeat(1_000_000), "x", 1)),
                List.of(),
                false,
                new PlainMarkdown(List.of("x"), List.of()),
                List.of());

        assertThat(article.firstHeading()).isEmpty();
        assertThat(new Title.OfDocument(Optional.empty()).is(article.headings().getFirst()))
                .isFalse();
    }

    /** More of them than a record may hold. */
    @Test
    void aTextWithVeryManyLinksIsReadableAndFollowedAllTheSame() throws Exception {
        StringBuilder text = new StringBuilder("[b](b) ");
        for (int i = 0; i < 900; i++) {
            text.append("[x](b?").append("x".repeat(800)).append(i).append(")\n\n");
        }
        newsroom.post("a", 1, "A", text.toString()).introduction("/archive", "All", text.toString());
        release();
        assertThat(press.status("posts/a")).isEqualTo(200);

        newsroom.post("b", 2, "B", "Text.");
        press.kill();
        release();

        assertThat(press.text("posts/a")).contains("href=\"/posts/b\"");
        assertThat(press.text("archive")).contains("href=\"/posts/b\"");

        press.kill();
        press.work.names().stream()
                .filter(name -> name.kind() == ContentName.Kind.SOURCE)
                .forEach(press.work::lose);
        newsroom.rename("b", "bee").post("c", 3, "C", "Text.");
        release();

        assertThat(press.text("posts/a")).contains("href=\"/posts/bee\"");
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
    }

    @Test
    void whatATextWasToldAndTheWorkStoreHasLostIsFoundAgain() throws Exception {
        String links = IntStream.range(0, 3_000)
                .mapToObj(i -> "[](good?" + i + ")\n\n")
                .collect(Collectors.joining());
        newsroom.post("good", 1, "Good", "Text.")
                .post("many", 2, "Many", links + "[](nowhere)")
                .cover("many", "/c.png")
                .asset("/c.png", "c");
        release();
        List<String> problems = press.problems();
        press.kill();
        for (Readable record : press.readable().values()) {
            if (record instanceof Readable.Document document
                    && document.lookups().stored().isPresent()) {
                Digest lost = document.lookups().stored().get();
                press.work.lose(ContentName.source(lost));
            }
        }

        newsroom.removeAsset("/c.png");
        release();

        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
        assertThat(press.problems())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(problems.stream(), Stream.of("_posts/many.md:3:8 no file /c.png"))
                                .toList());
    }

    /** The first transactions may tell of the post that moved, and not of those that link to it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 8})
    void aReleaseThatIsCutOffBetweenTwoTransactionsLeavesNoFormerLink(int commits) throws Exception {
        newsroom.post("target", 1, "Target", "Text.", "rare");
        for (int i = 0; i < 10; i++) {
            newsroom.post("linking-" + i, 2 + i, "Linking", "[t](target.md) [x](/topics/rare) ![p](p.png)");
        }
        newsroom.file("_posts/p.png", new AssetPlace.AmongPosts("p.png"), "p");
        release();
        press.stage.transaction = 2;
        newsroom.post("target", 1, "Target", "Text.")
                .rename("target", "elsewhere")
                .removeFile("_posts/p.png");
        press.ingest(newsroom, newsroom.commit());
        press.runAndDieAfter(commits);

        press.run();

        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
    }

    /** What was told of it is recorded already, and of the site nothing. */
    @Test
    void nothingIsToldAnyMoreOfAReleaseThatWasCutOffAndTakenBack() throws Exception {
        newsroom.post("target", 1, "Target", "Text.");
        IntStream.range(0, 5).forEach(i -> newsroom.post("linking-" + i, 2 + i, "Linking", "[t](target)"));
        release();
        press.stage.transaction = 1;
        press.ingest(newsroom.remove("target"), newsroom.commit());
        press.runAndDieAfter(2);
        assertThat(press.problems()).isNotEmpty();

        newsroom.post("target", 1, "Target", "Text.");
        release();

        assertThat(press.problems()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Content.State.class)
    void nothingIsToldAnyMoreOfThePathThatADraftLeft(Content.State state) throws Exception {
        newsroom.post("a", 1, "A", "[b](b)").state("a", Content.State.DRAFT);
        release();
        assertThat(press.problems()).containsExactly("_posts/a.md:5:5 no post b");

        press.kill();
        newsroom.post("a", 1, "Other", "[b](b)").state("a", state);
        for (NewRecord record : newsroom.commit()) {
            String json = new String(record.value().orElseThrow(), StandardCharsets.UTF_8);
            press.append(new NewRecord(
                    record.topic(),
                    record.key(),
                    Optional.of(json.replace("\"path\":\"_posts/a.md\"", "\"path\":\"_posts/z.md\"")
                            .getBytes(StandardCharsets.UTF_8)),
                    record.headers()));
        }
        press.run();

        assertThat(press.problems()).singleElement(STRING).startsWith("_posts/z.md:5:5 no post b");
    }

    @Test
    void anEditOfAPostThatManyLinkToLooksAtNoneOfThem() throws Exception {
        newsroom.post("target", 1, "Target", "Text.");
        IntStream.range(0, 200).forEach(i -> newsroom.post("linking-" + i, 2 + i, "Linking", "[t](target)"));
        release();
        RenderCounters.Counts before = press.counters.counts();

        newsroom.post("target", 1, "Target", "One word.");
        release();

        RenderCounters.Counts cost = press.counters.counts().since(before);
        assertThat(cost.articles()).isEqualTo(1);
        assertThat(cost.templates()).as("its page and its Markdown").isEqualTo(2);
        assertThat(cost.objectsRead()).isLessThan(10);
    }

    @ParameterizedTest
    @CsvSource({"other.md", "/posts/other", "other"})
    void otherBytesOfAFileAreNobodyElsesBusiness(String link) throws Exception {
        newsroom.post("other", 1, "Other", "![A](/a.png)").asset("/a.png", "a");
        IntStream.range(0, 5).forEach(i -> newsroom.post("p" + i, 2 + i, "P", "![A](/a.png) [o](" + link + ")"));
        release();
        RenderCounters.Counts before = press.counters.counts();

        newsroom.asset("/a.png", "b");
        release();

        assertThat(press.counters.counts().since(before).templates()).isZero();
        assertThat(press.text("a.png")).isEqualTo("b");
    }

    @Test
    void whatIsTakenInTogetherIsToldOfOnce() throws Exception {
        newsroom.post("a", 1, "A", "![A](/a.png) and [b](nobody)").asset("/a.png", "a");

        release();

        assertThat(press.problems()).containsExactly("_posts/a.md:5:22 no post nobody");
        assertThat(press.told()).isEqualTo(press.problems());
        assertThat(press.records(KafkaTopic.COMMITS, CommitStage.class)
                        .getLast()
                        .counts()
                        .warnings())
                .isEqualTo(1);
    }

    @Test
    void theListOfPostsIsAtBlogWhileAPageIsAtTheRoot() throws Exception {
        newsroom.page("index", "Home").post("a", 1, "A", "[posts](/blog)");
        release();
        assertThat(press.problems()).isEmpty();

        newsroom.remove("index");
        release();
        assertThat(press.problems()).containsExactly("_posts/a.md:5:9 no page /blog");

        newsroom.asset("/index.html", "mine");
        press.kill();
        release();
        assertThat(press.problems()).isEmpty();

        newsroom.removeAsset("/index.html");
        release();
        assertThat(press.problems()).containsExactly("_posts/a.md:5:9 no page /blog");
    }

    @Test
    void whatAGeneratorCallsTheListOfPostsLeadsToWhereItIs() throws Exception {
        newsroom.settings(Newsroom.settings(
                        "http://localhost:8080", "The Gazette", Optional.of(Content.Generator.JEKYLL)))
                .post("a", 1, "A", "[posts](/posts) [blog](/blog)");
        release();
        assertThat(press.text("posts/a")).contains("<a href=\"/\">posts</a> <a href=\"/\">blog</a>");

        newsroom.asset("/index.html", "mine");
        release();
        assertThat(press.text("posts/a")).contains("<a href=\"/blog\">posts</a> <a href=\"/blog\">blog</a>");

        newsroom.removeAsset("/index.html");
        release();
        assertThat(press.text("posts/a")).contains("<a href=\"/\">posts</a> <a href=\"/\">blog</a>");
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
    }

    @Test
    void anAuthorsPictureIsResolvedLikeALink() throws Exception {
        newsroom.post("a", 1, "A", "Text.")
                .portrait("a", "../public/ada.png")
                .cover("a", "../public/c.png")
                .asset("/ada.png", "ada")
                .asset("/c.png", "c");
        release();
        assertThat(press.text("posts/a")).contains("src=\"/ada.png\"").contains("src=\"/c.png\"");

        newsroom.removeAsset("/ada.png");
        release();

        assertThat(press.problems()).containsExactly("_posts/a.md:4:12 no file ../public/ada.png");
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
    }

    @Test
    void aFileBelongsToTheBundleThatItLiesInWhateverItsUrlLooksLike() throws Exception {
        newsroom.page("docs", "Docs").page("docs/setup", "Setup");
        newsroom.file("_posts/docs/setup/1.png", beside("docs", "setup/1.png"), "1");
        release();
        assertThat(files()).containsOnlyKeys("docs/setup/1.png");

        press.kill();
        newsroom.page("docs/setup", "Another word");
        release();
        assertThat(files()).containsOnlyKeys("docs/setup/1.png");

        newsroom.remove("docs/setup");
        release();
        assertThat(files()).containsOnlyKeys("docs/setup/1.png");
    }

    @Test
    void filesFollowTheBundlesAroundThem() throws Exception {
        newsroom.post("a", 1, "A", "One.");
        newsroom.file("_posts/a/b/x.png", beside("a", "b/x.png"), "x");
        release();
        assertThat(files()).containsOnlyKeys("posts/a/b/x.png");

        newsroom.post("b", 2, "B", "Two.");
        newsroom.file("_posts/a/b/x.png", beside("b", "x.png"), "x");
        release();
        assertThat(files()).containsOnlyKeys("posts/b/x.png");

        newsroom.file("_posts/a/b/x.png", beside("a", "b/x.png"), "x").remove("b");
        release();
        assertThat(files()).containsOnlyKeys("posts/a/b/x.png");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LIVE")
    void picturesBesideWhatIsNotReadAreServedByNobody(Content.State state) throws Exception {
        newsroom.post("a", 1, "A", "![x](a/x.png)")
                .page("d", "D")
                .post("e", 2, "E", "Text.")
                .post("f", 3, "F", "Text.");
        for (String hidden : List.of("a", "d", "f")) {
            newsroom.state(hidden, state);
        }
        newsroom.file("_posts/a/x.png", beside("a", "x.png"), "x");
        newsroom.file("_posts/a/below/y.png", beside("a", "below/y.png"), "y");
        newsroom.file("_posts/d/x.png", beside("d", "x.png"), "x");
        newsroom.file("_posts/e/f/x.png", beside("f", "x.png"), "x");
        newsroom.file("_posts/e/g.png", beside("e", "g.png"), "g");
        newsroom.post("b", 4, "B", "![x](a/x.png) ![y](d/x.png) ![z](e/f/x.png)");

        release();

        assertThat(files()).containsOnlyKeys("posts/e/g.png");
        assertThat(press.problems())
                .contains(
                        "_posts/b.md:5:6 no file a/x.png",
                        "_posts/b.md:5:20 no file d/x.png",
                        "_posts/b.md:5:34 no file e/f/x.png");
    }

    /** Ingest says nothing of a text that cannot be read, and the one before stays live. */
    @Test
    void picturesBesideAPostThatStaysLiveAreServedAsTheyAre() throws Exception {
        newsroom.post("a", 1, "A", "Text.");
        newsroom.file("_posts/a/x.png", beside("a", "x.png"), "x");
        release();

        newsroom.file("_posts/a/x.png", beside("a", "x.png"), "larger");
        newsroom.file("_posts/a/y.png", beside("a", "y.png"), "new");
        release();

        assertThat(files()).isEqualTo(Map.of("posts/a/x.png", "larger", "posts/a/y.png", "new"));
    }

    @Test
    void aFileOfWhichTheNameIsTooLongForAUrlIsToldOf() throws Exception {
        String name = "é".repeat(99) + ".png";
        newsroom.post("a", 1, "A", "Text.");
        newsroom.file("_posts/a/" + name, beside("a", name), "x");
        newsroom.file("_posts/a/y.png", beside("a", "y.png"), "y");

        release();

        assertThat(files()).containsOnlyKeys("posts/a/y.png");
        assertThat(press.problems())
                .containsExactly("_posts/a/" + name + ":1:1 the file can have no URL below that of its page or post;"
                        + " shorten the names of the file or its folders, or give it another ending");
    }

    @Test
    void aFileBesideAPostIsToldWhoHasItsUrl() throws Exception {
        newsroom.post("a", 1, "A", "Text.").asset("/posts/a/x.png", "mine");
        newsroom.file("_posts/a/x.png", beside("a", "x.png"), "beside");
        release();
        assertThat(files()).isEqualTo(Map.of("posts/a/x.png", "mine"));
        assertThat(press.problems())
                .containsExactly(
                        "_posts/a/x.png:1:1 /posts/a/x.png is the URL of public/posts/a/x.png already; rename one of the"
                                + " two, or take it away");

        newsroom.removeAsset("/posts/a/x.png");
        release();

        assertThat(files()).isEqualTo(Map.of("posts/a/x.png", "beside"));
        assertThat(press.problems()).isEmpty();
    }

    @Test
    void ofAFileWithVeryManyMistakesTheFirstAreKept() throws Exception {
        newsroom.post("a", 1, "A", ("[x](nowhere" + "é".repeat(400) + ")\n\n").repeat(200))
                .post(
                        "b",
                        2,
                        "B",
                        IntStream.range(0, 5_000)
                                .mapToObj(i -> "[x](n" + i + ")\n\n")
                                .collect(Collectors.joining()));

        release();

        assertThat(press.problems())
                .hasSize(101 + 101)
                .anyMatch(line -> line.startsWith("_posts/a.md") && line.endsWith(" … and 100 more"))
                .anyMatch(line -> line.startsWith("_posts/b.md") && line.endsWith(" … and 4900 more"));
        assertThat(press.told()).hasSize(50);
    }

    /** Each looks at every slug. */
    @Test
    void onlySoManyMistakesAreCompared() throws Exception {
        IntStream.range(100, 350).forEach(i -> newsroom.post("post-" + i, i, "Post", "[x](posd-" + i + ")"));

        release();

        assertThat(press.problems()).hasSize(250);
        assertThat(press.problems().stream().filter(line -> line.contains("did you mean post-")))
                .hasSize(200);
        try (Press fresh = new Press(2, Press.ARTICLES, Maker.of(Theme.builtIn()))) {
            assertThat(fresh.ingest(newsroom, newsroom.fresh()).run().problems())
                    .isEqualTo(press.problems());
        }
    }

    private AssetPlace beside(String name, String below) {
        Newsroom.Post owner = newsroom.posts().stream()
                .filter(post -> post.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new AssetPlace.Beside(owner.kind(), Newsroom.id(owner), below);
    }

    private void release() throws Exception {
        press.ingest(newsroom, newsroom.commit()).run();
    }

    private Map<String, String> files() throws Exception {
        Map<String, String> files = new TreeMap<>();
        for (String key : press.stored().keySet()) {
            if (key.endsWith(".png") && !key.equals("apple-touch-icon.png")) {
                files.put(key, press.text(key));
            }
        }
        return files;
    }
}
