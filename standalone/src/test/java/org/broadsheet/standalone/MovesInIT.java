package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.RecordedBlog;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.Subscriber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Blogs of other generators, pushed as they are: every URL at which the generator itself had a page of theirs answers, at once or by one
 * redirect. The URLs are recorded from runs of the generators: {@code record.py} beside them.
 */
class MovesInIT {
    private final Subscriber reader = new Subscriber(Optional.empty());

    private static GitCommandLine written(RecordedBlog blog, Path folder, String configuration, String file) {
        GitCommandLine author = GitCommandLine.init(folder);
        blog.files().forEach(author::write);
        author.write(file, Objects.requireNonNull(blog.configurations().get(configuration)));
        author.commit("A blog");
        return author;
    }

    private static List<String> recorded(RecordedBlog blog, String configuration) {
        return Objects.requireNonNull(blog.urls().get(configuration)).entrySet().stream()
                .filter(page -> !page.getKey().endsWith("/_index.md"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** How a URL answers, when a browser follows it: 200, or 308 and that of where it leads. */
    private String answer(Program program, String path) throws Exception {
        HttpResponse<String> there = reader.get(program.url(encoded(path)));
        if (there.statusCode() != 308) {
            return Integer.toString(there.statusCode());
        }
        String to = there.headers().firstValue("Location").orElseThrow();
        return "308 " + reader.get(program.url(to)).statusCode();
    }

    private static String encoded(String path) {
        boolean slash = path.length() > 1 && path.endsWith("/");
        return new UrlPath(slash ? path.substring(0, path.length() - 1) : path).encoded() + (slash ? "/" : "");
    }

    private void answer(Program program, List<String> paths) throws Exception {
        Map<String, String> wrong = new TreeMap<>();
        for (String path : paths) {
            String answer = answer(program, path);
            if (!answer.equals("200") && !answer.equals("308 200")) {
                wrong.put(path, answer);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** As a browser, a server of files and people write one. */
    private static List<String> spellings(List<String> urls) {
        List<String> all = new ArrayList<>(urls);
        for (String url : urls) {
            String bare = url.replaceFirst("(\\.html|/)$", "");
            if (!bare.isEmpty()) {
                all.addAll(List.of(bare, bare + "/", bare + ".html", bare + "/index.html"));
            }
        }
        return all;
    }

    @Test
    void everyUrlOfBeforeAnswers(@TempDir Path folder) throws Exception {
        RecordedBlog jekyll = RecordedBlog.of("jekyll");
        RecordedBlog hugo = RecordedBlog.of("hugo");
        try (Program program = Program.up(folder, Program.freePort(), List.of())) {
            String git = program.url("/git/content.git");
            GitCommandLine author = written(jekyll, folder.resolve("jekyll"), "default", "_config.yml");
            GitCommandLine.Result pushed = author.run("push", git, "main");
            assertThat(pushed.remoteLines())
                    .first()
                    .asString()
                    .contains("taken for a site of Jekyll, for _config.yml is there");
            List<String> byDate = recorded(jekyll, "default");
            assertThat(byDate).hasSizeGreaterThan(30);
            answer(program, spellings(byDate));
            answer(
                    program,
                    List.of("/feed/", "/feed", "/rss.xml", "/index.xml", "/atom.xml", "/posts", "/blog", "/tags"));

            author.write("_config.yml", "permalink: pretty\ntimezone: America/Los_Angeles\n")
                    .commit("Other URLs");
            GitCommandLine.Result moved = author.run("push", git, "main");
            assertThat(moved.remoteLines())
                    .anyMatch(line -> line.contains("leads here"))
                    .anyMatch(line -> line.startsWith("moved ") && line.contains(" are at other URLs"));
            answer(program, recorded(jekyll, "pretty"));
            answer(program, byDate);

            GitCommandLine other = written(hugo, folder.resolve("hugo"), "slug hugo.json", "hugo.json");
            other.run("push", "--force", git, "main");
            answer(program, spellings(recorded(hugo, "slug")));
            answer(
                    program,
                    List.of(
                            "/index.xml",
                            "/posts/",
                            "/tags/",
                            "/categories/",
                            "/notes/",
                            "/notes/index.xml",
                            "/notes/page/1/",
                            "/posts/has-section/deeper/index.xml"));
        }
    }
}
