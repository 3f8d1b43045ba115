package org.broadsheet.render.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.render.release.Incoming;
import org.broadsheet.render.release.Posts;
import org.broadsheet.render.release.Site;
import org.junit.jupiter.api.Test;

class GeneratorUrlsTest {
    private static final Content.Settings HUGO = new Content.Settings(
            Posts.SITE,
            "The Gazette",
            "",
            "http://localhost:8080",
            "en",
            "UTC",
            Map.of(),
            List.of(),
            Content.Html.TRUSTED,
            false,
            Optional.empty(),
            Optional.of(Content.Generator.HUGO));

    private static Incoming post(int number) {
        return new Incoming.Live(Posts.post(number, "Post " + number, "C++"));
    }

    @Test
    void aPostMoreBringsOnePageOfItsTopicAndTouchesNoOther() {
        Site site = Site.of(List.of())
                .with(List.of(new Incoming.Settings(HUGO)))
                .now()
                .with(IntStream.range(0, 1000).mapToObj(GeneratorUrlsTest::post).toList())
                .now();

        Set<UrlPath> candidates = new TreeSet<>();
        GeneratorUrls.FAMILY.candidates(site.with(List.of(post(1000))), candidates::add);

        assertThat(candidates)
                .extracting(UrlPath::value)
                .containsExactlyInAnyOrder(
                        "/page/101",
                        "/posts/page/101",
                        "/post/page/101",
                        "/blog/page/101",
                        "/tags/c++/page/101",
                        "/tags/c-plus-plus/page/101",
                        "/categories/c++/page/101",
                        "/categories/c-plus-plus/page/101");
    }
}
