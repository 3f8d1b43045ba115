package org.broadsheet.render.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Link;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.PictureSize;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.record.TextPosition;

/**
 * Records of {@code readable} as bytes, field after field: so they are in memory and in snapshots. Those of which a site has many are
 * written out here, the others are their JSON. Each is whole in itself. Not a shape that lasts: a snapshot of another {@link #VERSION}
 * is not used.
 */
final class ReadableForm {
    /** To be raised whenever the same records are written as other bytes, or the same bytes are read as other records. */
    static final int VERSION = 8;

    private static final ObjectReader ANY = Json.MAPPER.readerFor(Readable.class);
    private static final ObjectReader EXTRA = Json.MAPPER.readerForMapOf(JsonNode.class);

    /** Of a {@link Published}: in its first byte, before its id and the second that it was published at. */
    static final int IS_PAGE = 1;

    static final int IS_STORED = 2;

    static final int ID = 1;
    static final int SECOND = ID + 2 * Long.BYTES;
    /** Where its other fields begin. */
    static final int FIELDS = SECOND + Long.BYTES;

    /** Of a record: its first byte. */
    enum Form {
        DOCUMENT(Readable.Document.class),
        FORMER(Readable.Former.class),
        INTRODUCTION(Readable.Introduction.class),
        DRAFT(Readable.Draft.class),
        SOURCE(Readable.SourceFile.class),
        OBJECT(Readable.StoredObject.class),
        EVENT(Readable.LastEvent.class),
        SETTINGS(Readable.Settings.class),
        BEGUN(Readable.Begun.class),
        RELEASE(Readable.Release.class);

        private static final List<Form> ALL = List.of(values());

        final Class<? extends Readable> type;

        Form(Class<? extends Readable> type) {
            this.type = type;
        }

        static Form of(int number) {
            return ALL.get(number);
        }
    }

    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final List<Readable.Former.Why> REASONS = List.of(Readable.Former.Why.values());

    private ReadableForm() {}

    /** But for what it is {@linkplain Readable.Document#published published} as, if it is a document. */
    static byte[] bytes(Readable record) throws IOException {
        return BinaryWriter.bytesOf(out -> new Writing(out).record(record));
    }

    static byte[] bytes(Published published) throws IOException {
        return BinaryWriter.bytesOf(out -> new Writing(out).published(published));
    }

    /** @param published of a document */
    static Readable record(byte[] bytes, Optional<Published> published) throws IOException {
        return new Reading(BinaryReader.of(bytes, 0)).record(published);
    }

    static Published published(byte[] bytes) throws IOException {
        return new Reading(BinaryReader.of(bytes, FIELDS)).published(bytes);
    }

    /** From the beginning of its {@link #FIELDS} on. */
    static Reading fields(byte[] published) {
        return new Reading(BinaryReader.of(published, FIELDS));
    }

    /** Of a link what its answer mostly ends with. */
    private static String name(String written) {
        return written.endsWith(".md") ? written.substring(0, written.length() - 3) : written;
    }

