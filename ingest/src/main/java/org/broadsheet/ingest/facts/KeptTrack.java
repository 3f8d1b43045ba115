package org.broadsheet.ingest.facts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Track} and its path in compact form, for a history keeps all of them: bytes, of which a few fields are read alone. Who wants an
 * id or URL alone, as nearly everybody does, is the {@link Claims} to it as well. A value: two are equal if the tracks are, with all
 * versions.
 */
final class KeptTrack implements Claims {
    private static final int IS_PAGE = 1;
    private static final int IS_BORN_HERE = 2;
    private static final int IS_KEPT = 4;
    private static final int HAS_URL = 8;
    /** It was published at its URL, and at no other. */
    private static final int IS_AT_URL_ONLY = 16;

    private static final int HAS_GOOD = 32;
    /** What lies there is the good version. */
    private static final int IS_GOOD = 64;
    /** The good version is of the time of its birth. */
    private static final int IS_AS_BORN = 128;

    private static final int HAS_SLUG = 1;
    private static final int IS_DATED = 2;
    private static final int HAS_BEEN_PUBLIC = 4;
    /** Since its birth. */
    private static final int IS_PUBLIC_AS_BORN = 8;

    private static final int STANDING = 4;
    private static final int STANDING_BITS = 7;
    /** An instant may change how it stands. */
    private static final int IS_TIMED = 128;

    private static final List<Standing> STANDINGS = List.of(Standing.values());

    /** Its URL is not that by its name, or others lead there. */
    private static final int HAS_WISHES = 1;

    private static final int HAS_LAIN_AHEAD = 2;
    private static final int HAS_GUID = 4;
    private static final int IS_GUID_ANOTHERS = 8;

    /** Behind three bytes of flags. */
    private static final int ID = 3;

    private static final int BORN_AT = ID + 2 * Long.BYTES;
    private static final int FIELDS = BORN_AT + Long.BYTES;

    private final byte[] bytes;
    /** The versions before the last good one. */
    private final @Nullable Revision before;

    KeptTrack(byte[] bytes, @Nullable Revision before) {
        this.bytes = bytes;
        this.before = before;
    }

