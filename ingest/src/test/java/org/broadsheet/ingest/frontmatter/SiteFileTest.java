package org.broadsheet.ingest.frontmatter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.record.Finding;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.permalink.Dialect;
import org.broadsheet.ingest.permalink.Permalink;
import org.broadsheet.ingest.permalink.SiteUrls;
import org.junit.jupiter.api.Test;

class SiteFileTest {
    private static final DataLimits LIMITS = new DataLimits(4_000, 10, 10, 500);

    private static SiteFile read(String text) {
        return SiteFile.read(text.getBytes(StandardCharsets.UTF_8), LIMITS);
    }

    @Test
    void takesPermalinks() {
        SiteFile.Readable read = (SiteFile.Readable) read("title: Notes\npermalinks: /:year/:slug\n");

        assertThat(read.title()).contains("Notes");
        assertThat(read.permalinks())
                .contains(new SiteUrls(List.of(new SiteUrls.Folder("", new Permalink(Dialect.SITE, "/:year/:slug")))));
    }

    @Test
    void hasNoneWhereNoneAreWritten() {
        assertThat(((SiteFile.Readable) read("title: Notes\npermalinks:\n")).permalinks())
                .isEmpty();
        assertThat(SiteFile.Readable.NONE.permalinks()).isEmpty();
    }

    @Test
    void takesWhetherTextsHaveTablesOfContents() {
        assertThat(((SiteFile.Readable) read("highlight: false\n")).plainCode()).isTrue();
        assertThat(((SiteFile.Readable) read("highlight: true\n")).plainCode()).isFalse();
        assertThat(SiteFile.Readable.NONE.plainCode()).isFalse();
        assertThat(read("highlight: github\n")).isInstanceOf(SiteFile.Broken.class);
        assertThat(((SiteFile.Readable) read("markdown: false\n")).withoutMarkdown())
                .isTrue();
        assertThat(((SiteFile.Readable) read("markdown: true\n")).withoutMarkdown())
                .isFalse();
        assertThat(((SiteFile.Readable) read("toc: true\n")).contents()).isTrue();
        assertThat(((SiteFile.Readable) read("toc: false\n")).contents()).isFalse();
        assertThat(SiteFile.Readable.NONE.contents()).isFalse();
        assertThat(read("toc: 3\n"))
                .isInstanceOfSatisfying(
                        SiteFile.Broken.class,
                        broken -> assertThat(broken.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.message()).startsWith("toc: found")));
    }

    @Test
    void takesFoldersAsPeopleWriteThem() {
        DataLimits large = new DataLimits(300_000, 10, 10, 500);
        String slashes = "/".repeat(100_000);
        byte[] text = ("content:\n  ./src/a//: posts\n  ? '" + slashes + "x" + slashes + "'\n  : pages\n  ./: ignore\n")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(((SiteFile.Readable) SiteFile.read(text, large)).content())
                .containsExactly(
                        new Layout.Folder("src/a", Layout.Use.POSTS),
                        new Layout.Folder("x", Layout.Use.PAGES),
                        new Layout.Folder("", Layout.Use.IGNORE));
    }

    @Test
    void takesNoPatternOfFormerIdsThatWouldFillAFeed() {
        assertThat(read("formerGuids: {kind: '" + ":path".repeat(200) + "', before: 2026-11-01}\n"))
                .isInstanceOfSatisfying(
                        SiteFile.Broken.class,
                        broken -> assertThat(broken.problems())
                                .singleElement()
                                .satisfies(problem -> assertThat(problem.message())
                                        .isEqualTo("kind: it has 1000 characters, at most 500 are allowed")));
    }

    @Test
    void tellsAWrongPatternWithItsPlace() {
        assertThat(read("permalinks:\n  content/notes: /:yer/:slug\ntitle: []\n"))
                .isEqualTo(new SiteFile.Broken(List.of(
                        Finding.problem(3, 8, "title: found a list", "write title: My site"),
                        Finding.problem(
                                2,
                                18,
                                "permalinks: content/notes: \":yer\" is no placeholder",
                                "did you mean :year?"))));
    }
}