    private record Writing(BinaryWriter out) {
        void record(Readable record) throws IOException {
            switch (record) {
                case Readable.Document document -> {
                    begin(Form.DOCUMENT, record);
                    digest(document.digest());
                    out.optional(document.view(), this::digest);
                    told(document.told(), Optional.of(document.published()));
                }
                case Readable.Former former -> {
                    begin(Form.FORMER, record);
                    constant(KINDS, former.kind());
                    out.uuid(former.id().value());
                    constant(REASONS, former.why());
                    former.commit().write(out);
                    urls(former.urls());
                    told(former.told(), Optional.empty());
                }
                case Readable.Introduction introduction -> {
                    begin(Form.INTRODUCTION, record);
                    out.string(introduction.path().value());
                    out.string(introduction.listing().value());
                    out.optional(introduction.title(), out::string);
                    digest(introduction.article());
                    lookups(introduction.lookups());
                }
                case Readable.Draft draft -> {
                    begin(Form.DRAFT, record);
                    constant(KINDS, draft.kind());
                    out.uuid(draft.id().value());
                    out.string(draft.path().value());
                    out.string(draft.url().value());
                    digest(draft.article());
                    lookups(draft.lookups());
                    out.optional(draft.scheduled(), this::scheduled);
                }
                case Readable.SourceFile file -> {
                    begin(Form.SOURCE, record);
                    out.string(file.path().value());
                    place(file.place());
                    digest(file.digest());
                    out.number(file.size());
                    out.optional(file.picture(), picture -> {
                        size(picture.size());
                        out.bool(picture.isCut());
                    });
                }
                case Readable.StoredObject object -> {
                    begin(Form.OBJECT, record);
                    constant(KINDS, object.kind());
                    out.string(object.url().value());
                    digest(object.digest());
                    out.number(object.size());
                    out.optional(object.view(), this::digest);
                }
                case Readable.LastEvent event -> {
                    begin(Form.EVENT, record);
                    subject(event.subject());
                    out.uuid(event.event());
                    out.time(event.toldAt());
                }
                case Readable.Settings settings -> json(Form.SETTINGS, settings);
                case Readable.Begun begun -> json(Form.BEGUN, begun);
                case Readable.Release release -> json(Form.RELEASE, release);
            }
        }

        private void scheduled(Readable.Scheduled scheduled) throws IOException {
            out.time(scheduled.due());
            out.string(scheduled.slug().value());
            out.string(scheduled.title());
            out.all(scheduled.topics(), out::string);
            out.time(scheduled.publishedAt());
            scheduled.commit().write(out);
        }

        private void begin(Form form, Readable record) throws IOException {
            constant(Form.ALL, form);
            out.string(record.site().value());
        }

        private void json(Form form, Readable record) throws IOException {
            constant(Form.ALL, form);
            out.bytes(Json.write(record));
        }

        void published(Published published) throws IOException {
            Facts facts = published.facts();
            out.count((facts.kind() == Kind.PAGE ? IS_PAGE : 0)
                    | (published.lookups().stored().isPresent() ? IS_STORED : 0));
            out.uuid(facts.id().value());
            out.time(facts.publishedAt());
            out.shared(facts.url().value());
            out.string(facts.path().value());
            out.behind(facts.slug().value(), facts.url().value());
            urls(facts.urls());
            out.all(facts.frontMatter().topics(), out::string);
            out.all(facts.frontMatter().authors(), author -> {
                out.string(author.name());
                out.optional(author.picture(), out::string);
            });
            facts.commit().write(out);
            out.time(facts.changedAt());
            out.shared(published.title());
            out.bool(published.titleInBody());
            out.shared(published.excerpt());
            out.time(published.announcedAt());
            out.optional(facts.revisedAt(), out::time);
            frontMatter(facts.frontMatter());
            digest(facts.textDigest());
            digest(facts.sourceDigest());
            digest(published.article());
            lookups(published.lookups());
        }

        /** But for topics and authors. */
        private void frontMatter(FrontMatter front) throws IOException {
            out.optional(front.title(), out::shared);
            out.optional(front.excerpt(), out::shared);
            out.optional(front.date(), out::time);
            out.optional(front.updated(), out::time);
            out.optional(front.cover(), out::string);
            out.optional(front.coverAlt(), out::string);
            out.optional(front.language(), out::string);
            out.optional(front.canonical(), out::string);
            out.optional(front.guid(), out::string);
            out.bool(!front.extra().isEmpty());
            if (!front.extra().isEmpty()) {
                out.bytes(Json.write(front.extra()));
            }
        }

        private void lookups(Lookups lookups) throws IOException {
            out.count(lookups.linesAbove());
            out.all(lookups.pictures(), link -> link.write(out));
            out.all(lookups.topicsAt(), at -> {
                out.count(at.line());
                out.count(at.column());
            });
            out.all(lookups.answers().entrySet(), answer -> {
                out.string(answer.getKey());
                out.behind(answer.getValue(), name(answer.getKey()));
            });
            out.all(lookups.sizes().entrySet(), picture -> {
                out.string(picture.getKey());
                size(picture.getValue());
            });
            out.all(lookups.unanswered(), out::string);
            out.optional(lookups.stored(), this::digest);
        }

