package org.broadsheet.ingest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeptDocumentTest {
    private static final PostId ID = PostId.of("2c9c6bd8-7f56-5a3c-8f4e-0d9f2f1b6a11");
    private static final ContentPath PATH = new ContentPath("_posts/2026/first.md");
    private static final Instant THEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final CommitId COMMIT = new CommitId("1".repeat(40));
    private static final String BLOB = "2".repeat(40);

    private static Content.Document document(Kind kind, Content.State state, String url, Content.Past past) {
        Facts facts = new Facts(
                kind,
                ID,
                PATH,
                COMMIT,
                new UrlPath(url),
                new Slug("first"),
                Instant.EPOCH,
                THEN,
                FrontMatter.NONE,
                Digest.of("text"),
                Digest.of("source"),
                new TreeSet<>());
        return new Content.Document(
                new SiteId("site"), facts, state, Instant.EPOCH, List.of(), new Body.Inline(""), 0, past);
    }

    static Stream<Content.Document> documents() {
        return Stream.of(
                document(
                        Kind.POST,
                        Content.State.LIVE,
                        "/posts/first",
                        new Content.Past(PATH, THEN, Optional.of(COMMIT), Optional.of(BLOB), true)),
                document(
                        Kind.PAGE,
                        Content.State.WITHHELD,
                        "/größe",
                        new Content.Past(
                                new ContentPath("else"),
                                Instant.EPOCH.minusNanos(1),
                                Optional.of(new CommitId("3".repeat(64))),
                                Optional.of(BLOB),
                                false)),
                document(
                        Kind.POST,
                        Content.State.DRAFT,
                        "/first",
                        new Content.Past(PATH, Instant.EPOCH, Optional.empty(), Optional.empty(), false)));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void hasWhatIsAskedOfTheRecord(Content.Document document) {
        KeptDocument kept = (KeptDocument) Kept.of(Json.write(document));

        assertThat(kept.kind()).isEqualTo(document.kind());
        assertThat(kept.id()).isEqualTo(ID);
        assertThat(kept.path()).isEqualTo(PATH);
        assertThat(kept.commit()).isEqualTo(COMMIT);
        assertThat(kept.state()).isEqualTo(document.state());
        assertThat(kept.url()).isEqualTo(document.url());
        assertThat(kept.changedAt()).isEqualTo(THEN);
        assertThat(kept.textDigest()).isEqualTo(document.textDigest());
        assertThat(kept.past()).isEqualTo(document.past());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void isAnotherWhereTheRecordIs(Content.Document document) {
        byte[] value = Json.write(document);
        byte[] other = Json.write(document.with(new Body.Inline("a")));

        assertThat(Kept.of(value)).isEqualTo(Kept.of(value.clone())).isNotEqualTo(Kept.of(other));
    }
}
