package org.broadsheet.render.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.StateFold;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Link;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;

/**
 * Records of {@code readable} in a snapshot: field after field, as a start reads all of them. Those of which a site has many are
 * written out here, the others are their JSON. Not a shape that lasts: a snapshot of another {@link #VERSION} is not used.
 */
final class ReadableForm implements StateFold.Form<Readable> {
    /** To be raised whenever the same records are written as other bytes, or the same bytes are read as other records. */
    static final int VERSION = 2;

    private static final ObjectReader ANY = Json.MAPPER.readerFor(Readable.class);
    private static final ObjectReader EXTRA = Json.MAPPER.readerForMapOf(JsonNode.class);

    private enum Form {
        DOCUMENT,
        FORMER,
        INTRODUCTION,
        DRAFT,
        SOURCE,
        OBJECT,
        EVENT,
        JSON
    }

    @Override
    public void write(Readable record, BinaryWriter to) throws IOException {
        new Writing(to).record(record);
    }

    @Override
    public Readable read(BinaryReader from) throws IOException {
        return new Reading(from).record();
    }

    private record Writing(BinaryWriter out) {
        void record(Readable record) throws IOException {
            switch (record) {
                case Readable.Document document -> {
                    begin(Form.DOCUMENT, record);
                    published(document.published());
                    digest(document.digest());
                    out.optional(document.view(), this::digest);
                    out.optional(document.told(), this::told);
                }
                case Readable.Former former -> {
                    begin(Form.FORMER, record);
                    out.constant(former.kind());
                    out.uuid(former.id().value());
                    out.constant(former.why());
                    out.shared(former.commit().value());
                    urls(former.urls());
                    out.optional(former.told(), this::told);
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
                    out.constant(draft.kind());
                    out.uuid(draft.id().value());
                    out.string(draft.path().value());
                    out.string(draft.url().value());
                    digest(draft.article());
                    lookups(draft.lookups());
                }
                case Readable.SourceFile file -> {
                    begin(Form.SOURCE, record);
                    out.string(file.path().value());
                    place(file.place());
                    digest(file.digest());
                    out.number(file.size());
                }
                case Readable.StoredObject object -> {
                    begin(Form.OBJECT, record);
                    out.constant(object.kind());
                    out.string(object.url().value());
                    digest(object.digest());
                    out.number(object.size());
                    out.optional(object.view(), this::digest);
                }
                case Readable.LastEvent event -> {
                    begin(Form.EVENT, record);
                    out.string(event.subject());
                    out.uuid(event.event());
                    out.time(event.toldAt());
                }
                case Readable.Settings settings -> json(settings);
                case Readable.Begun begun -> json(begun);
                case Readable.Release release -> json(release);
            }
        }

        private void begin(Form form, Readable record) throws IOException {
            out.constant(form);
            out.shared(record.site().value());
        }

        private void json(Readable record) throws IOException {
            out.constant(Form.JSON);
            out.bytes(Json.write(record));
        }

        private void published(Published published) throws IOException {
            facts(published.facts());
            digest(published.article());
            lookups(published.lookups());
            out.string(published.title());
            out.bool(published.titleInBody());
            out.string(published.excerpt());
            out.time(published.announcedAt());
        }

        private void facts(Facts facts) throws IOException {
            out.constant(facts.kind());
            out.uuid(facts.id().value());
            out.string(facts.path().value());
            out.shared(facts.commit().value());
            out.string(facts.url().value());
            out.string(facts.slug().value());
            out.time(facts.publishedAt());
            out.time(facts.changedAt());
            frontMatter(facts.frontMatter());
            digest(facts.textDigest());
            digest(facts.sourceDigest());
            urls(facts.urls());
        }

        private void frontMatter(FrontMatter front) throws IOException {
            out.optional(front.title(), out::string);
            out.optional(front.excerpt(), out::string);
            out.all(front.topics(), out::shared);
            out.optional(front.date(), out::time);
            out.optional(front.updated(), out::time);
            out.all(front.authors(), author -> {
                out.shared(author.name());
                out.optional(author.picture(), out::shared);
            });
            out.optional(front.cover(), out::string);
            out.optional(front.language(), out::shared);
            out.optional(front.canonical(), out::string);
            out.optional(front.guid(), out::string);
            out.bool(!front.extra().isEmpty());
            if (!front.extra().isEmpty()) {
                out.bytes(Json.write(front.extra()));
            }
        }

        private void lookups(Lookups lookups) throws IOException {
            out.count(lookups.linesAbove());
            out.all(lookups.pictures(), link -> {
                out.string(link.destination());
                out.bool(link.image());
                out.count(link.line());
                out.count(link.column());
            });
            out.all(lookups.answers().entrySet(), answer -> {
                out.string(answer.getKey());
                out.string(answer.getValue());
            });
            out.all(lookups.unanswered(), out::string);
            out.optional(lookups.stored(), this::digest);
        }