        /** @param of where that is, mostly */
        private void told(Optional<Readable.Told> of, Optional<Published> by) throws IOException {
            out.bool(of.isPresent());
            if (of.isPresent()) {
                Readable.Told told = of.get();
                out.number(told.contentOffset());
                out.bool(told.first());
                boolean isThere = by.filter(published -> told.path().equals(published.path())
                                && told.url().equals(published.url()))
                        .isPresent();
                out.bool(isThere);
                if (!isThere) {
                    out.string(told.path().value());
                    out.string(told.url().value());
                }
            }
        }

        private void place(AssetPlace place) throws IOException {
            switch (place) {
                case AssetPlace.WebRoot root -> {
                    out.count(0);
                    out.string(root.url().value());
                }
                case AssetPlace.Beside beside -> {
                    out.count(1);
                    constant(KINDS, beside.kind());
                    out.uuid(beside.owner().value());
                    out.string(beside.below());
                }
                case AssetPlace.AmongPosts among -> {
                    out.count(2);
                    out.string(among.below());
                }
            }
        }

        private void urls(SortedSet<UrlPath> urls) throws IOException {
            out.all(urls, url -> out.shared(url.value()));
        }

        private void subject(String subject) throws IOException {
            Optional<UUID> id = uuid(subject);
            out.bool(id.isPresent());
            if (id.isPresent()) {
                out.uuid(id.get());
            } else {
                out.string(subject);
            }
        }

