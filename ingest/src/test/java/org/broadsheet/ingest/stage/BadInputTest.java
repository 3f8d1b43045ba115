package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.MemoryContentStore;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.eclipse.jgit.lib.Constants;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One bad file stops nothing else, and its author learns where and what to do. */
class BadInputTest {
    @TempDir
    Path data;

    /** @param told exactly what is told, in the order of the files */
    record Case(String name, Consumer<GitFixture> bad, List<String> told) {
        Case(String name, Consumer<GitFixture> bad, String... told) {
            this(name, bad, List.of(told));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "not UTF-8",
                        git -> git.write(
                                "_posts/bad.md", "---\ntitle: Caf\u00e9\n---\n".getBytes(StandardCharsets.ISO_8859_1)),
                        "_posts/bad.md:2:11 problem the file is not UTF-8: found the byte 0xe9; save it as UTF-8"),
                new Case(
                        "a zero byte",
                        git -> git.write("_posts/bad.md", "One\nTwo \0 three\n"),
                        "_posts/bad.md:2:5 problem the file holds a zero byte: it is no text; save it as UTF-8"),
                new Case(
                        "20 MB of Markdown",
                        git -> git.write("_posts/bad.md", "word ".repeat(4 << 20)),
                        "_posts/bad.md:1:1 problem the file has 20971520 bytes, at most 2097152 are allowed; split it, or "
                                + "raise limits.post"),
                new Case(
                        "YAML aliases nested to explode",
                        git -> git.write("_posts/bad.md", bomb()),
                        "_posts/bad.md:4:28 problem more than 10 aliases; write the values out"),
                new Case(
                        "YAML nested too deeply",
                        git -> git.write("_posts/bad.md", "---\na: " + "[".repeat(1000) + "\n---\n"),
                        "_posts/bad.md:2:23 problem nested more than 20 levels deep; take some levels away"),
                new Case(
                        "an escape of more than there are characters",
                        git -> git.write("_posts/bad.md", "---\ntitle: \"\\UFFFFFFFF\"\n---\n"),
                        "_posts/bad.md:2:11 problem an escape that stands for no character; write the character itself, or "
                                + "single quotes around the text"),
                new Case(
                        "an escape of half a character",
                        git -> git.write("_posts/bad.md", "---\ntitle: \"\\uD800\"\n---\n"),
                        "_posts/bad.md:2:8 problem an escape that stands for no character; write the character itself, or "
                                + "single quotes around the text"),
                new Case(
                        "a symbolic link out of the repository",
                        git -> git.link("_posts/bad.md", "/etc/passwd").link("public/p.txt", "../../etc/passwd"),
                        "_posts/bad.md:1:1 problem the file is a symbolic link, which is not followed; commit the file "
                                + "itself",
                        "public/p.txt:1:1 problem the file is a symbolic link, which is not followed; commit the file "
                                + "itself"),
                new Case(
                        "files that are folders or commits",
                        git -> git.noFile("_posts/bad.md", Constants.OBJ_TREE)
                                .noFile("_posts/bundle/worse.png", Constants.OBJ_COMMIT)
                                .noFile("_posts/worse.md", Constants.OBJ_COMMIT)
                                .noFile("public/p.png", Constants.OBJ_TREE)
                                .write("_posts/bundle/index.md", "A bundle"),
                        "_posts/bad.md:1:1 problem what the commit names here as a file is a folder or a commit; commit "
                                + "the file itself",
                        "_posts/bundle/worse.png:1:1 problem what the commit names here as a file is a folder or a "
                                + "commit; commit the file itself",
                        "_posts/worse.md:1:1 problem what the commit names here as a file is a folder or a commit; commit "
                                + "the file itself",
                        "public/p.png:1:1 problem what the commit names here as a file is a folder or a commit; commit "
                                + "the file itself"),
                new Case(
                        "settings and an introduction that are folders",
                        git -> git.noFile("_posts/_index.md", Constants.OBJ_TREE)
                                .noFile("site.yml", Constants.OBJ_TREE),
                        "_posts/_index.md:1:1 problem what the commit names here as a file is a folder or a commit; commit "
                                + "the file itself",
                        "site.yml:1:1 problem what the commit names here as a file is a folder or a commit; commit the "
                                + "file itself"),
                new Case(
                        "settings that are a symbolic link",
                        git -> git.link("site.yml", "../elsewhere.yml"),
                        "site.yml:1:1 problem the file is a symbolic link, which is not followed; commit the file itself"),
                new Case(
                        "a line break and a control character in names",
                        git -> git.write("_posts/two\nlines.md", "Hello").write("public/be\u0007ll.png", "x"),
                        "_posts/two\\u000alines.md:1:1 problem the file's name holds a line break or another control "
                                + "character; rename the file",
                        "public/be\\u0007ll.png:1:1 problem the file's name holds a line break or another control "
                                + "character; rename the file"),
                new Case(
                        "a path that is too long",
                        git -> git.write("_posts/" + "long/".repeat(250) + "bad.md", "Hello"),
                        "_posts/" + "long/".repeat(18)
                                + "lon\u2026db6f7a950832:1:1 problem the path has more than 1024 bytes; shorten the names of the "
                                + "file or its folders, or raise limits.path"),
                new Case(
                        "a name that is not UTF-8",
                        git -> git.write("_posts/caf\u00e9.md".getBytes(StandardCharsets.ISO_8859_1), new byte[] {'x'}),
                        "_posts/caf\uFFFDE9.md:1:1 problem the file's name is not UTF-8; rename the file, its name in UTF-8 "
                                + "or ASCII"),
                new Case(
                        "two files with one slug",
                        git -> git.write("_posts/bad.md", "---\nslug: GOOD\n---\nMe too\n"),
                        "_posts/bad.md:2:7 problem /posts/GOOD differs from /posts/good, the URL of _posts/good.md, by nothing but case or normalisation; rename the file, or "
                                + "write slug: another-name"),
                new Case(
                        "two files whose URLs are one file of the site",
                        git -> git.write("_posts/bad.md", "---\nslug: good.html\n---\nMe too\n"),
                        "_posts/bad.md:2:7 problem /posts/good.html would be the same file of the site as /posts/good, the URL of _posts/good.md; rename the file, or "
                                + "write slug: another-name"),
                new Case(
                        "names that cannot stand in a URL whole",
                        git -> git.write("_posts/" + "ä".repeat(110) + ".md", "Long")
                                .write("_posts/what?.md", "What")
                                .write("_posts/" + "b".repeat(200) + ".md", "Just so")
                                .write("_posts/a folder?/post.md", "Its folder is in no URL")
                                .write("pages/q & a/first one.md", "---\ntitle: A\n---\n")
                                .write("pages/q & a/index.md", "---\ntitle: A\n---\n")
                                .write("pages/" + "c".repeat(230) + "/x/y.md", "---\ntitle: A\n---\n"),
                        "_posts/what?.md:1:1 warning not all of the name \"what?\" can stand in a URL; it is /posts/what; "
                                + "write slug: to choose another",
                        "_posts/" + "ä".repeat(110)
                                + ".md:1:1 warning the file's name was cut: of its 220 bytes 200 at "
                                + "the most can stand in a URL; it is /posts/" + "ä".repeat(100)
                                + "; write slug: to choose another",
                        "pages/" + "c".repeat(230) + "/x/y.md:1:1 warning not all of the folder's name \""
                                + "c".repeat(230) + "\" can stand in a URL; it is /" + "c".repeat(200)
                                + "/x/y; rename the folder to choose another",
                        "pages/q & a/first one.md:1:1 warning not all of the folder's name \"q & a\" can stand in a URL; "
                                + "it is /q--a/first-one; rename the folder to choose another",
                        "pages/q & a/index.md:1:1 warning not all of the name \"q & a\" can stand in a URL; it is /q--a; "
                                + "write slug: to choose another"),
                new Case(
                        "one slug twice",
                        git -> git.write("_posts/bad.md", "---\nslug: good\n---\nMe too\n"),
                        "_posts/bad.md:2:7 problem /posts/good is the URL of _posts/good.md already; rename the file, or "
                                + "write slug: another-name"),
                new Case(
                        "where there is no page, or one at times",
                        git -> git.write("pages/posts.md", "---\ntitle: A\n---\n")
                                .write("pages/Blog.md", "---\ntitle: A\n---\n")
                                .write("pages/authors.md", "---\ntitle: A\n---\n")
                                .write("pages/404.md", "---\ntitle: A\n---\n")
                                .write("public/posts", "x")
                                .write("public/topics", "x"),
                        "pages/404.md:1:1 problem /404 is reserved: it is what is shown where nothing is; write slug: "
                                + "another-name, or move the file",
                        "pages/Blog.md:1:1 problem /Blog is reserved: the list of posts moves there when an index.md takes "
                                + "/; write slug: another-name, or move the file",
                        "pages/authors.md:1:1 problem /authors is reserved: the site lists its posts under /authors; write "
                                + "slug: another-name, or move the file",
                        "pages/posts.md:1:1 problem /posts is reserved: the site's posts are below it; write slug: "
                                + "another-name, or move the file",
                        "public/posts:1:1 problem /posts is reserved: the site's posts are below it; move the file to "
                                + "another folder or name",
                        "public/topics:1:1 problem /topics is reserved: the site lists its posts under /topics; move the "
                                + "file to another folder or name"),
                new Case(
                        "one name in two normalisations",
                        git -> {
                            git.write("_posts/caf\u00e9.md", "One").commit("The elder");
                            git.write("_posts/cafe\u0301.md", "Two");
                        },
                        "_posts/cafe\u0301.md:1:1 problem /posts/caf\u00e9 is the URL of _posts/caf\u00e9.md already; rename "
                                + "the file, or write slug: another-name"),
                new Case(
                        "reserved paths",
                        git -> git.write("pages/api/bad.md", "---\ntitle: A\n---\n")
                                .write("pages/archive.md", "---\ntitle: A\n---\n")
                                .write("pages/x.md", "---\nslug: hub\n---\n")
                                .write("public/git/x.txt", "x")
                                .write("public/feed.xml", "x"),
                        "pages/api/bad.md:1:1 problem /api/bad is reserved: the server itself answers under /api; write "
                                + "slug: another-name, or move the file",
                        "pages/archive.md:1:1 problem /archive is reserved: the site lists its posts under /archive; write slug: "
                                + "another-name, or move the file",
                        "pages/x.md:2:7 problem /hub is reserved: the server itself answers under /hub; write slug: "
                                + "another-name, or move the file",
                        "public/feed.xml:1:1 problem /feed.xml is reserved: the site's feed is there; move the file to "
                                + "another folder or name",
                        "public/git/x.txt:1:1 problem /git/x.txt is reserved: the server itself answers under /git; move "
                                + "the file to another folder or name"),
                new Case(
                        "URLs that no file of the site can have, or not one of its own",
                        git -> git.write(
                                        "pages/" + "deep/".repeat(190) + "bad.md",
                                        "---\nslug: " + "a".repeat(100) + "\n---\n")
                                .write("pages/bad.html.html.md", "---\ntitle: A\n---\n")
                                .write("pages/bad.md", "---\nslug: index\n---\n")
                                .write("_posts/bad.md", "---\nslug: .bad\n---\n")
                                .write("public/index", "x")
                                .write("public/x.html.html", "x"),
                        "_posts/bad.md:2:7 problem a name in /posts/.bad begins with a dot, and web servers hide such files; "
                                + "write slug: another-name, or move the file",
                        "pages/bad.html.html.md:1:1 problem /bad.html.html would be the same file as /bad; write slug: another-name, "
                                + "or move the file",
                        "pages/bad.md:2:7 problem /index would be the same file as /; write slug: another-name, or move the "
                                + "file",
                        "pages/" + "deep/".repeat(190)
                                + "bad.md:2:7 problem the URL has 1050 bytes, more than can be stored; "
                                + "write slug: another-name, or move the file",
                        "public/index:1:1 problem /index would be the same file as /; move the file to another folder or "
                                + "name",
                        "public/x.html.html:1:1 problem /x.html.html would be the same file as /x; move the file to another "
                                + "folder or name"),
                new Case(
                        "files where a folder of the site has to be, and the reverse",
                        git -> git.write("public/feed.xml/x.txt", "x")
                                .write("static/robots.txt/x.txt", "x")
                                .write("public/page.html/x.txt", "x")
                                .write("static/assets", "x")
                                .write("pages/assets.md", "---\ntitle: A\n---\n")
                                .write("pages/page.html/bad.md", "---\ntitle: A\n---\n"),
                        "pages/page.html/bad.md:1:1 problem a folder in /page.html/bad is named as files of pages are; write "
                                + "slug: another-name, or move the file",
                        "public/feed.xml/x.txt:1:1 problem /feed.xml/x.txt is reserved: /feed.xml is a file of the site, and "
                                + "no folder; move the file to another folder or name",
                        "public/page.html/x.txt:1:1 problem a folder in /page.html/x.txt is named as files of pages are; move "
                                + "the file to another folder or name",
                        "static/assets:1:1 problem /assets is reserved: the site's style sheet is below it; move the file to "
                                + "another folder or name",
                        "static/robots.txt/x.txt:1:1 problem /robots.txt/x.txt is reserved: /robots.txt is a file of the site, "
                                + "and no folder; move the file to another folder or name"),
                new Case(
                        "an asset too large",
                        git -> git.write("public/big.bin", new byte[9 << 20]),
                        "public/big.bin:1:1 problem the file has 9437184 bytes, at most 8388608 are allowed; make it "
                                + "smaller, or raise limits.asset"),
                new Case(
                        "front matter that is not closed",
                        git -> git.write("_posts/bad.md", "---\ntitle: A\n\nHello\n"),
                        "_posts/bad.md:1:1 problem the front matter is not closed; put a line of --- below its last key"),
                new Case(
                        "TOML that is none",
                        git -> git.write("_posts/bad.md", "+++\ntitle = \"A\"\ndate: 2024-05-01\n+++\nHello\n"),
                        "_posts/bad.md:3:1 problem a line without =; write key = \"value\", one a line, and texts in "
                                + "quotes"),
                new Case(
                        "TOML nested too deeply",
                        git -> git.write("_posts/bad.md", "+++\na = " + "[".repeat(20_000) + "\n+++\n"),
                        "_posts/bad.md:2:24 problem nested more than 20 levels deep; take some levels away"),
                new Case(
                        "10 MB of front matter",
                        git -> git.write("_posts/bad.md", "+++\na = [" + "1,".repeat(900_000) + "]\n+++\n"),
                        "_posts/bad.md:1:1 problem the front matter has 1800007 characters, at most 65536 are allowed; "
                                + "move what is text below the line of +++"),
                new Case(
                        "JSON nested too deeply",
                        git -> git.write(
                                "_posts/bad.md", "{\"a\": " + "[".repeat(9_000) + "]".repeat(9_000) + "}\nHello\n"),
                        "_posts/bad.md:1:26 problem nested more than 20 levels deep; take some levels away"),
                new Case(
                        "JSON that is not closed",
                        git -> git.write("_posts/bad.md", "{\"a\": \"b\"\n\nHello\n"),
                        "_posts/bad.md:1:1 problem the front matter is not closed; close the { with } within 65536 "
                                + "characters; if it is text, write words above it"),
                new Case(
                        "a setting that does not exist",
                        git -> git.write("site.yml", "titel: My site\n"),
                        "site.yml:1:1 problem titel: no such key; did you mean title?"));
    }

    private static String bomb() {
        return "---\na: &a [x, x]\nb: &b [*a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b]\ntitle: T\n---\n";
    }

    @Test
    void aFileThatAFaultOfOursMeetsCostsNothingElse() throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            // Long enough for the work store.
            git.write("_posts/bad.md", "word ".repeat(150_000)).write("_posts/rest.md", "The rest");
            CommitId commit = git.commit("Two posts");

            ingest.storing(store -> new Faulty()).look(commit);

            assertThat(ingest.problems())
                    .containsExactly(
                            "_posts/bad.md:1:1 problem the file cannot be published: "
                                    + "java.lang.IllegalStateException: a fault; take away what was added last, and tell us of it");
            assertThat(ingest.document("_posts/rest.md").state()).isEqualTo(Content.State.LIVE);

            CommitId next = git.write("_posts/other.md", "Other").commit("Third");
            ingest.storing(store -> store).restart().look(next);
            assertThat(ingest.document("_posts/other.md").state()).isEqualTo(Content.State.LIVE);
        }
    }

    /** A store with a fault that nobody foresaw. */
    private static final class Faulty extends MemoryContentStore {
        @Override
        public boolean put(ContentName name, ByteSource bytes) {
            throw new IllegalStateException("a fault");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Timeout(30)
    void isToldWithPlaceAndHintWhileTheRestGoesLive(Case bad) throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            git.write("_posts/good.md", "---\ntitle: Good\n---\nHello\n").commit("First");
            bad.bad().accept(git);
            CommitId commit = git.write("_posts/rest.md", "The rest").commit("Second");

            ingest.look(commit);

            assertThat(ingest.problems()).isEqualTo(bad.told());
            assertThat(ingest.document("_posts/good.md").state()).isEqualTo(Content.State.LIVE);
            assertThat(ingest.document("_posts/rest.md").state()).isEqualTo(Content.State.LIVE);
            List<String> live = ingest.content().values().stream()
                    .filter(c -> c instanceof Content.Document d && d.state() == Content.State.LIVE)
                    .map(c -> ((Content.Document) c).path().value())
                    .filter(path -> path.contains("bad"))
                    .toList();
            assertThat(live).isEmpty();
            assertThat(ingest.commit(commit).counts().problems())
                    .isEqualTo(bad.told().stream()
                            .filter(line -> line.contains(" problem "))
                            .count());
        }
    }

    static Stream<Arguments> literalCommits() {
        return Stream.of(
                arguments("2^63-1 seconds", replaced("> \\d+ ", "> 9223372036854775807 "), "9999-12-30T23:59:59Z"),
                arguments("more than 64 bits", replaced("> \\d+ ", "> 18446744073709551621 "), "9999-12-30T23:59:59Z"),
                arguments(
                        "more digits than any number",
                        replaced("> \\d+ ", "> " + "9".repeat(5000) + " "),
                        "9999-12-30T23:59:59Z"),
                arguments("before all time", replaced("> \\d+ ", "> -9223372036854775808 "), "1970-01-01T00:00:00Z"),
                arguments("before 1970", replaced("> \\d+ ", "> -1 "), "1970-01-01T00:00:00Z"),
                arguments("beyond Instant", replaced("> \\d+ ", "> 31556889864403200 "), "9999-12-30T23:59:59Z"),
                arguments("no time", replaced("> \\d+ \\+0000", ">"), "1970-01-01T00:00:00Z"),
                arguments("no zone", replaced("(> \\d+) \\+0000", "$1"), "1970-01-01T00:00:00Z"),
                arguments("words for a time", replaced("> \\d+ \\+0000", "> next Tuesday"), "1970-01-01T00:00:00Z"),
                arguments("a zone that is none", replaced("\\+0000", "+9999"), null),
                arguments("a zone of any length", replaced("\\+0000", "-99999999999999999999"), null),
                arguments("the farthest zone", replaced("\\+0000", "+1800"), null),
                arguments("no author", replaced("author .*\n", ""), null),
                arguments("no committer", replaced("committer .*\n", ""), "2026-11-23T10:01:00Z"),
                arguments("neither", replaced("(author|committer) .*\n", ""), "1970-01-01T00:00:00Z"),
                arguments("an author without brackets", replaced("author .*\n", "author me\n"), "2026-11-23T10:01:00Z"),
                arguments("an empty author", replaced("author .*\n", "author \n"), "2026-11-23T10:01:00Z"),
                arguments(
                        "brackets in the name",
                        replaced("author Ada <", "author A > B > 5 +0100 <"),
                        "2026-11-23T10:01:00Z"),
                arguments("a name of a megabyte", replaced("Ada", "A".repeat(1 << 20)), "2026-11-23T10:01:00Z"),
                arguments(
                        "an encoding that there is not",
                        replaced("\n\n", "\nencoding no-such-8\n\n\u00ff"),
                        "2026-11-23T10:01:00Z"),
                arguments(
                        "an encoding that cannot be a name",
                        replaced("\n\n", "\nencoding \u00ff?* \n\n\u00ff"),
                        "2026-11-23T10:01:00Z"),
                arguments("a message with zero bytes", replaced("\n\n", "\n\n\0\0"), "2026-11-23T10:01:00Z"),
                arguments("no message", replaced("(?s)\n\n.*", "\n"), "2026-11-23T10:01:00Z"));
    }

    private static UnaryOperator<String> replaced(String pattern, String by) {
        return raw -> raw.replaceAll(pattern, by);
    }

    /** As {@code git hash-object --literally} makes them. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("literalCommits")
    @Timeout(30)
    void whateverACommitSaysOfItselfItsFilesGoLive(String name, UnaryOperator<String> literally, @Nullable String born)
            throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            git.write("_posts/good.md", "---\ntitle: Good\n---\nHello\n").commit("First");
            ingest.look();
            git.literally(literally);
            CommitId odd = git.write("_posts/odd.md", "---\ndate: 2026-11-23\n---\nOdd\n")
                    .commit("Odd");

            ingest.look(odd);

            assertThat(ingest.commit(odd).state()).isEqualTo(CommitStage.State.DONE);
            assertThat(ingest.document("_posts/odd.md").past().bornAt())
                    .satisfies(at ->
                            assertThat(born == null ? at.toString() : born).isEqualTo(at.toString()));
            git.literally(UnaryOperator.identity());
            CommitId next = git.write("_posts/next.md", "Next\n").commit("Next");
            ingest.restart().look(next);
            assertThat(ingest.commit(next).state()).isEqualTo(CommitStage.State.DONE);
            try (IngestDriver fresh = new IngestDriver(git, data)) {
                fresh.look();
                RefusalTest.assertSame(name + " ", ingest, fresh);
            }
        }
    }

    /** What is no commit at all: what is live stays, and a commit that does not build on it is taken in. */
    @ParameterizedTest
    @ValueSource(strings = {"tree of nothing\n", "", "parent 0\n", "\0\0\0", "tree \u00ff"})
    @Timeout(30)
    void whatIsNoCommitIsAProblemOfTheBranchUntilItStandsElsewhere(String literal) throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            git.write("_posts/good.md", "Hello\n").commit("First");
            ingest.look();
            CommitId none = git.object(literal);
            git.standingAt(Optional.of(none));

            ingest.look(none);

            assertThat(ingest.commit(none).state()).isEqualTo(CommitStage.State.FAILED);
            assertThat(ingest.problems()).hasSize(1).allMatch(p -> p.startsWith("refs/heads/main:1:1 problem commit "));
            ingest.restart().look();
            assertThat(ingest.problems()).hasSize(1);

            git.standingAt(Optional.empty());
            CommitId next = git.write("_posts/next.md", "Next\n").commit("Next");
            ingest.look(next);

            assertThat(ingest.commit(next).state()).isEqualTo(CommitStage.State.DONE);
            assertThat(ingest.problems()).isEmpty();
        }
    }

    static Stream<String> dates() {
        return Stream.of(
                "0000-01-01",
                "0001-01-01",
                "0001-01-01T00:00",
                "0001-01-01T00:00+14:00",
                "9999-12-31",
                "9999-12-31T23:59:59.999999999",
                "9999-12-31T23:59:59-18:00",
                "0000-01-01T00:00:00+18:00",
                "999999999-01-01",
                "-999999999-01-01",
                "+10000-01-01",
                "99999999999999999999",
                "2026-02-30",
                "1e400",
                ".inf",
                ".nan",
                "2026-11-23T99:99",
                "0",
                "-1",
                "[]",
                "{}",
                "!!timestamp 2026-99-99");
    }

    @ParameterizedTest
    @MethodSource("dates")
    void anyDateIsOneOrAProblemOfItsFile(String date) throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            git.write("site.yml", "timeZone: Pacific/Kiritimati\n").write("_posts/good.md", "Hello\n");
            for (String key : List.of("date", "updated", "expires", "lastmod", "publishDate")) {
                git.write("_posts/" + key + ".md", "---\n" + key + ": " + date + "\n---\nText\n");
            }
            CommitId commit = git.write("_posts/0000-00-00-x.md", "x")
                    .write("_posts/9999-99-99-y.md", "y")
                    .commit("Dates");

            ingest.look(commit);

            assertThat(ingest.commit(commit).state()).isEqualTo(CommitStage.State.DONE);
            assertThat(ingest.document("_posts/good.md").state()).isEqualTo(Content.State.LIVE);
            assertThat(ingest.problems()).noneMatch(p -> p.contains("Exception"));
            for (Content content : ingest.content().values()) {
                assertThat(Json.read(Json.write(content), Content.class)).isEqualTo(content);
            }
        }
    }
}
