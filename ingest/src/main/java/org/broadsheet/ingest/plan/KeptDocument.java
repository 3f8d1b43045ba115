package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a post's or page's record, in compact form, for there are as many as posts: bytes, of which each field is read when it
 * is asked for. A value: two are equal if the records are.
 */
public final class KeptDocument implements Kept {
    private static final int IS_PAGE = 1;
    private static final int IS_KEPT = 2;
    /** Of the commit that brought the version that is shown: it is that of the last good version too. */
    private static final int IS_LAST = 4;

    private static final int IS_BORN_HERE = 8;
    private static final int IS_AS_BORN = 16;
    private static final int STATE = 5;
    private static final List<Content.State> STATES = List.of(Content.State.values());

    private static final int ID = 1;
    private static final int FIELDS = ID + 2 * Long.BYTES;

    private final byte[] bytes;

    KeptDocument(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param digest of the record's value */
    static KeptDocument of(Content.Document document, Digest digest) {
        try {
            return new KeptDocument(BinaryWriter.bytesOf(out -> write(document, digest, out)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Content.Document document, Digest digest, BinaryWriter out) throws IOException {
        Content.Past past = document.past();
        boolean isLast = past.goodCommit().equals(Optional.of(document.commit()));
        boolean isBornHere = past.birthPath().equals(document.path());
        boolean isAsBorn = past.bornAt().equals(document.changedAt());
        out.raw(new byte[] {
            (byte) ((document.kind() == Kind.PAGE ? IS_PAGE : 0)
                    | (past.kept() ? IS_KEPT : 0)
                    | (isLast ? IS_LAST : 0)
                    | (isBornHere ? IS_BORN_HERE : 0)
                    | (isAsBorn ? IS_AS_BORN : 0)
                    | STATES.indexOf(document.state()) << STATE)
        });
        out.uuid(document.id().value());
        out.string(document.path().value());
        out.behind(
                document.url().value(),
                ContentPath.withoutExtension(document.path().value()));
        document.commit().write(out);
        out.time(document.changedAt());
        document.textDigest().write(out);
        digest.write(out);
        out.optional(past.goodBlob(), blob -> out.bytes(HexFormat.of().parseHex(blob)));
        if (!isLast) {
            out.optional(past.goodCommit(), commit -> commit.write(out));
        }
        if (!isBornHere) {
            out.string(past.birthPath().value());
        }
        if (!isAsBorn) {
            out.time(past.bornAt());
        }
    }

    byte[] bytes() {
        return bytes;
    }

    private boolean is(int flag) {
        return (bytes[0] & flag) != 0;
    }

    Kind kind() {
        return is(IS_PAGE) ? Kind.PAGE : Kind.POST;
    }

    Content.State state() {
        return STATES.get((bytes[0] & 0xff) >>> STATE);
    }

    public PostId id() {
        ByteBuffer id = ByteBuffer.wrap(bytes, ID, 2 * Long.BYTES);
        return new PostId(new UUID(id.getLong(), id.getLong()));
    }

    public ContentPath path() {
        return new ContentPath(fields().string());
    }

    UrlPath url() {
        BinaryReader in = fields();
        return new UrlPath(in.behind(ContentPath.withoutExtension(in.string())));
    }

    CommitId commit() {
        return CommitId.read(behindUrl());
    }

    Instant changedAt() {
        return behindCommit().time();
    }

    Digest textDigest() {
        BinaryReader in = behindCommit();
        in.time();
        return Digest.read(in);
    }

    public Content.Past past() {
        try {
            CommitId commit = commit();
            BinaryReader in = behindCommit();
            Instant changedAt = in.time();
            Digest.read(in);
            Digest.read(in);
            Optional<String> blob = in.optional(() -> HexFormat.of().formatHex(in.bytes()));
            Optional<CommitId> good = is(IS_LAST) ? Optional.of(commit) : in.optional(() -> CommitId.read(in));
            ContentPath birthPath = is(IS_BORN_HERE) ? path() : new ContentPath(in.string());
            Instant bornAt = is(IS_AS_BORN) ? changedAt : in.time();
            return new Content.Past(birthPath, bornAt, good, blob, is(IS_KEPT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BinaryReader fields() {
        return BinaryReader.of(bytes, FIELDS);
    }

    private BinaryReader behindUrl() {
        BinaryReader in = fields();
        in.behind(ContentPath.withoutExtension(in.string()));
        return in;
    }

    private BinaryReader behindCommit() {
        BinaryReader in = behindUrl();
        in.bytes();
        return in;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof KeptDocument that && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Not the whole of it. */
    @Override
    public String toString() {
        return kind() + " " + id() + " of " + path();
    }
}
