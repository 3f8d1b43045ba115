package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.testing.RecordedBlog;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Against what the generators themselves have made of the same blogs: {@code movesin/record.py}. */
class MovesInTest {
    /** Where we are elsewhere: of a title that Jekyll takes for none, of what no file may be named. */
    private static final Set<String> OTHERWISE =
            Set.of("html-ending content/posts/slugged-root.md", "defaults-order index.md");

    @TempDir
    Path data;

    @TestFactory
    Stream<DynamicTest> ofJekyll() throws IOException {
        return of("jekyll");
    }

    @TestFactory
    Stream<DynamicTest> ofHugo() throws IOException {
        return of("hugo");
    }

    private Stream<DynamicTest> of(String generator) throws IOException {
        RecordedBlog blog = RecordedBlog.of(generator);
        assertThat(blog.urls().keySet())
                .containsExactlyElementsOf(blog.configurations().keySet().stream()
                        .map(name -> name.split(" ")[0])
                        .toList());
        return blog.configurations().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(),
                        () -> check(
                                blog,
                                each.getKey(),
                                each.getValue(),
                                Objects.requireNonNull(
                                        blog.urls().get(each.getKey().split(" ")[0])))));
    }

    private void check(RecordedBlog blog, String name, String text, Map<String, String> recorded) throws Exception {
        String file = name.contains(" ") ? name.substring(name.indexOf(' ') + 1) : "_config.yml";
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, Files.createDirectory(data.resolve(name)))) {
            git.write(file, text);
            blog.files().forEach(git::write);
            ingest.look(git.commit("A blog"));
            Map<String, String> urls = new LinkedHashMap<>();
            Map<String, String> expected = new LinkedHashMap<>();
            recorded.forEach((path, url) -> {
                if (!path.endsWith("/_index.md") && !OTHERWISE.contains(name.split(" ")[0] + " " + path)) {
                    Content.Document document = ingest.document(blog.files().containsKey(path) ? path : "news/" + path);
                    urls.put(path, document.state() + " " + document.url());
                    // The list of posts is there: the index has no text.
                    expected.put(path, (url.equals("/") ? "WITHHELD " : "LIVE ") + ours(url));
                }
            });
            assertThat(urls).hasSizeGreaterThan(4);
            urls.entrySet().removeIf(each -> expected.remove(each.getKey(), each.getValue()));
            assertThat(urls).as("%s", expected).isEmpty();
        }
    }

    /** Both forms answer, and this is the one that is written. */
    private static String ours(String url) {
        String composed = Normalizer.normalize(url, Normalizer.Form.NFC);
        return composed.length() > 1 && composed.endsWith("/")
                ? composed.substring(0, composed.length() - 1)
                : composed;
    }
}
