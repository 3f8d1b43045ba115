package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.ingest.layout.ReservedPaths;
import org.broadsheet.render.page.Outputs;
import org.broadsheet.render.release.Site;
import org.junit.jupiter.api.Test;

/** Ingest knows by names what render generates: whatever that comes to be, no post or page of an author's can be there. */
class ReservedUrlsTest {
    private static final SiteId SITE = new SiteId("main");
    private static final Instant DAY = Instant.parse("2020-01-01T00:00:00Z");

    @Test
    void noPostOrPageCanBeWhereSomethingIsGenerated() {
        Site site = site();
        Set<UrlPath> generated =
                new TreeSet<>(new Outputs(new UrlPath("/assets/broadsheet-0123456789ab.css")).everything(site));
        generated.removeIf(
                url -> url.equals(UrlPath.ROOT) || site.documentAt(url).isPresent());

        assertThat(generated)
                .as("lists and their pages, maps, files")
                .contains(
                        new UrlPath("/archive/1"),
                        new UrlPath("/topics/soil"),
                        new UrlPath("/authors/ada"),
                        new UrlPath("/sitemap.xml"),
                        new UrlPath("/posts/text-1.md"),
                        new UrlPath("/404"))
                .allSatisfy(url ->
                        assertThat(ReservedPaths.ofDocument(url)).as("%s", url).isPresent());
    }

    private static Site site() {
        List<Readable> records = new ArrayList<>();
        records.add(new Readable.Settings(new Content.Settings(
                SITE, "T", "D", "https://example.org", "en", "UTC", Map.of(), List.of(), Content.Html.TRUSTED)));
        for (int i = 0; i < 70; i++) {
            records.add(document(i == 0 ? Kind.PAGE : Kind.POST, i));
        }
        return Site.of(records);
    }

    private static Readable.Document document(Kind kind, int number) {
        String name = "text-" + number;
        UrlPath url = new UrlPath(kind == Kind.PAGE ? "/" + name : "/posts/" + name);
        FrontMatter frontMatter = new FrontMatter(
                Optional.of(name),
                Optional.empty(),
                List.of("soil"),
                Optional.empty(),
                Optional.empty(),
                List.of(new FrontMatter.Author("Ada", Optional.empty())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        Digest digest = Digest.of(name);
        Instant at = DAY.plus(Duration.ofDays(number));
        Facts facts = new Facts(
                kind,
                new PostId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
                new ContentPath("_posts/" + name + ".md"),
                CommitId.NONE,
                url,
                new Slug(name),
                at,
                at,
                frontMatter,
                digest,
                digest,
                new TreeSet<>(Set.of(url)));
        Published published = new Published(facts, digest, Lookups.NONE, name, false, "", at);
        return new Readable.Document(SITE, published, digest, Optional.of(digest), Optional.empty());
    }
}
