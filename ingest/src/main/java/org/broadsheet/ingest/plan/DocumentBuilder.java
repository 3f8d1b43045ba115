package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.broadsheet.common.article.Heading;
import org.broadsheet.common.article.Link;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.markdown.MarkdownDocument;
import org.broadsheet.common.markdown.MarkdownParser;
import org.broadsheet.common.markdown.Outcome;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.ingest.facts.Good;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.Revision;
import org.broadsheet.ingest.facts.Track;
import org.broadsheet.ingest.facts.Unchanged;
import org.broadsheet.ingest.frontmatter.Authored;
import org.broadsheet.ingest.frontmatter.Complaint;
import org.broadsheet.ingest.frontmatter.Written;
import org.broadsheet.ingest.layout.Address;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.link.Links;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a post's or page's record out of its history and its last good version. Safe for all threads. */
final class DocumentBuilder {
    private static final Layout LAYOUT = Layout.PLAIN;
    private static final Logger LOG = LoggerFactory.getLogger(DocumentBuilder.class);
    private static final int EXCERPT = 200;

    private static final Digest NO_TEXT = Digest.of("");

    private final SiteId site;
    private final Repository repository;
    private final Configuration.Limits limits;
    private final MarkdownParser markdown;
    private final Storage work;
    private final SiteTargets.Shared shared;
    private final ZoneId zone;

    DocumentBuilder(
            SiteId site,
            Repository repository,
            Configuration.Limits limits,
            MarkdownParser markdown,
            Storage work,
            SiteTargets.Shared shared,
            ZoneId zone) {
        this.site = site;
        this.repository = repository;
        this.limits = limits;
        this.markdown = markdown;
        this.work = work;
        this.shared = shared;
        this.zone = zone;
    }

    /**
     * @param path of a post or page
     * @param written what was written of it before; empty when that is not to be trusted
     */
    record Task(ContentPath path, Optional<Kept.Document> written) {}

    /** Writes the body to the work store if it is too large for the record. */
    Built build(Task task) throws IOException {
        ContentPath path = task.path;
        try (ObjectReader reader = repository.newObjectReader()) {
            Track track = shared.history().track(path).orElseThrow();
            return new One(task, track, reader).build();
        } catch (UncheckedIOException | CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            // A bug of ours costs one file: what was written of it stays.
            LOG.atWarn().addKeyValue("path", path).setCause(e).log("A document could not be made");
            Complaint complaint = Complaint.problem(
                    1, 1, "the file cannot be published: " + e, "take away what was added last, and tell us of it");
            return Built.without(path, List.of(complaint));
        }
    }

    /** How long the last version of what is no more had read as it did. */
    Unchanged unchanged(Task task, Revision last) throws IOException {
        try (ObjectReader reader = repository.newObjectReader()) {
            Place.Document place = (Place.Document) LAYOUT.place(task.path.value());
            Texts texts = new Texts(new Versions(reader, limits), place, task.written);
            return texts.unchanged(last, texts.of(last));
        }
    }

    /** What is read off the Markdown on the parser's thread; all else is done outside of its deadline. */
    private record Read(Optional<Heading> first, String plainText, List<Link> links) {
        static Read of(MarkdownDocument document) {
            return new Read(document.headings().stream().findFirst(), document.plainText(), document.links());
        }

        String title(Authored authored, Address.At address) {
            return authored.title()
                    .or(() -> first.map(Heading::text).filter(t -> !t.isBlank()))
                    .orElse(address.slug().value());
        }
    }

    private final class One {
        private final ContentPath path;
        private final Optional<Kept.Document> written;
        private final Track track;
        private final ObjectReader reader;
        private final Versions versions;
        private final Place.Document place;
        private final History history = shared.history();
        private final List<Complaint> complaints = new ArrayList<>();
        private final List<Links.Missing> missing = new ArrayList<>();
        private final Map<UrlPath, ContentPath> assets = new TreeMap<>();

        One(Task task, Track track, ObjectReader reader) {
            this.path = task.path;
            this.written = task.written;
            this.track = track;
            this.reader = reader;
            versions = new Versions(reader, limits);
            place = (Place.Document) LAYOUT.place(path.value());
        }

