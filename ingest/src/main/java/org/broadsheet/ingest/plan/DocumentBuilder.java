package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Link;
import org.broadsheet.common.record.TextPosition;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.ingest.facts.Good;
import org.broadsheet.ingest.facts.Guid;
import org.broadsheet.ingest.facts.HistoricCommit;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.Revision;
import org.broadsheet.ingest.facts.Standing;
import org.broadsheet.ingest.facts.Track;
import org.broadsheet.ingest.facts.Wanted;
import org.broadsheet.ingest.frontmatter.Authored;
import org.broadsheet.ingest.frontmatter.AuthoredDate;
import org.broadsheet.ingest.frontmatter.Quoted;
import org.broadsheet.ingest.frontmatter.Written;
import org.broadsheet.ingest.layout.Address;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a post's or page's record out of its history and its last good version. Safe for all threads. */
final class DocumentBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentBuilder.class);

    private static final Digest NO_TEXT = Digest.of("");

    private final Intake.Tools tools;
    private final History history;
    private final int most;
    private final ZoneId zone;
    private final boolean jekyll;

    DocumentBuilder(Intake.Tools tools, History history) {
        this.tools = tools;
        this.history = history;
        most = tools.configuration().limits().inlineValue();
        zone = history.rules().zone();
        jekyll = history.rules().isJekyll();
    }

    /**
     * @param path of a post or page
     * @param written what was written of it before; empty when that is not to be trusted
     */
    record Task(ContentPath path, Optional<KeptDocument> written) {}

    /**
     * A document as it is to be written, or why it is not.
     *
     * @param kept what is kept of it; empty when the file has no record, because its id is another's
     * @param value the record's value
     * @param findings of the file as it lies there now
     * @param mayHide those of them that may have been meant to hide it
     * @param stays the commit whose version stays live in place of the present one
     * @param due see {@link Content.Document#due}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Built(
            ContentPath path,
            Optional<KeptDocument> kept,
            byte[] value,
            List<Finding> findings,
            Set<Finding> mayHide,
            Optional<CommitId> stays,
            Optional<Instant> due) {
        private static Built without(ContentPath path, List<Finding> findings) {
            return new Built(
                    path, Optional.empty(), new byte[0], findings, Set.of(), Optional.empty(), Optional.empty());
        }
    }

    /** Writes the body to the work store if it is too large for the record. */
    Built build(Task task) throws IOException {
        ContentPath path = task.path;
        try (ObjectReader reader = tools.repository().newObjectReader()) {
            return new One(
                            task,
                            history.track(path).orElseThrow(),
                            new Versions(
                                    tools.site(), reader, tools.configuration().limits(), tools.texts()))
                    .build();
        } catch (UncheckedIOException | CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            // A bug of ours costs one file: what was written of it stays.
            LOG.atWarn().addKeyValue("path", path).setCause(e).log("A document could not be made");
            Finding finding = Finding.problem(
                    "the file cannot be published: " + e, "take away what was added last, and tell us of it");
            return Built.without(path, List.of(finding));
        }
    }

    private final class One {
        private final ContentPath path;
        private final Optional<KeptDocument> written;
        private final Track track;
        private final Versions versions;
        private final Place.Document place;
        private final List<Finding> findings = new ArrayList<>();
        private Set<Finding> mayHide = Set.of();

        One(Task task, Track track, Versions versions) {
            this.path = task.path;
            this.written = task.written;
            this.track = track;
            this.versions = versions;
            place = (Place.Document) history.rules().place(path);
        }

        Built build() throws IOException {
            Good good = track.good();
            boolean current = good != null && good.revision().blob().equals(track.blob());
            if (!current && versions.document(place, track.blob()) instanceof Versions.Document.Bad bad) {
                findings.addAll(bad.why().problems());
                mayHide = bad.why().mayHide();
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
                if (!version.equals(good.revision()) && hides(version)) {
                    return stub();
                }
                Built built = of(good, version, current && version.equals(good.revision()));
                if (built != null) {
                    return built;
                }
            }
            return stub();
        }

        /** A version that nobody was to read stands in for none. */
        private boolean hides(Revision revision) throws IOException {
            return versions.document(place, revision.blob()) instanceof Versions.Document.Good version
                    && (version.file().authored().hidden()
                            || version.file()
                                    .authored()
                                    .due(track.kind())
                                    .anyMatch(due ->
                                            due.date().value().instant(zone).isAfter(revision.at())));
        }

        /** A file that was never good, or of whose good versions no page can be made: nothing to read, but its facts count. */
        private Built stub() throws IOException {
            Address address = Address.of(place, Optional.empty());
            Address.At at = address instanceof Address.At there
                    ? there
                    : new Address.At(
                            Slug.ofName(place.name()), new UrlPath("/posts/" + Slug.ofName(place.name())), false);
            Good good = track.good();
            Instant changedAt = good == null
                    ? track.birth().at()
                    : new LastChange(versions, place, Optional.empty()).of(good.revision(), null);
            Facts facts = new Facts(
                    track.kind(),
                    track.id(),
                    path,
                    CommitId.NONE,
                    track.url() == null ? at.url() : track.url(),
                    at.slug(),
                    track.birth().at(),
                    changedAt,
                    FrontMatter.NONE,
                    NO_TEXT,
                    NO_TEXT,
                    track.urls());
            Content.Document document = new Content.Document(
                    tools.site(),
                    facts,
                    Content.State.WITHHELD,
                    track.birth().at(),
                    List.of(),
                    new Body.Inline(""),
                    0,
                    past(good));
            byte[] value = Json.write(document);
            return fitted(document, value, Optional.empty()).orElseGet(() -> built(document, value, Optional.empty()));
        }

        /**
         * Null when this version cannot be read, or its record would be too large: then an older one stands in for it, at the URL
         * of the present one.
         *
         * @param current whether it is what lies there now, so that its author has to be told
         */
        private @Nullable Built of(Good good, Revision revision, boolean current) throws IOException {
            if (!(versions.document(place, revision.blob()) instanceof Versions.Document.Good version)) {
                return null;
            }
            UrlPath url = Objects.requireNonNull(track.url());
            Content.State state = state(good);
            Authored authored = version.file().authored();
            String body = version.file().body();
            Digest textDigest = LastChange.digest(version.file());
            if (current) {
                Wanted wanted = history.rules().wanted(path, version.slug(), authored.url(), Integer.MAX_VALUE);
                standing(good, version);
                findings.addAll(version.file().warnings());
                findings.addAll(wanted.findings());
                if (track.isClaiming()) {
                    wanted.aliases().forEach(this::alias);
                }
                if (wanted.url().isEmpty()) {
                    cutName(version.address());
                    history.rules()
                            .layout()
                            .cutFolder(path.value())
                            .map(folder -> Finding.warning(
                                    "not all of the folder's name \"" + folder + "\" can stand in a URL",
                                    "it is " + url + "; rename the folder to choose another"))
                            .ifPresent(findings::add);
                }
                findings.addAll(authored.topics().told(jekyll));
            }
            Instant publishedAt = publishedAt(authored, current);
            List<Written<String>> topics = authored.topics().names(jekyll);
            FrontMatter frontMatter = new FrontMatter(
                    authored.title(),
                    authored.excerpt(),
                    topics.stream().map(Written::value).toList(),
                    authored.date().map(d -> d.value().instant(zone)),
                    authored.updated().map(d -> d.instant(zone)),
                    authored.authors().stream()
                            .map(a ->
                                    new FrontMatter.Author(a.name(), a.picture().map(Written::value)))
                            .toList(),
                    authored.cover().map(Written::value),
                    authored.coverAlt(),
                    authored.language(),
                    authored.canonical(),
                    authored.guid().isPresent()
                            ? authored.guid().map(Written::value).filter(value -> !isAnothers(good, value))
                            : formerGuid(authored, url, publishedAt),
                    authored.extra());
            Instant changedAt = new LastChange(versions, place, written).of(revision, textDigest);
            Facts facts = new Facts(
                    track.kind(),
                    track.id(),
                    path,
                    revision.commit(),
                    url,
                    slug(good, version.address(), url),
                    publishedAt,
                    changedAt,
                    frontMatter,
                    textDigest,
                    Digest.of(version.bytes()),
                    track.urls(),
                    Optional.of(changedAt).filter(at -> at.isAfter(track.birth().at())));
            Content.Document document = new Content.Document(
                    tools.site(),
                    facts,
                    state,
                    revision.at(),
                    pictures(authored),
                    new Body.Inline(body, Layout.isHtml(path.value())),
                    version.file().linesAbove(),
                    past(good),
                    due(good, state),
                    topics.stream()
                            .map(topic -> new TextPosition(topic.line(), topic.column()))
                            .toList());
            Optional<CommitId> stays =
                    current || state != Content.State.LIVE ? Optional.empty() : Optional.of(revision.commit());
            byte[] value = Json.write(document);
            if (size(frontMatter, value) > most) {
                document = document.with(
                        StoredBody.put(tools.work(), body, document.body().html()));
                value = Json.write(document);
            }
            Optional<Built> fitted = fitted(document, value, stays);
            if (fitted.isEmpty() && current) {
                findings.add(StoredBody.tooLarge(size(frontMatter, value), most));
            }
            return fitted.orElse(null);
        }

        private Optional<String> formerGuid(Authored authored, UrlPath url, Instant publishedAt) {
            return track.kind() == Kind.POST
                    ? history.rules().formerGuid(path, authored.url(), url, publishedAt)
                    : Optional.empty();
        }

        private static boolean isAnothers(Good good, String guid) {
            return new Guid(guid, true).equals(good.guid());
        }

        /** Tells of one that leads nobody here, or may not. */
        private void alias(Written<UrlPath> written) {
            UrlPath alias = written.value();
            if (isOne(alias, Objects.requireNonNull(track.url()))) {
                return;
            }
            Optional<ContentPath> owner = history.holderOf(alias)
                    .filter(other -> !other.equals(path))
                    .filter(other -> history.track(other)
                            .map(Track::url)
                            .filter(url -> isOne(alias, url))
                            .isPresent());
            if (owner.isPresent()) {
                String name = owner.get().printable();
                findings.add(written.warning(
                        "alias " + alias + " is the URL of " + name + ", and leads nobody here",
                        "take it away, or give " + name + " another URL"));
                return;
            }
            history.holderOfAlias(alias)
                    .filter(other -> !other.equals(path))
                    .filter(other -> history.track(other)
                            .map(Track::good)
                            .filter(good -> good.aliases().stream().anyMatch(one -> isOne(alias, one)))
                            .isPresent())
                    .ifPresent(other -> findings.add(written.warning(
                            "alias " + alias + " is one of " + other.printable()
                                    + " too: it leads to whichever has the later date",
                            "take it away from one of the two")));
        }

        /** Whether two URLs are one object of the site. */
        private static boolean isOne(UrlPath one, UrlPath other) {
            return ObjectKey.object(one).equals(ObjectKey.object(other));
        }

        private void cutName(Address.At address) {
            if (!address.exact()) {
                int length = place.name().getBytes(StandardCharsets.UTF_8).length;
                String what = length > Slug.MAX_BYTES
                        ? "the file's name was cut: of its " + length + " bytes " + Slug.MAX_BYTES
                                + " at the most can stand in a URL"
                        : "not all of the name \"" + place.name() + "\" can stand in a URL";
                findings.add(Finding.warning(what, "it is " + address.url() + "; write slug: to choose another"));
            }
        }

        /** What the author says; else when it was first public. */
        private Instant publishedAt(Authored authored, boolean current) {
            Optional<Instant> written = track.kind() == Kind.PAGE
                    ? Optional.empty()
                    : authored.date()
                            .map(d -> d.value().instant(zone))
                            .or(() -> place.date().map(d -> d.atStartOfDay(zone).toInstant()));
            Instant born = track.birth().at();
            Instant at = written.or(() -> Optional.ofNullable(track.publicAt())).orElse(born);
            if (current
                    && written.isEmpty()
                    && track.kind() == Kind.POST
                    && (born.isAfter(at) || born.isBefore(HistoricCommit.EARLIEST))) {
                findings.add(Finding.warning(
                        "its first commit is dated " + LocalDate.ofInstant(born, zone)
                                + ", which cannot be: it counts as of " + LocalDate.ofInstant(at, zone),
                        "write date: and the day"));
            }
            return at;
        }

        /** What history gave is no reason to refuse: if need be with fewer of its former URLs; empty if it is not for these. */
        private Optional<Built> fitted(Content.Document document, byte[] value, Optional<CommitId> stays) {
            if (size(document.frontMatter(), value) <= most) {
                return Optional.of(built(document, value, stays));
            }
            SortedSet<UrlPath> urls = document.urls();
            SortedSet<UrlPath> present =
                    new TreeSet<>(urls.contains(document.url()) ? List.of(document.url()) : List.of());
            for (List<UrlPath> some = List.copyOf(urls); !some.isEmpty(); ) {
                some = some.subList(0, some.size() / 2);
                SortedSet<UrlPath> fewer = new TreeSet<>(present);
                fewer.addAll(some);
                Content.Document shorter = document.with(document.facts().with(fewer));
                byte[] shorterValue = Json.write(shorter);
                if (size(shorter.frontMatter(), shorterValue) <= most) {
                    findings.add(Finding.warning(
                            "it had " + urls.size() + " URLs; of these " + fewer.size()
                                    + " have room in its record, the others answer 404",
                            "raise limits.inlineValue"));
                    return Optional.of(built(shorter, shorterValue, stays));
                }
            }
            return Optional.empty();
        }

        /** Title and excerpt count twice: where it can be read they are kept as written, and as they are shown. */
        private static int size(FrontMatter frontMatter, byte[] value) {
            return Stream.of(frontMatter.title(), frontMatter.excerpt())
                    .flatMap(Optional::stream)
                    .mapToInt(shown -> Json.write(shown).length)
                    .reduce(value.length, Integer::sum);
        }

        private Content.Past past(@Nullable Good good) {
            Optional<Revision> last = Optional.ofNullable(good).map(Good::revision);
            return new Content.Past(
                    track.birth().path(),
                    track.birth().at(),
                    last.map(Revision::commit),
                    last.map(revision -> revision.blob().name()),
                    track.kept());
        }

        private static Slug slug(Good good, Address.At address, UrlPath url) {
            return good.given() != null || address.url().equals(url)
                    ? address.slug()
                    : new Slug(url.value().substring(url.value().lastIndexOf('/') + 1));
        }

        private static List<Link> pictures(Authored authored) {
            Stream<Written<String>> authors = authored.authors().stream().flatMap(author -> author.picture().stream());
            return Stream.concat(authored.cover().stream(), authors)
                    .map(picture -> new Link(picture.value(), true, picture.line(), picture.column()))
                    .toList();
        }

        private Content.State state(Good good) {
            return switch (good.standing()) {
                case DRAFT -> Content.State.DRAFT;
                case AHEAD -> history.holdsUrl(path, track) ? Content.State.SCHEDULED : Content.State.WITHHELD;
                case EXPIRED -> Content.State.EXPIRED;
                case APART, NEVER -> Content.State.WITHHELD;
                case PUBLISHED -> history.isLive(path, track) ? Content.State.LIVE : Content.State.WITHHELD;
            };
        }

        private static Optional<Instant> due(Good good, Content.State state) {
            return switch (state) {
                case LIVE, SCHEDULED, EXPIRED -> Optional.ofNullable(good.since());
                case DRAFT, WITHHELD -> Optional.empty();
            };
        }

        /** Tells why a version that parses is not live. */
        private void standing(Good good, Versions.Document.Good version) {
            Authored authored = version.file().authored();
            authored.id()
                    .filter(id -> !PostId.written(tools.site(), id.value()).equals(track.id()))
                    .ifPresent(id -> findings.add(id.warning(
                            "id: " + Quoted.name(id.value())
                                    + " is not this one's: an id counts when the file comes, and if no other has it",
                            "write id: " + track.id() + ", or take the key away")));
            authored.guid()
                    .filter(guid -> good.standing() != Standing.DRAFT && isAnothers(good, guid.value()))
                    .ifPresent(guid -> findings.add(guid.warning(
                            "guid: " + Quoted.name(guid.value())
                                    + history.holderOf(new Guid(guid.value(), false))
                                            .map(holder -> " is that of " + holder.printable() + " already")
                                            .orElse(" was another's when this came")
                                    + ": feeds have this one under urn:uuid:" + track.id(),
                            "write another guid:, or take the key away")));
            switch (good.standing()) {
                case DRAFT -> {}
                case EXPIRED, NEVER -> never(authored, good.standing()).ifPresent(findings::add);
                case APART -> {
                    if (!version.file().hasFrontMatter()) {
                        findings.add(Finding.warning(
                                "a page without front matter is not published",
                                "begin the file with lines of ---, title: First page, ---"));
                    } else if (Versions.isTemplate(path, version.file())) {
                        findings.add(Finding.warning(
                                "a page in HTML that lists others by {% for %} is not published, for nothing here runs it",
                                "write the page without it"));
                    } else if (!place.isAtRoot()) {
                        findings.add(Finding.warning(
                                "it is part of the folder whose index file lies beside or above it, as Hugo has it, and is not"
                                        + " published",
                                "move it out of the folder if readers are to see it"));
                    } else {
                        findings.add(Finding.warning(
                                "an index without a text leaves / to the list of posts",
                                "write a text if it is to be there in its place"));
                    }
                }
                case PUBLISHED, AHEAD -> {
                    UrlPath url = Objects.requireNonNull(track.url());
                    ContentPath holder = history.holderOf(url).orElse(path);
                    if (!holder.equals(path)) {
                        UrlPath theirs = history.track(holder).map(Track::url).orElse(url);
                        String taken = isTaken(url, theirs, holder);
                        findings.add(
                                good.given() == null
                                        ? Written.problem(
                                                authored.slug(), taken, "rename the file, or write slug: another-name")
                                        : Written.problem(
                                                authored.url().permalink().or(authored.url()::path),
                                                taken,
                                                "write permalink: and another path"));
                    }
                }
            }
        }

        /**
         * Tells of one that is over before it comes. Of what is to come it is a problem, for nothing will be read; what is past is over
         * either way.
         */
        private Optional<Finding> never(Authored authored, Standing standing) {
            Comparator<Authored.Dated> order =
                    Comparator.comparing(dated -> dated.date().value().instant(zone));
            Optional<Authored.Dated> due = Versions.due(place, authored).max(order);
            Optional<Authored.Dated> until = authored.until().stream().min(order);
            if (due.isEmpty() || until.isEmpty() || order.compare(until.get(), due.get()) > 0) {
                return Optional.empty();
            }
            Written<AuthoredDate> date = until.get().date();
            String message = until.get().key() + ": " + date.value().iso() + " is not later than "
                    + due.get().key() + ": " + due.get().date().value().iso() + ", so nobody could ever read it";
            String hint = "write a later day for the one or an earlier for the other";
            return Optional.of(standing == Standing.NEVER ? date.problem(message, hint) : date.warning(message, hint));
        }

        private static String isTaken(UrlPath url, UrlPath theirs, ContentPath holder) {
            if (url.equals(theirs)) {
                return url + " is the URL of " + holder.printable() + " already";
            }
            return ObjectKey.object(url).equals(ObjectKey.object(theirs))
                    ? url + " would be the same file of the site as " + theirs + ", the URL of " + holder.printable()
                    : url + " differs from " + theirs + ", the URL of " + holder.printable()
                            + ", by nothing but case or normalisation";
        }

        private Built built(Content.Document document, byte[] value, Optional<CommitId> stays) {
            KeptDocument kept = KeptDocument.of(document, Digest.of(value));
            return new Built(path, Optional.of(kept), value, findings, mayHide, stays, document.due());
        }
    }
}
