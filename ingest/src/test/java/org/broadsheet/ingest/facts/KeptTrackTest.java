package org.broadsheet.ingest.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeptTrackTest {
    private static final ContentPath PATH = new ContentPath("_posts/2026/first.md");
    private static final UrlPath URL = new UrlPath("/posts/first");
    private static final Instant BORN = Instant.parse("2026-11-23T10:00:00.000000001Z");
    private static final Instant LATER = Instant.parse("1969-11-23T10:00:00Z");
    private static final PostId ID = PostId.of("2c9c6bd8-7f56-5a3c-8f4e-0d9f2f1b6a11");
    private static final PostId OTHER = PostId.of("1c9c6bd8-7f56-5a3c-8f4e-0d9f2f1b6a12");
    private static final ObjectId BLOB = ObjectId.fromString("1".repeat(40));
    private static final Birth BIRTH = new Birth(PATH, BORN);
    private static final Revision FIRST = new Revision(BLOB, new CommitId("2".repeat(40)), BORN, null);
    private static final Revision NEXT =
            new Revision(ObjectId.fromString("3".repeat(40)), new CommitId("4".repeat(64)), LATER, FIRST);

    private static SortedSet<UrlPath> urls(String... urls) {
        return new TreeSet<>(Arrays.stream(urls).map(UrlPath::new).toList());
    }

    static Stream<Track> tracks() {
        Good good = new Good(FIRST, Standing.PUBLISHED, null);
        return Stream.of(
                new Track(Kind.POST, BIRTH, BLOB, false, good, false, BORN, null, URL, ID, urls("/posts/first")),
                new Track(Kind.POST, BIRTH, BLOB, false, null, false, null, null, null, ID, urls()),
                new Track(
                        Kind.POST,
                        BIRTH,
                        BLOB,
                        true,
                        good,
                        true,
                        LATER,
                        null,
                        URL,
                        ID,
                        urls("/posts/first", "/posts/second")),
                new Track(
                        Kind.PAGE,
                        new Birth(new ContentPath("elsewhere"), LATER),
                        BLOB,
                        true,
                        new Good(NEXT, Standing.APART, "größe"),
                        false,
                        null,
                        null,
                        new UrlPath("/größe"),
                        OTHER,
                        urls("/posts/third")),
                timed(Standing.AHEAD, new Window(LATER, null)),
                timed(Standing.PUBLISHED, new Window(BORN, LATER)),
                timed(Standing.EXPIRED, new Window(null, LATER)));
    }

    private static Track timed(Standing standing, Window window) {
        Good good = new Good(
                FIRST,
                standing,
                "x",
                new Guid("tag:a", standing == Standing.AHEAD),
                new UrlPath("/given"),
                List.of(new UrlPath("/alias")),
                window);
        return new Track(Kind.POST, BIRTH, BLOB, false, good, true, BORN, window.due(), URL, ID, urls("/posts/first"));
    }

    @ParameterizedTest
    @MethodSource("tracks")
    void isTheTrack(Track track) {
        KeptTrack kept = KeptTrack.of(PATH, track);

        assertThat(kept.track()).usingRecursiveComparison().isEqualTo(track);
        assertThat(kept.path()).isEqualTo(PATH);
        assertThat(kept.id()).isEqualTo(track.id());
        assertThat(kept.url()).isEqualTo(track.url());
        assertThat(kept.birth()).isEqualTo(track.birth());
        assertThat(kept.isPublished()).isEqualTo(track.isPublished());
        assertThat(kept.next())
                .isEqualTo(track.good() == null ? null : track.good().next());
        assertThat(KeptTrack.of(PATH, kept.track())).isEqualTo(kept);
    }

    @Test
    void isAnotherWhereAVersionBeforeTheLastIsAnother() {
        List<KeptTrack> tracks = Stream.of(FIRST, new Revision(BLOB, FIRST.commit(), LATER, null))
                .map(before -> new Revision(BLOB, NEXT.commit(), LATER, before))
                .map(last -> new Good(last, Standing.DRAFT, null))
                .map(good -> KeptTrack.of(
                        PATH, new Track(Kind.POST, BIRTH, BLOB, false, good, false, null, null, URL, ID, urls())))
                .toList();

        assertThat(tracks.get(0)).isNotEqualTo(tracks.get(1));
    }
}