        Built build() throws IOException {
            Good good = track.good();
            boolean current = good != null && good.revision().blob().equals(track.blob());
            if (!current && versions.document(place, track.blob()) instanceof Versions.Document.Bad bad) {
                complaints.addAll(bad.problems());
            }
            Optional<ContentPath> holder = history.holderOf(track.id());
            if (!holder.equals(Optional.of(path))) {
                String other = holder.map(ContentPath::printable).orElse("another file");
                int[] at = {1, 1};
                if (good != null
                        && versions.document(place, good.revision().blob()) instanceof Versions.Document.Good version) {
                    version.file().authored().id().ifPresent(id -> {
                        at[0] = id.line();
                        at[1] = id.column();
                    });
                }
                complaints.add(Complaint.problem(
                        at[0],
                        at[1],
                        "id: " + track.id() + " is that of " + other + " already",
                        "take the key away; every post has an id of its own"));
                return Built.without(path, complaints);
            }
            return document(current);
        }

        /** @param current whether what lies there now is good */
        private Built document(boolean current) throws IOException {
            Good good = track.good();
            if (good == null) {
                return stub();
            }
            for (Revision version = good.revision(); version != null; version = version.before()) {
                Built built = of(good, version, current && version.equals(good.revision()));
                if (built != null) {
                    return built;
                }
            }
            return stub();
        }

        /** A file that was never good, or of whose good versions no page can be made: nothing to read, but its facts count. */
        private Built stub() throws IOException {
            Address address = Address.of(place, Optional.empty());
            Address.At at = address instanceof Address.At there
                    ? there
                    : new Address.At(
                            Slug.ofName(place.name()), new UrlPath("/posts/" + Slug.ofName(place.name())), false);
            FrontMatter none = new FrontMatter(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());
            Good good = track.good();
            Facts facts = good == null
                    ? new Facts(
                            track.id(),
                            track.birth().path(),
                            track.birth().at(),
                            Optional.empty(),
                            Optional.empty(),
                            track.birth().at(),
                            track.urls())
                    : facts(good, new Texts(versions, place, Optional.empty()).unchanged(good.revision(), null));
            Content.Document document = new Content.Document(
                    site,
                    place.kind(),
                    track.id(),
                    path,
                    CommitId.NONE,
                    track.birth().at(),
                    Content.State.WITHHELD,
                    track.url() == null ? at.url() : track.url(),
                    at.slug(),
                    at.slug().value(),
                    false,
                    "",
                    track.birth().at(),
                    none,
                    new Body.Inline(""),
                    0,
                    NO_TEXT,
                    NO_TEXT,
                    new TreeMap<>(),
                    new TreeSet<>(),
                    facts);
            byte[] value = Json.write(document);
            return fitted(document, value, Optional.empty()).orElseGet(() -> built(document, value, Optional.empty()));
        }

        /**
         * Null when the parser gives up on this version, or its record would be too large: then an older one stands in for it, at
         * the URL of the present one.
         *
         * @param current whether it is what lies there now, so that its author has to be told
         */
        private @Nullable Built of(Good good, Revision revision, boolean current) throws IOException {
            if (!(versions.document(place, revision.blob()) instanceof Versions.Document.Good version)) {
                return null;
            }
            assets.clear();
            missing.clear();
            UrlPath url = Objects.requireNonNull(track.url());
            Content.State state = state(good);
            Links links = new Links(path, url, new SiteTargets(shared, reader, place, path, url, assets));
            Authored authored = version.file().authored();
            String body = version.file().body();
            int above = version.file().linesAbove();
            Read read;
            switch (markdown.parse(body, Read::of)) {
                case Outcome.TooHard<Read> hard -> {
                    if (current) {
                        complaints.add(
                                Complaint.problem(hard.line() + above, hard.column(), hard.message(), hard.hint()));
                    }
                    return null;
                }
                case Outcome.Parsed<Read> parsed -> read = parsed.value();
            }
            String title = read.title(authored, version.address());
            boolean titleInBody = read.first()
                    .filter(h -> folded(h.text()).equals(folded(title)) && isOnTop(body, h.line()))
                    .isPresent();
            Digest textDigest = textDigest(title, read.plainText());
            Optional<String> cover = resolved(authored.cover(), links);
            List<FrontMatter.Author> authors = new ArrayList<>();
            for (Authored.Author author : authored.authors()) {
                authors.add(new FrontMatter.Author(author.name(), resolved(author.picture(), links)));
            }
            for (Link link : read.links()) {
                links.resolve(link.destination(), link.line() + above, link.column());
            }
            if (current) {
                standing(good, version);
                complaints.addAll(version.warnings());
                missing.addAll(links.missing());
            }
            Instant publishedAt = place.kind() == Kind.PAGE
                    ? track.birth().at()
                    : authored.date()
                            .map(d -> d.value().instant(zone))
                            .or(() -> place.date().map(d -> d.atStartOfDay(zone).toInstant()))
                            .orElse(track.birth().at());
            FrontMatter frontMatter = new FrontMatter(
                    authored.title(),
                    authored.excerpt(),
                    authored.topics(),
                    authored.date().map(d -> d.value().instant(zone)),
                    authored.updated().map(d -> d.instant(zone)),
                    authors,
                    cover,
                    authored.language(),
                    authored.canonical(),
                    authored.guid(),
                    authored.extra());
            Facts facts = facts(good, new Texts(versions, place, written).unchanged(revision, textDigest));
            Content.Document document = new Content.Document(
                    site,
                    place.kind(),
                    track.id(),
                    path,
                    revision.commit(),
                    revision.at(),
                    state,
                    url,
                    slug(version.address(), url),
                    title,
                    titleInBody,
                    authored.excerpt().orElseGet(() -> excerpt(read.plainText(), title, titleInBody)),
                    publishedAt,
                    frontMatter,
                    new Body.Inline(body),
                    above,
                    textDigest,
                    Digest.of(version.bytes()),
                    new TreeMap<>(links.resolved()),
                    new TreeSet<>(links.unresolved()),
                    facts);
            Optional<CommitId> stays =
                    current || state != Content.State.LIVE ? Optional.empty() : Optional.of(revision.commit());
            byte[] value = Json.write(document);
            if (value.length > limits.inlineValue()) {
                document = withBody(document, StoredBody.put(work, body));
                value = Json.write(document);
            }
            Optional<Built> fitted = fitted(document, value, stays);
            if (fitted.isEmpty() && current) {
                complaints.add(StoredBody.tooLarge(value.length, limits));
            }
            return fitted.orElse(null);
        }