    static KeptTrack of(ContentPath path, Track track) {
        Good good = track.good();
        try {
            return new KeptTrack(
                    BinaryWriter.bytesOf(out -> write(path, track, out)),
                    good == null ? null : good.revision().before());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(ContentPath path, Track track, BinaryWriter out) throws IOException {
        Birth birth = track.birth();
        Good good = track.good();
        UrlPath url = track.url();
        boolean isBornHere = birth.path().equals(path);
        boolean isAtUrlOnly = url != null && track.urls().equals(new TreeSet<>(List.of(url)));
        boolean isGood = good != null && good.revision().blob().equals(track.blob());
        Instant publicAt = track.publicAt();
        boolean isPublicAsBorn = birth.at().equals(publicAt);
        boolean isAsBorn = good != null && good.revision().at().equals(birth.at());
        Guid guid = good == null ? null : good.guid();
        boolean isTimed = good != null && !good.window().equals(Window.ALWAYS);
        out.raw(new byte[] {
            (byte) ((track.kind() == Kind.PAGE ? IS_PAGE : 0)
                    | (isBornHere ? IS_BORN_HERE : 0)
                    | (track.kept() ? IS_KEPT : 0)
                    | (url != null ? HAS_URL : 0)
                    | (isAtUrlOnly ? IS_AT_URL_ONLY : 0)
                    | (good != null ? HAS_GOOD : 0)
                    | (isGood ? IS_GOOD : 0)
                    | (isAsBorn ? IS_AS_BORN : 0)),
            (byte) ((track.dated() ? IS_DATED : 0)
                    | (publicAt != null ? HAS_BEEN_PUBLIC : 0)
                    | (isPublicAsBorn ? IS_PUBLIC_AS_BORN : 0)
                    | (isTimed ? IS_TIMED : 0)
                    | (good == null
                            ? 0
                            : (good.slug() != null ? HAS_SLUG : 0) | STANDINGS.indexOf(good.standing()) << STANDING)),
            (byte) ((good != null && hasWishes(good) ? HAS_WISHES : 0)
                    | (track.since() != null ? HAS_LAIN_AHEAD : 0)
                    | (guid == null ? 0 : HAS_GUID | (guid.isAnothers() ? IS_GUID_ANOTHERS : 0)))
        });
        out.uuid(track.id().value());
        out.time(birth.at());
        out.string(path.value());
        if (url != null) {
            out.behind(url.value(), ContentPath.withoutExtension(path.value()));
        }
        write(track.blob(), out);
        if (!isBornHere) {
            out.string(birth.path().value());
        }
        if (publicAt != null && !isPublicAsBorn) {
            out.time(publicAt);
        }
        if (track.since() != null) {
            out.time(track.since());
        }
        if (!isAtUrlOnly) {
            out.all(track.urls(), each -> out.string(each.value()));
        }
        if (good != null) {
            if (!isGood) {
                write(good.revision().blob(), out);
            }
            good.revision().commit().write(out);
            if (!isAsBorn) {
                out.time(good.revision().at());
            }
            if (good.slug() != null) {
                out.string(good.slug());
            }
            if (guid != null) {
                out.string(guid.value());
            }
            if (hasWishes(good)) {
                out.optional(Optional.ofNullable(good.given()), given -> out.string(given.value()));
                out.all(good.aliases(), alias -> out.string(alias.value()));
            }
            if (isTimed) {
                out.optional(Optional.ofNullable(good.window().due()), out::time);
                out.optional(Optional.ofNullable(good.window().until()), out::time);
            }
        }
    }

    private static boolean hasWishes(Good good) {
        return good.given() != null || !good.aliases().isEmpty();
    }

    private static void write(ObjectId blob, BinaryWriter out) throws IOException {
        byte[] name = new byte[Constants.OBJECT_ID_LENGTH];
        blob.copyRawTo(name, 0);
        out.raw(name);
    }

    private static ObjectId blob(BinaryReader in) {
        return ObjectId.fromRaw(in.raw(Constants.OBJECT_ID_LENGTH));
    }

    /** But for what is {@link #before}. */
    byte[] bytes() {
        return bytes;
    }

    @Nullable Revision before() {
        return before;
    }

    private boolean is(int flag) {
        return (bytes[0] & flag) != 0;
    }

    private boolean isAlso(int flag) {
        return (bytes[1] & flag) != 0;
    }

    private boolean isThird(int flag) {
        return (bytes[2] & flag) != 0;
    }

    PostId id() {
        return new PostId(uuid());
    }

    private UUID uuid() {
        ByteBuffer id = ByteBuffer.wrap(bytes, ID, 2 * Long.BYTES);
        return new UUID(id.getLong(), id.getLong());
    }

    ContentPath path() {
        BinaryReader in = fields();
        in.count();
        return new ContentPath(in.string());
    }

    @Nullable UrlPath url() {
        BinaryReader in = fields();
        in.count();
        return url(in, in.string());
    }

    private @Nullable UrlPath url(BinaryReader in, String path) {
        return is(HAS_URL) ? new UrlPath(in.behind(ContentPath.withoutExtension(path))) : null;
    }

    /** Of its {@link #url}. */
    @Nullable String foldedUrl() {
        UrlPath url = url();
        return url == null ? null : History.folded(url);
    }

    /** Folded, and each once; of one that claims its URL, else none. */
    Set<String> foldedAliases() {
        Good good = isThird(HAS_WISHES) && isClaiming() ? track().good() : null;
        Set<String> folded = new LinkedHashSet<>();
        if (good != null) {
            good.aliases().forEach(alias -> folded.add(History.folded(alias)));
        }
        return folded;
    }

    boolean isPublished() {
        return is(HAS_GOOD) && standing() == Standing.PUBLISHED;
    }

    boolean isClaiming() {
        return is(HAS_GOOD) && standing().claims();
    }

    /** That which it asks for, if it is published, is to be, or was; no clock decides of it. */
    @Nullable Guid guid() {
        Good good = isThird(HAS_GUID) ? track().good() : null;
        return good == null || !good.standing().isForReaders() ? null : good.guid();
    }

    /** The same with an id in feeds, which it asks for. */
    KeptTrack with(Guid guid) {
        Track track = track();
        return of(path(), track.with(Objects.requireNonNull(track.good()).with(guid)));
    }

    private Standing standing() {
        return STANDINGS.get(bytes[1] >>> STANDING & STANDING_BITS);
    }

    /** When it stands otherwise without a commit; null if it does not. */
    @Nullable Instant next() {
        Good good = isAlso(IS_TIMED) ? track().good() : null;
        return good == null ? null : good.next();
    }

    /** The latest by then of the instants that change how it stands; {@link Instant#EPOCH} if there is none. */
    Instant passed(Instant then) {
        Good good = isAlso(IS_TIMED) ? track().good() : null;
        return good == null ? Instant.EPOCH : good.window().passed(then);
    }

    /** As it stands at an instant. */
    KeptTrack asOf(Instant then) {
        if (!isAlso(IS_TIMED)) {
            return this;
        }
        Track track = track();
        return of(path(), track.with(Objects.requireNonNull(track.good()).asOf(then)));
    }

    Birth birth() {
        return track().birth();
    }

    Instant claimedAt() {
        return track().claimedAt();
    }

    /** Whether it would stand in the place of the other one among {@link Claims}. */
    boolean isInPlaceOf(KeptTrack other) {
        return path().equals(other.path()) && birth().equals(other.birth());
    }

    /** All of it, made anew with each call. */
    Track track() {
        try {
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Track read() throws IOException {
        BinaryReader in = fields();
        Instant bornAt = Instant.ofEpochSecond(ByteBuffer.wrap(bytes).getLong(BORN_AT), in.count());
        ContentPath path = new ContentPath(in.string());
        UrlPath url = url(in, path.value());
        ObjectId blob = blob(in);
        ContentPath birthPath = is(IS_BORN_HERE) ? path : new ContentPath(in.string());
        Instant publicAt = !isAlso(HAS_BEEN_PUBLIC) ? null : isAlso(IS_PUBLIC_AS_BORN) ? bornAt : in.time();
        Instant since = isThird(HAS_LAIN_AHEAD) ? in.time() : null;
        SortedSet<UrlPath> urls = is(IS_AT_URL_ONLY)
                ? new TreeSet<>(List.of(Objects.requireNonNull(url)))
                : new TreeSet<>(in.all(() -> new UrlPath(in.string())));
        Good good = is(HAS_GOOD) ? good(in, blob, bornAt) : null;
        return new Track(
                is(IS_PAGE) ? Kind.PAGE : Kind.POST,
                new Birth(birthPath, bornAt),
                blob,
                is(IS_KEPT),
                good,
                isAlso(IS_DATED),
                publicAt,
                since,
                url,
                id(),
                urls);
    }

    private Good good(BinaryReader in, ObjectId there, Instant bornAt) throws IOException {
        ObjectId blob = is(IS_GOOD) ? there : blob(in);
        CommitId commit = CommitId.read(in);
        Instant at = is(IS_AS_BORN) ? bornAt : in.time();
        String slug = isAlso(HAS_SLUG) ? in.string() : null;
        Guid guid = isThird(HAS_GUID) ? new Guid(in.string(), isThird(IS_GUID_ANOTHERS)) : null;
        UrlPath given = isThird(HAS_WISHES)
                ? in.optional(() -> new UrlPath(in.string())).orElse(null)
                : null;
        List<UrlPath> aliases = isThird(HAS_WISHES) ? in.all(() -> new UrlPath(in.string())) : List.of();
        Window window = isAlso(IS_TIMED)
                ? new Window(
                        in.optional(in::time).orElse(null),
                        in.optional(in::time).orElse(null))
                : Window.ALWAYS;
        return new Good(new Revision(blob, commit, at, before), standing(), slug, guid, given, aliases, window);
    }

    private BinaryReader fields() {
        return BinaryReader.of(bytes, FIELDS);
    }

    @Override
    public KeptTrack first() {
        return this;
    }

    @Override
    public void forEach(Consumer<KeptTrack> to) {
        to.accept(this);
    }

    /** The versions before are told apart by identity: a revision's equality is of itself alone, and there may be very many. */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof KeptTrack that && before == that.before && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return path().toString();
    }
}