        private void told(Readable.Told told) throws IOException {
            out.number(told.contentOffset());
            out.bool(told.first());
            out.string(told.path().value());
            out.string(told.url().value());
        }

        private void place(AssetPlace place) throws IOException {
            switch (place) {
                case AssetPlace.WebRoot root -> {
                    out.count(0);
                    out.string(root.url().value());
                }
                case AssetPlace.Beside beside -> {
                    out.count(1);
                    out.constant(beside.kind());
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
            out.all(urls, url -> out.string(url.value()));
        }

        private void digest(Digest digest) throws IOException {
            digest.write(out);
        }
    }

    private record Reading(BinaryReader in) {
        Readable record() throws IOException {
            Form form = in.constant(Form.class);
            return form == Form.JSON ? ANY.readValue(in.bytes()) : record(form, new SiteId(in.shared()));
        }

        private Readable record(Form form, SiteId site) throws IOException {
            return switch (form) {
                case DOCUMENT ->
                    new Readable.Document(
                            site, published(), digest(), in.optional(this::digest), in.optional(this::told));
                case FORMER ->
                    new Readable.Former(
                            site,
                            in.constant(Kind.class),
                            new PostId(in.uuid()),
                            in.constant(Readable.Former.Why.class),
                            new CommitId(in.shared()),
                            urls(),
                            in.optional(this::told));
                case INTRODUCTION ->
                    new Readable.Introduction(site, path(), url(), in.optional(in::string), digest(), lookups());
                case DRAFT ->
                    new Readable.Draft(
                            site, in.constant(Kind.class), new PostId(in.uuid()), path(), url(), digest(), lookups());
                case SOURCE -> new Readable.SourceFile(site, path(), place(), digest(), in.number());
                case OBJECT ->
                    new Readable.StoredObject(
                            site, in.constant(Kind.class), url(), digest(), in.number(), in.optional(this::digest));
                case EVENT -> new Readable.LastEvent(site, in.string(), in.uuid(), in.time());
                case JSON -> throw new IOException("a record of no form");
            };
        }

        private Published published() throws IOException {
            return new Published(facts(), digest(), lookups(), in.string(), in.bool(), in.string(), in.time());
        }

        private Facts facts() throws IOException {
            return new Facts(
                    in.constant(Kind.class),
                    new PostId(in.uuid()),
                    path(),
                    new CommitId(in.shared()),
                    url(),
                    new Slug(in.string()),
                    in.time(),
                    in.time(),
                    frontMatter(),
                    digest(),
                    digest(),
                    urls());
        }

        private FrontMatter frontMatter() throws IOException {
            return new FrontMatter(
                    in.optional(in::string),
                    in.optional(in::string),
                    in.all(in::shared),
                    in.optional(in::time),
                    in.optional(in::time),
                    in.all(() -> new FrontMatter.Author(in.shared(), in.optional(in::shared))),
                    in.optional(in::string),
                    in.optional(in::shared),
                    in.optional(in::string),
                    in.optional(in::string),
                    in.bool() ? EXTRA.readValue(in.bytes()) : Map.of());
        }

        private Lookups lookups() throws IOException {
            return new Lookups(
                    in.count(),
                    in.all(() -> new Link(in.string(), in.bool(), in.count(), in.count())),
                    answers(),
                    new TreeSet<>(in.all(in::string)),
                    in.optional(this::digest));
        }

        private TreeMap<String, String> answers() throws IOException {
            TreeMap<String, String> answers = new TreeMap<>();
            for (int i = in.count(); i > 0; i--) {
                answers.put(in.string(), in.string());
            }
            return answers;
        }

        private Readable.Told told() throws IOException {
            return new Readable.Told(in.number(), in.bool(), path(), url());
        }

        private AssetPlace place() throws IOException {
            int place = in.count();
            return switch (place) {
                case 0 -> new AssetPlace.WebRoot(url());
                case 1 -> new AssetPlace.Beside(in.constant(Kind.class), new PostId(in.uuid()), in.string());
                case 2 -> new AssetPlace.AmongPosts(in.string());
                default -> throw new IOException("a file of no place: " + place);
            };
        }

        private SortedSet<UrlPath> urls() throws IOException {
            return new TreeSet<>(in.all(this::url));
        }

        private ContentPath path() {
            return new ContentPath(in.string());
        }

        private UrlPath url() {
            return new UrlPath(in.string());
        }

        private Digest digest() {
            return Digest.read(in);
        }
    }
}