        /** What history gave is no reason to refuse: if need be with fewer of its former URLs; empty if it is not for these. */
        private Optional<Built> fitted(Content.Document document, byte[] value, Optional<CommitId> stays) {
            if (value.length <= limits.inlineValue()) {
                return Optional.of(built(document, value, stays));
            }
            SortedSet<UrlPath> urls = document.facts().urls();
            SortedSet<UrlPath> present =
                    new TreeSet<>(urls.contains(document.url()) ? List.of(document.url()) : List.of());
            for (List<UrlPath> some = List.copyOf(urls); !some.isEmpty(); ) {
                some = some.subList(0, some.size() / 2);
                SortedSet<UrlPath> fewer = new TreeSet<>(present);
                fewer.addAll(some);
                Content.Document shorter =
                        with(document, document.body(), document.facts().with(fewer));
                byte[] shorterValue = Json.write(shorter);
                if (shorterValue.length <= limits.inlineValue()) {
                    complaints.add(Complaint.warning(
                            1,
                            1,
                            "it had " + urls.size() + " URLs; of these " + fewer.size()
                                    + " have room in its record, the others answer 404",
                            "raise limits.inlineValue"));
                    return Optional.of(built(shorter, shorterValue, stays));
                }
            }
            return Optional.empty();
        }

        private Facts facts(Good good, Unchanged unchanged) {
            return new Facts(
                    track.id(),
                    track.birth().path(),
                    track.birth().at(),
                    Optional.of(good.revision().commit()),
                    Optional.of(good.revision().blob().name()),
                    unchanged.since(),
                    unchanged.first(),
                    track.urls());
        }

        private static Slug slug(Address.At address, UrlPath url) {
            return address.url().equals(url)
                    ? address.slug()
                    : new Slug(url.value().substring(url.value().lastIndexOf('/') + 1));
        }

        private static Optional<String> resolved(Optional<Written<String>> destination, Links links)
                throws IOException {
            if (destination.isEmpty()) {
                return Optional.empty();
            }
            Written<String> written = destination.get();
            return Optional.of(links.resolve(written.value(), written.line(), written.column()));
        }

        private Content.State state(Good good) {
            return switch (good.standing()) {
                case DRAFT -> Content.State.DRAFT;
                case AHEAD, APART -> Content.State.WITHHELD;
                case PUBLISHED -> history.isLive(path, track) ? Content.State.LIVE : Content.State.WITHHELD;
            };
        }

