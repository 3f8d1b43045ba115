package org.broadsheet.render.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.storage.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Published} in compact form, for a site keeps all of them: bytes, of which a few fields are read alone. A value: two are equal
 * if what they were made of is.
 */
public final class Kept {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** As {@link Published#ORDER}. */
    static final Comparator<Kept> ORDER = (a, b) -> {
        int second = Long.compare(a.second(), b.second());
        int nano = second != 0 ? second : Integer.compare(a.nano(), b.nano());
        int high = nano != 0 ? nano : Long.compareUnsigned(a.number(ReadableForm.ID), b.number(ReadableForm.ID));
        return high != 0
                ? high
                : Long.compareUnsigned(a.number(ReadableForm.ID + Long.BYTES), b.number(ReadableForm.ID + Long.BYTES));
    };

    /** As {@link Published#SITE}. */
    public static final Comparator<Kept> SITE = Comparator.comparing(Kept::kind).thenComparing(ORDER.reversed());

    private final byte[] bytes;

    Kept(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Kept of(Published published) {
        try {
            return new Kept(ReadableForm.bytes(published));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of it, made anew with each call. */
    public Published published() {
        try {
            return ReadableForm.published(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    public Kind kind() {
        return (bytes[0] & ReadableForm.IS_PAGE) != 0 ? Kind.PAGE : Kind.POST;
    }

    PostId id() {
        return new PostId(new UUID(number(ReadableForm.ID), number(ReadableForm.ID + Long.BYTES)));
    }

    public DocumentKey key() {
        return new DocumentKey(kind(), id());
    }

    long second() {
        return number(ReadableForm.SECOND);
    }

    public Instant publishedAt() {
        return Instant.ofEpochSecond(second(), nano());
    }

    private int nano() {
        return BinaryReader.of(bytes, ReadableForm.FIELDS).count();
    }

    /** Whether its lookups lie in the work store, for its record has no room for them. */
    public boolean isWithoutLookups() {
        return (bytes[0] & ReadableForm.IS_STORED) != 0;
    }

    public UrlPath url() {
        return toUrl().url();
    }

    /** The URL that stands for all of its object's, by which a {@link Site} knows it. */
    public UrlPath object() {
        return ObjectKey.object(url());
    }

    public ContentPath path() {
        ReadableForm.Reading in = toUrl();
        in.url();
        return in.path();
    }

    /** That it ever had. */
    public SortedSet<UrlPath> urls() {
        return place().urls();
    }

    /** Of its slug. */
    public String slug() {
        ReadableForm.Reading in = toUrl();
        String url = in.url().value();
        in.path();
        return in.in().behind(url);
    }

    /** Of a post that is elsewhere where it would be by its slug alone, so that who knows that finds it. */
    public Optional<UrlPath> named() {
        return place().named(kind());
    }

    /** Where it stands. */
    Place place() {
        try {
            return toUrl().place();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where a document stands.
     *
     * @param urls that it ever had
     */
    record Place(
            UrlPath url,
            ContentPath path,
            Slug slug,
            SortedSet<UrlPath> urls,
            List<String> topics,
            List<FrontMatter.Author> authors) {
        private static final String POSTS = "/posts/";

        Optional<UrlPath> named(Kind kind) {
            return kind == Kind.POST && !url.value().equals(POSTS + slug.value())
                    ? Optional.of(new UrlPath(POSTS + slug.value()))
                    : Optional.empty();
        }
    }

    private ReadableForm.Reading toUrl() {
        ReadableForm.Reading in = ReadableForm.fields(bytes);
        in.in().count();
        return in;
    }

    private long number(int at) {
        return (long) LONG.get(bytes, at);
    }

    /** Of 64 bits; hardly ever the same of two that differ. */
    public long fingerprint() {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (long) Arrays.hashCode(bytes) << Integer.SIZE | sum.getValue();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Kept that && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return published().toString();
    }
}
