package org.broadsheet.ingest.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

class HistoryStepTest {
    private static final SiteId SITE = new SiteId("main");
    private static final HistoricCommit COMMIT = new HistoricCommit(
            new CommitId("1".repeat(40)),
            Instant.parse("2026-11-23T10:00:00Z"),
            Instant.parse("2026-11-23T10:00:00Z"),
            ZoneOffset.UTC);
    private static final ContentPath A = new ContentPath("_posts/a.md");
    private static final ContentPath B = new ContentPath("_posts/b.md");
    private static final ContentPath MARKER = new ContentPath("_config.yml");
    private static final SiteRules JEKYLL = new SiteRules(
            Optional.of(new SiteRules.Configuration(Content.Generator.JEKYLL, MARKER)),
            ZoneOffset.UTC,
            List.of(),
            Optional.empty(),
            Layout.PLAIN);
    private static final UrlPath OLD = new UrlPath("/2026/a");

    /** A post as rules gave it a URL that ours do not. */
    private static Track track(ContentPath path, UrlPath url) {
        Birth birth = new Birth(path, COMMIT.at());
        PostId id = PostId.born(SITE, path, COMMIT.at());
        Revision revision = new Revision(ObjectId.zeroId(), COMMIT.id(), COMMIT.at(), null);
        Good good = new Good(revision, Standing.PUBLISHED, null);
        return new Track(
                Kind.POST,
                birth,
                ObjectId.zeroId(),
                false,
                good,
                false,
                COMMIT.at(),
                null,
                url,
                id,
                new TreeSet<>(List.of(url)));
    }

    private static History step(List<History> parents, Map<ContentPath, Optional<ObjectId>> changes) throws Exception {
        VersionReader nothing = new VersionReader() {
            @Override
            public FileVersion.Settings together(SequencedMap<ContentPath, ObjectId> versions) {
                return FileVersion.Settings.NONE;
            }

            @Override
            public FileVersion read(ContentPath path, Place place, ObjectId blob) {
                throw new AssertionError(path + " is read");
            }

            @Override
            public Map<ContentPath, ObjectId> texts(Layout layout) {
                throw new AssertionError("all are read");
            }

            @Override
            public Map<ContentPath, ObjectId> texts(Layout layout, Set<String> folders) {
                throw new AssertionError(folders + " are read");
            }

            @Override
            public boolean isBranch(String folder) {
                throw new AssertionError(folder + " is read");
            }

            @Override
            public byte[] body(ContentPath path, Place.Document place, ObjectId blob) {
                throw new AssertionError(path + " is read");
            }
        };
        return HistoryStep.take(SITE, nothing, COMMIT, parents, changes, new ComparisonLimits(400, 1 << 20), id -> {});
    }

    @Test
    void byOtherRulesUrlsAreDerivedAnewWithoutAFileBeingRead() throws Exception {
        History before = new HistoryMemory()
                .rules(JEKYLL)
                .track(A, track(A, OLD))
                .track(B, track(B, new UrlPath("/posts/b")))
                .history();

        History after = step(List.of(before), Map.of(MARKER, Optional.empty()));

        assertThat(after.rules()).isEqualTo(SiteRules.NONE);
        assertThat(after.holderOf(OLD)).isEmpty();
        assertThat(after.holderOf(new UrlPath("/posts/a"))).contains(A);
        assertThat(after.track(A).orElseThrow().urls()).containsExactly(OLD, new UrlPath("/posts/a"));
        List<ContentPath> differing = new ArrayList<>();
        before.differingTracks(after, differing::add);
        assertThat(differing).containsOnly(A);
    }

    @Test
    void whatComesFromABranchOfOtherRulesIsAtTheUrlThatTheMergesRulesGive() throws Exception {
        History other =
                new HistoryMemory().rules(JEKYLL).track(A, track(A, OLD)).history();

        History merged = step(List.of(History.NONE, other), Map.of(A, Optional.of(ObjectId.zeroId())));

        assertThat(merged.rules()).isEqualTo(SiteRules.NONE);
        assertThat(merged.holderOf(OLD)).isEmpty();
        assertThat(merged.holderOf(new UrlPath("/posts/a"))).contains(A);
    }
}
