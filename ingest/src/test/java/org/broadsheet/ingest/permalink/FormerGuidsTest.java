package org.broadsheet.ingest.permalink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.junit.jupiter.api.Test;

class FormerGuidsTest {
    private static Source titled(String title) {
        return new Source(
                Kind.POST,
                new ContentPath("_posts/a.md"),
                "a.md",
                "a",
                "a",
                Optional.empty(),
                Optional.empty(),
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.of(title),
                List.of(),
                List.of());
    }

    private static Optional<String> guid(String pattern, String title) {
        return new FormerGuids(FormerGuids.Style.PATTERN, pattern, LocalDate.EPOCH.plusDays(1))
                .guid(titled(title), new UrlPath("/posts/a"), Instant.EPOCH, ZoneOffset.UTC);
    }

    @Test
    void isNoLongerThanAFeedHasIt() {
        assertThat(guid("tag::title", "First")).contains("tag:First");
        assertThat(guid(":title".repeat(83), "x".repeat(1000))).isEmpty();
    }
}
