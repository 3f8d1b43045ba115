package org.broadsheet.render.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.StateFold;
import org.broadsheet.common.record.Readable;
import org.broadsheet.render.release.ReadableForm.Form;
import org.jspecify.annotations.Nullable;

/** A record of {@code readable} in compact form, for a role keeps all of them. A value: two are equal if what they were made of is. */
public final class Packed implements AtUrl {
    /** Of the bytes of snapshots. */
    public static final int VERSION = ReadableForm.VERSION;

    private final byte[] bytes;
    /** Of a document; a {@link Site} made of this has the same. */
    private final @Nullable Kept kept;

    private Packed(byte[] bytes, @Nullable Kept kept) {
        this.bytes = bytes;
        this.kept = kept;
    }

    public static Packed of(Readable record) {
        try {
            return new Packed(
                    ReadableForm.bytes(record),
                    record instanceof Readable.Document document ? Kept.of(document.published()) : null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, which has with the site in common what they both keep. */
    public Packed in(Site site) {
        if (kept == null) {
            return this;
        }
        Kept there = site.documents.get(kept.key());
        return there != null && there.equals(kept) ? new Packed(bytes, there) : this;
    }

    /** In snapshots. */
    public static StateFold.Form<Packed> form() {
        return new StateFold.Form<>() {
            @Override
            public void write(Packed value, BinaryWriter out) throws IOException {
                out.bytes(value.bytes);
                if (value.kept != null) {
                    out.bytes(value.kept.bytes());
                }
            }

            @Override
            public Packed read(BinaryReader in) {
                byte[] bytes = in.bytes();
                return new Packed(bytes, formOf(bytes) == Form.DOCUMENT ? new Kept(in.bytes()) : null);
            }
        };
    }

    private static Form formOf(byte[] bytes) {
        return Form.of(bytes[0]);
    }

    private Form what() {
        return formOf(bytes);
    }

    public boolean is(Class<? extends Readable> type) {
        return what().type == type;
    }

    /** Whether a {@link Site} follows from it; what does not is for LastEvents, Resolver and SiteFiles. */
    boolean isOfSite() {
        return switch (what()) {
            case DOCUMENT, FORMER, INTRODUCTION, DRAFT, OBJECT, SETTINGS, RELEASE -> true;
            case SOURCE, EVENT, BEGUN -> false;
        };
    }

    Optional<Kept> kept() {
        return Optional.ofNullable(kept);
    }

    /** Whether a part of it lies in the work store, for a record has no room for it. */
    public boolean isWithoutLookups() {
        return switch (what()) {
            case DOCUMENT -> Objects.requireNonNull(kept).isWithoutLookups();
            case INTRODUCTION, DRAFT ->
                ((Readable.Text) record()).lookups().stored().isPresent();
            default -> false;
        };
    }

    /** Of a document. */
    @Override
    public UrlPath url() {
        return Objects.requireNonNull(kept).object();
    }

    /** Of a document: what is at its URL. */
    @Override
    public Stored stored() {
        ReadableForm.Reading in = head();
        try {
            return new Stored(
                    Objects.requireNonNull(kept).kind(),
                    in.digest(),
                    -1,
                    in.in().optional(in::digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Of a document: what was told of it with what is not readable yet.
     *
     * @param covered the offset in {@code content} up to and including which all is readable
     */
    Optional<Readable.Told> toldBehind(long covered) {
        ReadableForm.Reading in = head();
        try {
            in.digest();
            in.in().optional(in::digest);
            return in.in().bool() && in.in().number() > covered
                    ? ((Readable.Document) record()).told()
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Behind what it is and its site. */
    private ReadableForm.Reading head() {
        BinaryReader in = BinaryReader.of(bytes, 1);
        in.string();
        return new ReadableForm.Reading(in);
    }

    /** All of it, made anew with each call. */
    public Readable record() {
        try {
            return ReadableForm.record(bytes, kept().map(Kept::published));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Packed that
                        && Arrays.equals(bytes, that.bytes)
                        && Objects.equals(kept, that.kept));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + Objects.hashCode(kept);
    }

    @Override
    public String toString() {
        return record().toString();
    }
}