        private static Optional<UUID> uuid(String text) {
            try {
                return Optional.of(UUID.fromString(text))
                        .filter(id -> id.toString().equals(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private <E extends Enum<E>> void constant(List<E> all, E value) throws IOException {
            out.count(all.indexOf(value));
        }

        private void size(PictureSize size) throws IOException {
            out.count(size.width());
            out.count(size.height());
        }

        private void digest(Digest digest) throws IOException {
            digest.write(out);
        }
    }

    /** Reads in the order in which things are written. */
    record Reading(BinaryReader in) {
        Readable record(Optional<Published> published) throws IOException {
            Form form = Form.of(in.count());
            return switch (form) {
                case SETTINGS, BEGUN, RELEASE -> ANY.readValue(in.bytes());
                default -> record(form, new SiteId(in.string()), published);
            };
        }

        private Readable record(Form form, SiteId site, Optional<Published> published) throws IOException {
            return switch (form) {
                case DOCUMENT ->
                    new Readable.Document(
                            site, published.orElseThrow(), digest(), in.optional(this::digest), told(published));
                case FORMER ->
                    new Readable.Former(
                            site,
                            kind(),
                            new PostId(in.uuid()),
                            REASONS.get(in.count()),
                            CommitId.read(in),
                            urls(),
                            told(Optional.empty()));
                case INTRODUCTION ->
                    new Readable.Introduction(
                            site, path(), new UrlPath(in.string()), in.optional(in::string), digest(), lookups());
                case DRAFT ->
                    new Readable.Draft(
                            site,
                            kind(),
                            new PostId(in.uuid()),
                            path(),
                            new UrlPath(in.string()),
                            digest(),
                            lookups(),
                            in.optional(this::scheduled));
                case SOURCE ->
                    new Readable.SourceFile(
                            site,
                            path(),
                            assetPlace(),
                            digest(),
                            in.number(),
                            in.optional(() -> new Readable.Picture(size(), in.bool())));
                case OBJECT ->
                    new Readable.StoredObject(
                            site, kind(), new UrlPath(in.string()), digest(), in.number(), in.optional(this::digest));
                case EVENT -> new Readable.LastEvent(site, subject(), in.uuid(), in.time());
                case SETTINGS, BEGUN, RELEASE -> throw new IOException("is its JSON");
            };
        }

        /** @param bytes of it; this stands at its {@link #FIELDS} */
        Published published(byte[] bytes) throws IOException {
            Kept kept = new Kept(bytes);
            Instant publishedAt = Instant.ofEpochSecond(kept.second(), in.count());
            Kept.Place place = place();
            CommitId commit = CommitId.read(in);
            Instant changedAt = in.time();
            String title = in.shared();
            boolean titleInBody = in.bool();
            String excerpt = in.shared();
            Instant announcedAt = in.time();
            Optional<Instant> revisedAt = in.optional(in::time);
            Facts facts = new Facts(
                    kept.kind(),
                    kept.id(),
                    place.path(),
                    commit,
                    place.url(),
                    place.slug(),
                    publishedAt,
                    changedAt,
                    frontMatter(place),
                    digest(),
                    digest(),
                    place.urls(),
                    revisedAt);
            return new Published(facts, digest(), lookups(), title, titleInBody, excerpt, announcedAt);
        }

        Kept.Place place() throws IOException {
            UrlPath url = url();
            return new Kept.Place(
                    url,
                    path(),
                    new Slug(in.behind(url.value())),
                    urls(),
                    in.all(in::string),
                    in.all(() -> new FrontMatter.Author(in.string(), in.optional(in::string))));
        }

        private FrontMatter frontMatter(Kept.Place place) throws IOException {
            return new FrontMatter(
                    in.optional(in::shared),
                    in.optional(in::shared),
                    place.topics(),
                    in.optional(in::time),
                    in.optional(in::time),
                    place.authors(),
                    in.optional(in::string),
                    in.optional(in::string),
                    in.optional(in::string),
                    in.optional(in::string),
                    in.optional(in::string),
                    in.bool() ? EXTRA.readValue(in.bytes()) : Map.of());
        }

        private Lookups lookups() throws IOException {
            return new Lookups(
                    in.count(),
                    in.all(() -> Link.read(in)),
                    in.all(() -> new TextPosition(in.count(), in.count())),
                    answers(),
                    sizes(),
                    new TreeSet<>(in.all(in::string)),
                    in.optional(this::digest));
        }

        private PictureSize size() {
            return new PictureSize(in.count(), in.count());
        }

        private TreeMap<String, PictureSize> sizes() {
            TreeMap<String, PictureSize> sizes = new TreeMap<>();
            for (int i = in.count(); i > 0; i--) {
                sizes.put(in.string(), size());
            }
            return sizes;
        }

        private TreeMap<String, String> answers() {
            TreeMap<String, String> answers = new TreeMap<>();
            for (int i = in.count(); i > 0; i--) {
                String written = in.string();
                answers.put(written, in.behind(name(written)));
            }
            return answers;
        }

        Optional<Readable.Told> told(Optional<Published> by) {
            if (!in.bool()) {
                return Optional.empty();
            }
            long contentOffset = in.number();
            boolean first = in.bool();
            return Optional.of(
                    in.bool()
                            ? new Readable.Told(
                                    contentOffset,
                                    first,
                                    by.orElseThrow().path(),
                                    by.orElseThrow().url())
                            : new Readable.Told(contentOffset, first, path(), new UrlPath(in.string())));
        }

        private AssetPlace assetPlace() throws IOException {
            int place = in.count();
            return switch (place) {
                case 0 -> new AssetPlace.WebRoot(new UrlPath(in.string()));
                case 1 -> new AssetPlace.Beside(kind(), new PostId(in.uuid()), in.string());
                case 2 -> new AssetPlace.AmongPosts(in.string());
                default -> throw new IOException("a file of no place: " + place);
            };
        }

        private Readable.Scheduled scheduled() throws IOException {
            return new Readable.Scheduled(
                    in.time(), new Slug(in.string()), in.string(), in.all(in::string), in.time(), CommitId.read(in));
        }

        private SortedSet<UrlPath> urls() throws IOException {
            return new TreeSet<>(in.all(this::url));
        }

        private String subject() {
            return in.bool() ? in.uuid().toString() : in.string();
        }

        private Kind kind() {
            return KINDS.get(in.count());
        }

        ContentPath path() {
            return new ContentPath(in.string());
        }

        UrlPath url() {
            return new UrlPath(in.shared());
        }

        Digest digest() {
            return Digest.read(in);
        }
    }
}