        /** Tells why a version that parses is not live. */
        private void standing(Good good, Versions.Document.Good version) {
            Authored authored = version.file().authored();
            switch (good.standing()) {
                case DRAFT -> {}
                case AHEAD ->
                    Versions.due(place, authored)
                            .max(Comparator.comparing(d -> d.date().value().instant(zone)))
                            .map(Authored.Dated::ahead)
                            .ifPresent(complaints::add);
                case APART ->
                    complaints.add(Complaint.warning(
                            1,
                            1,
                            "a page without front matter is not published",
                            "begin the file with lines of ---, title: First page, ---"));
                case PUBLISHED -> {
                    authored.until().stream().map(Authored.Dated::isNotKept).forEach(complaints::add);
                    UrlPath url = Objects.requireNonNull(track.url());
                    ContentPath holder = history.holderOf(url).orElse(path);
                    if (!holder.equals(path)) {
                        Optional<Written<String>> slug = authored.slug();
                        complaints.add(Complaint.problem(
                                slug.map(Written::line).orElse(1),
                                slug.map(Written::column).orElse(1),
                                url + " is the URL of " + holder.printable() + " already",
                                "rename the file, or write slug: another-name"));
                    }
                }
            }
        }

        private Built built(Content.Document document, byte[] value, Optional<CommitId> stays) {
            Kept.Document kept = (Kept.Document) Kept.of(document, value);
            return new Built(path, Optional.of(kept), value, complaints, missing, stays, Map.copyOf(assets));
        }
    }

    /** The texts of a file's versions, one thread. */
    private final class Texts {
        private final Versions versions;
        private final Place.Document place;
        private final Optional<Kept.Document> written;

        Texts(Versions versions, Place.Document place, Optional<Kept.Document> written) {
            this.versions = versions;
            this.place = place;
            this.written = written;
        }

        /** @param text the version's {@link #of} */
        Unchanged unchanged(Revision revision, @Nullable Digest text) throws IOException {
            Revision since = revision;
            while (true) {
                Unchanged known =
                        isWritten(since) ? Unchanged.of(written.orElseThrow().facts()) : null;
                if (known != null && (!known.first() || !since.isJoined())) {
                    return known;
                }
                Instant at = known == null ? since.at() : known.since();
                Revision before = since.before();
                if (before == null) {
                    return new Unchanged(at, true);
                }
                if (!before.blob().equals(since.blob()) && !Objects.equals(text, of(before))) {
                    return new Unchanged(at, false);
                }
                since = before;
            }
        }

        /** Whether the document that was written is of this version: then the walk into the past was made. */
        private boolean isWritten(Revision revision) {
            return written.filter(d -> d.commit().equals(revision.commit()))
                    .map(Kept.Document::facts)
                    .filter(f -> f.goodCommit().equals(Optional.of(revision.commit())))
                    .filter(f -> f.goodBlob().equals(Optional.of(revision.blob().name())))
                    .isPresent();
        }

        @Nullable Digest of(Revision revision) throws IOException {
            if (isWritten(revision)) {
                return written.orElseThrow().textDigest();
            }
            if (!(versions.document(place, revision.blob()) instanceof Versions.Document.Good version)) {
                return null;
            }
            return markdown.parse(version.file().body(), Read::of) instanceof Outcome.Parsed<Read> parsed
                    ? textDigest(
                            parsed.value().title(version.file().authored(), version.address()),
                            parsed.value().plainText())
                    : null;
        }
    }

    /** The stub of a file that was never good is no commit's. */
    private static Content.Document withBody(Content.Document d, Body body) {
        return with(d, body, d.facts());
    }

    private static Content.Document with(Content.Document d, Body body, Facts facts) {
        return new Content.Document(
                d.site(),
                d.kind(),
                d.id(),
                d.path(),
                d.commit(),
                d.committedAt(),
                d.state(),
                d.url(),
                d.slug(),
                d.title(),
                d.titleInBody(),
                d.excerpt(),
                d.publishedAt(),
                d.frontMatter(),
                body,
                d.linesAbove(),
                d.textDigest(),
                d.sourceDigest(),
                d.links(),
                d.unresolved(),
                facts);
    }

    private static Digest textDigest(String title, String plainText) {
        return Digest.of(folded(title) + "\n" + plainText);
    }

    private static String folded(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /** Whether only blank lines stand above the line. */
    private static boolean isOnTop(String body, int line) {
        return body.lines().limit(line - 1L).allMatch(String::isBlank);
    }

    private static String excerpt(String plainText, String title, boolean titleInBody) {
        String heading = folded(title);
        String text = titleInBody && plainText.startsWith(heading)
                ? plainText.substring(heading.length()).strip()
                : plainText;
        if (text.codePointCount(0, text.length()) <= EXCERPT) {
            return text;
        }
        int end = text.offsetByCodePoints(0, EXCERPT);
        int space = text.lastIndexOf(' ', end);
        return text.substring(0, space > end / 2 ? space : end).stripTrailing() + "…";
    }
}
