package org.broadsheet.ingest.facts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.broadsheet.common.binary.BinaryFile;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.permalink.FormerGuids;
import org.broadsheet.ingest.permalink.Permalinks;
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
    private static final int FORMAT = 10;

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
        try {
            return Optional.of(new Reading(BinaryFile.read(file)).snapshot());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.atInfo().addKeyValue("site", site).log("{} is not used, history is walked: {}", file, e.toString());
            return Optional.empty();
        }
    }

    public void write(Snapshot snapshot) {
        try {
            BinaryFile.write(file, out -> new Writing(out).snapshot(snapshot));
        } catch (IOException | UncheckedIOException e) {
            // A cache: the next start begins further back.
            LOG.atWarn().addKeyValue("site", site).setCause(e).log("{} was not written", file);
        }
    }

    /** Many versions are of one commit: it is written once, and then by its number. */
    private record Brought(CommitId commit, Instant at) {}

    private final class Writing {
        private final BinaryWriter out;
        private final Map<CommitId, Integer> commits = new HashMap<>();

        Writing(BinaryWriter out) {
            this.out = out;
        }

        void snapshot(Snapshot snapshot) throws IOException {
            History history = snapshot.history;
            out.count(FORMAT);
            out.string(site.value());
            out.string(snapshot.commit.value());
            rules(history.rules);
            out.time(history.at);
            out.time(history.passed);
            out.count(history.tracks.size());
            history.tracks.forEach(track -> checked(() -> track(track)));
            out.count(history.texts.size());
            history.texts.forEach((path, text) -> checked(() -> text(path, text)));
            out.count(history.gone.size());
            history.gone.forEach(gone -> checked(() -> gone(gone)));
        }

        private void rules(SiteRules rules) throws IOException {
            out.optional(rules.configuration(), configuration -> {
                out.constant(configuration.generator());
                out.string(configuration.file().value());
            });
            out.string(rules.zone().getId());
            out.all(rules.permalinks(), permalinks -> permalinks.write(out));
            out.optional(rules.formerGuids(), guids -> guids.write(out));
            out.optional(rules.layout().generator(), generator -> generator.write(out));
            out.all(rules.layout().folders(), folder -> {
                out.string(folder.path());
                out.constant(folder.use());
            });
        }

        private void track(KeptTrack track) throws IOException {
            out.bytes(track.bytes());
            revisions(track.before());
        }

        private void text(ContentPath path, Text text) throws IOException {
            out.string(path.value());
            blob(text.blob());
            revisions(text.good());
        }

        private void gone(Gone gone) throws IOException {
            id(gone.id());
            out.constant(gone.kind());
            out.string(gone.path().value());
            birth(gone.path(), gone.birth());
            brought(gone.by(), gone.at());
            out.optional(Optional.ofNullable(gone.publicAt()), out::time);
            out.bool(gone.kept());
            urls(gone.urls());
            revisions(gone.revision());
        }

        private void birth(ContentPath path, Birth birth) throws IOException {
            out.string(birth.path().equals(path) ? "" : birth.path().value());
            out.time(birth.at());
        }

        /** This one and all before it. */
        private void revisions(@Nullable Revision last) throws IOException {
            int count = 0;
            for (Revision r = last; r != null; r = r.before()) {
                count++;
            }
            out.count(count);
            for (Revision r = last; r != null; r = r.before()) {
                blob(r.blob());
                brought(r.commit(), r.at());
            }
        }

        private void brought(CommitId commit, Instant at) throws IOException {
            Integer known = commits.putIfAbsent(commit, commits.size());
            out.count(known == null ? commits.size() - 1 : known);
            if (known == null) {
                out.string(commit.value());
                out.time(at);
            }
        }

        private void urls(SortedSet<UrlPath> urls) throws IOException {
            out.all(urls, url -> out.string(url.value()));
        }

        private void id(PostId id) throws IOException {
            out.uuid(id.value());
        }

        private void blob(ObjectId blob) throws IOException {
            byte[] name = new byte[Constants.OBJECT_ID_LENGTH];
            blob.copyRawTo(name, 0);
            out.raw(name);
        }
    }

    private final class Reading {
        private final BinaryReader in;
        private final List<Brought> commits = new ArrayList<>();

        Reading(BinaryReader in) {
            this.in = in;
        }

        Snapshot snapshot() throws IOException {
            int format = in.count();
            if (format != FORMAT) {
                throw new IOException("it is of format " + format);
            }
            String of = in.string();
            if (!of.equals(site.value())) {
                throw new IOException("it is of site " + of);
            }
            CommitId commit = new CommitId(in.string());
            HistoryMemory memory =
                    new HistoryMemory().rules(rules()).at(in.time()).passed(in.time());
            for (int i = in.count(); i > 0; i--) {
                memory.track(new KeptTrack(in.bytes(), revisions()));
            }
            for (int i = in.count(); i > 0; i--) {
                memory.text(new ContentPath(in.string()), new Text(blob(), revisions()));
            }
            for (int i = in.count(); i > 0; i--) {
                memory.gone(gone());
            }
            return new Snapshot(commit, memory.history());
        }

        private SiteRules rules() throws IOException {
            return new SiteRules(
                    in.optional(() -> new SiteRules.Configuration(
                            in.constant(Content.Generator.class), new ContentPath(in.string()))),
                    ZoneId.of(in.string()),
                    in.all(() -> Permalinks.read(in)),
                    in.optional(() -> FormerGuids.read(in)),
                    new Layout(
                            in.optional(() -> Permalinks.read(in)),
                            in.all(() -> new Layout.Folder(in.string(), in.constant(Layout.Use.class)))));
        }

        private Gone gone() throws IOException {
            PostId id = id();
            Kind kind = in.constant(Kind.class);
            ContentPath path = new ContentPath(in.string());
            Birth birth = birth(path);
            Brought by = brought();
            Instant publicAt = in.optional(in::time).orElse(null);
            boolean kept = in.bool();
            SortedSet<UrlPath> urls = urls();
            return new Gone(id, kind, birth, path, by.commit, by.at, revisions(), publicAt, kept, urls);
        }

        private Birth birth(ContentPath path) throws IOException {
            String other = in.string();
            return new Birth(other.isEmpty() ? path : new ContentPath(other), in.time());
        }

        private @Nullable Revision revisions() throws IOException {
            record Version(ObjectId blob, Brought by) {}

            List<Version> versions = new ArrayList<>();
            for (int i = in.count(); i > 0; i--) {
                versions.add(new Version(blob(), brought()));
            }
            Revision last = null;
            for (Version version : versions.reversed()) {
                last = new Revision(version.blob, version.by.commit, version.by.at, last);
            }
            return last;
        }

        private Brought brought() throws IOException {
            int number = in.count();
            if (number == commits.size()) {
                commits.add(new Brought(new CommitId(in.string()), in.time()));
            }
            return commits.get(number);
        }

        private SortedSet<UrlPath> urls() throws IOException {
            return new TreeSet<>(in.all(() -> new UrlPath(in.string())));
        }

        private PostId id() throws IOException {
            return new PostId(in.uuid());
        }

        private ObjectId blob() throws IOException {
            return ObjectId.fromRaw(in.raw(Constants.OBJECT_ID_LENGTH));
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
