package org.broadsheet.ingest.facts;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.SiteRules;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A site's history on disk, with the commit that it is of: a cache. It is read whole or not at all, and whoever has none walks Git
 * and comes to the same. Who has which id and URL follows from the rest, and is not in it. One thread.
 */
public final class HistoryFile {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);
    /** Raised when another form is written, or when other facts follow from the same commits. */
    private static final int FORMAT = 1;

    private final Path file;
    private final SiteId site;

    public HistoryFile(Path file, SiteId site) {
        this.file = file;
        this.site = site;
    }

    /** The facts of a commit. */
    public record Snapshot(CommitId commit, History history) {}

    /** Empty if there is none that is whole and of this site and format. */
    public Optional<Snapshot> read() {
        CRC32C sum = new CRC32C();
        try (DataInputStream in = new DataInputStream(
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), sum))) {
            Snapshot snapshot = new Reading(in).snapshot();
            long whole = sum.getValue();
            if (in.readLong() != whole) {
                throw new IOException("its check sum is wrong");
            }
            return Optional.of(snapshot);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.atInfo().addKeyValue("site", site).log("{} is not used, history is walked: {}", file, e.toString());
            return Optional.empty();
        }
    }

    public void write(Snapshot snapshot) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        CRC32C sum = new CRC32C();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                    new CheckedOutputStream(Files.newOutputStream(unfinished), sum), 1 << 16))) {
                new Writing(out).snapshot(snapshot);
                out.flush();
                out.writeLong(sum.getValue());
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UncheckedIOException e) {
            // A cache: the next start begins further back.
            LOG.atWarn().addKeyValue("site", site).setCause(e).log("{} was not written", file);
        }
    }

    /** Many versions are of one commit: it is written once, and then by its number. */
    private record Brought(CommitId commit, Instant at) {}

    private final class Writing {
        private final DataOutputStream out;
        private final Map<CommitId, Integer> commits = new HashMap<>();

        Writing(DataOutputStream out) {
            this.out = out;
        }

        void snapshot(Snapshot snapshot) throws IOException {
            History history = snapshot.history;
            out.writeInt(FORMAT);
            string(site.value());
            string(snapshot.commit.value());
            out.writeBoolean(history.rules.layout().jekyll());
            string(history.rules.zone().getId());
            out.writeInt(history.tracks.size());
            history.tracks.forEach((path, track) -> checked(() -> track(path, track)));
            out.writeInt(history.texts.size());
            history.texts.forEach((path, text) -> checked(() -> text(path, text)));
            out.writeInt(history.gone.size());
            history.gone.forEach((id, gone) -> checked(() -> gone(gone)));
        }

        private void track(ContentPath path, Track track) throws IOException {
            string(path.value());
            string(track.kind().name());
            birth(path, track.birth());
            blob(track.blob());
            id(track.id());
            optionalId(track.kept());
            urls(track.urls());
            Good good = track.good();
            out.writeBoolean(good != null);
            if (good != null) {
                string(good.standing().name());
                out.writeBoolean(good.slug() != null);
                if (good.slug() != null) {
                    string(good.slug());
                }
                optionalId(good.id());
                revisions(good.revision());
            }
        }

        private void text(ContentPath path, Text text) throws IOException {
            string(path.value());
            blob(text.blob());
            revisions(text.good());
        }

        private void gone(Gone gone) throws IOException {
            id(gone.id());
            string(gone.kind().name());
            string(gone.path().value());
            birth(gone.path(), gone.birth());
            brought(gone.by().id(), gone.by().at());
            out.writeInt(gone.by().offset().getTotalSeconds());
            urls(gone.urls());
            revisions(gone.revision());
        }

        private void birth(ContentPath path, Birth birth) throws IOException {
            string(birth.path().equals(path) ? "" : birth.path().value());
            out.writeLong(birth.at().getEpochSecond());
        }

        /** This one and all before it. */
        private void revisions(@Nullable Revision last) throws IOException {
            int count = 0;
            for (Revision r = last; r != null; r = r.before()) {
                count++;
            }
            out.writeInt(count);
            for (Revision r = last; r != null; r = r.before()) {
                blob(r.blob());
                brought(r.commit(), r.at());
                out.writeBoolean(r.joined());
            }
        }

        private void brought(CommitId commit, Instant at) throws IOException {
            Integer known = commits.putIfAbsent(commit, commits.size());
            out.writeInt(known == null ? commits.size() - 1 : known);
            if (known == null) {
                string(commit.value());
                out.writeLong(at.getEpochSecond());
            }
        }

        private void urls(SortedSet<UrlPath> urls) throws IOException {
            out.writeInt(urls.size());
            for (UrlPath url : urls) {
                string(url.value());
            }
        }

        private void optionalId(@Nullable PostId id) throws IOException {
            out.writeBoolean(id != null);
            if (id != null) {
                id(id);
            }
        }

        private void id(PostId id) throws IOException {
            out.writeLong(id.value().getMostSignificantBits());
            out.writeLong(id.value().getLeastSignificantBits());
        }

        private void blob(ObjectId blob) throws IOException {
            blob.copyRawTo(out);
        }

        private void string(String value) throws IOException {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private final class Reading {
        private final DataInputStream in;
        private final List<Brought> commits = new ArrayList<>();

        Reading(DataInputStream in) {
            this.in = in;
        }

        Snapshot snapshot() throws IOException {
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IOException("it is of format " + format);
            }
            String of = string();
            if (!of.equals(site.value())) {
                throw new IOException("it is of site " + of);
            }
            CommitId commit = new CommitId(string());
            SiteRules rules = new SiteRules(new Layout(in.readBoolean()), ZoneId.of(string()));
            HistoryMemory memory = new HistoryMemory().rules(rules);
            for (int i = in.readInt(); i > 0; i--) {
                ContentPath path = new ContentPath(string());
                memory.track(path, track(path, rules));
            }
            for (int i = in.readInt(); i > 0; i--) {
                memory.text(new ContentPath(string()), new Text(blob(), revisions()));
            }
            for (int i = in.readInt(); i > 0; i--) {
                memory.gone(gone());
            }
            return new Snapshot(commit, memory.history());
        }

        private Track track(ContentPath path, SiteRules rules) throws IOException {
            Kind kind = Kind.valueOf(string());
            Birth birth = birth(path);
            ObjectId blob = blob();
            PostId id = id();
            PostId kept = optionalId();
            SortedSet<UrlPath> urls = urls();
            Good good = in.readBoolean() ? good() : null;
            return new Track(kind, birth, blob, kept, good, Track.url(rules, path, good), id, urls);
        }

        private Good good() throws IOException {
            Standing standing = Standing.valueOf(string());
            String slug = in.readBoolean() ? string() : null;
            PostId id = optionalId();
            Revision revision = revisions();
            if (revision == null) {
                throw new IOException("a good version is missing");
            }
            return new Good(revision, standing, slug, id);
        }

        private Gone gone() throws IOException {
            PostId id = id();
            Kind kind = Kind.valueOf(string());
            ContentPath path = new ContentPath(string());
            Birth birth = birth(path);
            Brought by = brought();
            HistoricCommit commit = new HistoricCommit(by.commit, by.at, ZoneOffset.ofTotalSeconds(in.readInt()));
            SortedSet<UrlPath> urls = urls();
            return new Gone(id, kind, birth, path, commit, revisions(), urls);
        }

        private Birth birth(ContentPath path) throws IOException {
            String other = string();
            return new Birth(other.isEmpty() ? path : new ContentPath(other), time());
        }

        private @Nullable Revision revisions() throws IOException {
            record Version(ObjectId blob, Brought by, boolean joined) {}

            List<Version> versions = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                versions.add(new Version(blob(), brought(), in.readBoolean()));
            }
            Revision last = null;
            for (Version version : versions.reversed()) {
                last = new Revision(version.blob, version.by.commit, version.by.at, last, version.joined);
            }
            return last;
        }

        private Brought brought() throws IOException {
            int number = in.readInt();
            if (number == commits.size()) {
                commits.add(new Brought(new CommitId(string()), time()));
            }
            return commits.get(number);
        }

        private SortedSet<UrlPath> urls() throws IOException {
            SortedSet<UrlPath> urls = new TreeSet<>();
            for (int i = in.readInt(); i > 0; i--) {
                urls.add(new UrlPath(string()));
            }
            return urls;
        }

        private @Nullable PostId optionalId() throws IOException {
            return in.readBoolean() ? id() : null;
        }

        private PostId id() throws IOException {
            return new PostId(new UUID(in.readLong(), in.readLong()));
        }

        private ObjectId blob() throws IOException {
            return ObjectId.fromRaw(bytes(Constants.OBJECT_ID_LENGTH));
        }

        private Instant time() throws IOException {
            return Instant.ofEpochSecond(in.readLong());
        }

        private String string() throws IOException {
            return new String(bytes(in.readInt()), StandardCharsets.UTF_8);
        }

        /** However many it says that there are: no more are made room for than there are. */
        private byte[] bytes(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException("it is cut off");
            }
            return bytes;
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void checked(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
