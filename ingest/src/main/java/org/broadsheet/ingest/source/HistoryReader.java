package org.broadsheet.ingest.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.ingest.facts.ComparisonLimits;
import org.broadsheet.ingest.facts.FileVersion;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.HistoryMemory;
import org.broadsheet.ingest.facts.HistoryStep;
import org.broadsheet.ingest.facts.SiteRules;
import org.broadsheet.ingest.layout.Layout;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code Facts(commit)} of a repository: every commit since a known one, parents before children, each against its first parent.
 * What was computed last is remembered, so that a branch that left the trunk not long ago joins it without a walk from the
 * roots. One thread.
 */
public final class HistoryReader {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryReader.class);

    private static final int REMEMBERED = 1_000;
    /** So many commits are read together before their turn comes. */
    private static final int AHEAD = 32;
    /** So many commits, and texts that differ in them, are walked between two lines about it. */
    private static final int TOLD = 10_000;

    private final Repository repository;
    private final SiteId site;
    private final Configuration.Limits limits;
    private final Pipeline pipeline;
    private final RecentTexts texts;
    private final Map<ObjectId, Known> recent = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, Known> eldest) {
            return size() > REMEMBERED;
        }
    };

    private final List<CommitId> tooMany = new ArrayList<>();
    private long walked;

    /** @param texts takes what is read, for whoever needs it next */
    public HistoryReader(
            Repository repository, SiteId site, Configuration.Limits limits, Pipeline pipeline, RecentTexts texts) {
        this.repository = repository;
        this.site = site;
        this.limits = limits;
        this.pipeline = pipeline;
        this.texts = texts;
    }

    /**
     * The facts of a commit.
     *
     * @param tree that they are of: the commit's own, or, of one that changes more than is looked at, that of its first parent's
     */
    private record Known(History history, @Nullable ObjectId tree) {}

    /** What is known from elsewhere of a commit that was taken in. */
    public void remember(RevCommit commit, History history) {
        recent.put(commit.copy(), new Known(history, commit.getTree()));
    }

    /** Forgets what was remembered: a look that was given up may have remembered what counts for it alone. */
    public void forget() {
        recent.clear();
    }

    /** How many commits, and texts that differ in them, were walked so far. */
    public long walked() {
        return walked;
    }

    /** The commits, of those that were walked since this was asked last, with too many files to compare, or too large ones: {@code limits.renames}. */
    public List<CommitId> tooMany() {
        List<CommitId> found = List.copyOf(tooMany);
        tooMany.clear();
        return found;
    }

    /** What was remembered of a commit. */
    public Optional<History> remembered(ObjectId commit) {
        return Optional.ofNullable(recent.get(commit)).map(Known::history);
    }

    /**
     * The facts of {@code tip}, from those of {@code known} if they can be had so; else from the roots.
     *
     * @param known a commit whose facts are {@link #remember}ed
     */
    public History read(ObjectId tip, Optional<ObjectId> known) throws IOException {
        checkWhole();
        Known there = recent.get(tip);
        if (there != null) {
            return there.history;
        }
        if (known.isPresent()) {
            Optional<Way> on = known.map(commit -> new Way(commit, kept(commit)));
            History since = walk(tip, known.get(), on);
            return since == null ? walkAll(tip, on) : since;
        }
        return walkAll(tip, Optional.empty());
    }

    private Map<ContentPath, PostId> kept(ObjectId commit) {
        Map<ContentPath, PostId> ids = new HashMap<>();
        remembered(commit)
                .ifPresent(facts -> facts.forEachTrack((path, track) -> {
                    if (track.kept()) {
                        ids.put(path, track.id());
                    }
                }));
        return ids;
    }

    /**
     * The facts of {@code tip} from the roots, whatever is remembered.
     *
     * @param on a commit on the way whose facts are remembered then, however many follow
     */
    public History readAll(ObjectId tip, Optional<Way> on) throws IOException {
        checkWhole();
        recent.clear();
        return walkAll(tip, on);
    }

    /**
     * A commit that others follow.
     *
     * @param ids that posts and pages have from there on, by path: they do not follow from history
     */
    public record Way(ObjectId commit, Map<ContentPath, PostId> ids) {}

    private History walkAll(ObjectId tip, Optional<Way> on) throws IOException {
        History all = walk(tip, null, on);
        if (all == null) {
            throw new IllegalStateException("a walk from the roots met a commit without its parents: " + tip.name());
        }
        return all;
    }

    private void checkWhole() throws IOException {
        if (!repository.getObjectDatabase().getShallowCommits().isEmpty()) {
            throw new ShallowRepository(repository.getDirectory());
        }
    }

    /**
     * Null when a parent lies elsewhere than in what is new or remembered.
     *
     * @param on is still remembered at the end
     */
    private @Nullable History walk(ObjectId tip, @Nullable ObjectId known, Optional<Way> on) throws IOException {
        try (ObjectReader reader = repository.newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            walk.setRetainBody(false);
            walk.sort(RevSort.TOPO, true);
            walk.sort(RevSort.REVERSE, true);
            walk.markStart(walk.parseCommit(tip));
            if (known != null) {
                walk.markUninteresting(walk.parseCommit(known));
            }
            List<RevCommit> commits = new ArrayList<>();
            Map<ObjectId, Integer> children = new HashMap<>();
            for (RevCommit commit : walk) {
                commits.add(commit);
                for (RevCommit parent : commit.getParents()) {
                    children.merge(parent, 1, Integer::sum);
                }
            }
            if (commits.isEmpty()) {
                Known there = recent.get(tip);
                return there == null ? null : there.history;
            }
            Map<ObjectId, Known> before = known == null ? new HashMap<>() : before(commits);
            return before == null ? null : new Walk(walk, reader, commits, children, before, on).all();
        }
    }

    /** Of the parents that are not among these what is remembered; null when something is not. */
    private @Nullable Map<ObjectId, Known> before(List<RevCommit> commits) {
        Map<ObjectId, Known> before = new HashMap<>();
        Set<ObjectId> among = new HashSet<>(commits);
        for (RevCommit commit : commits) {
            for (RevCommit parent : commit.getParents()) {
                Known there = recent.get(parent);
                if (there != null && !among.contains(parent)) {
                    before.put(parent.copy(), there);
                } else if (!among.contains(parent)) {
                    return null;
                }
            }
        }
        return before;
    }

    /** Takes commits whose facts are to be had, parents before children; what they change is read on all cores before. */
    private final class Walk {
        private final RevWalk walk;
        private final CommitReader reader;
        private final List<RevCommit> commits;
        /** How many of each are still to come. */
        private final Map<ObjectId, Integer> children;
        /** Those of which some are. */
        private final Map<ObjectId, Known> open;

        private final Optional<Way> on;
        private Optional<Known> kept;
        private Known last = new Known(History.NONE, null);
        /** Those of the last one: seen by whoever reads ahead. */
        private volatile SiteRules rules = SiteRules.NONE;

        private int taken;
        private long told = walked;

        Walk(
                RevWalk walk,
                ObjectReader reader,
                List<RevCommit> commits,
                Map<ObjectId, Integer> children,
                Map<ObjectId, Known> before,
                Optional<Way> on) {
            this.walk = walk;
            this.reader = new CommitReader(site, reader, limits, texts);
            this.commits = commits;
            this.children = children;
            this.on = on;
            open = before;
            before.values().stream().findFirst().ifPresent(there -> rules = there.history.rules());
            kept = on.map(way -> recent.get(way.commit));
        }

        History all() throws IOException {
            List<List<RevCommit>> parts = new ArrayList<>();
            for (int from = 0; from < commits.size(); from += AHEAD) {
                parts.add(commits.subList(from, Math.min(commits.size(), from + AHEAD)));
            }
            if (parts.size() == 1) {
                for (RevCommit commit : commits) {
                    take(commit, Optional.empty());
                }
            } else {
                pipeline.run(parts, this::ahead, part -> {
                    for (Part commit : part) {
                        take(commit.commit, commit.ahead);
                    }
                });
            }
            if (kept.isPresent()) {
                recent.put(on.orElseThrow().commit.copy(), kept.get());
            }
            return last.history;
        }

        private record Part(RevCommit commit, Optional<CommitReader.Ahead> ahead) {}

        private List<Part> ahead(List<RevCommit> part) {
            try (ObjectReader own = repository.newObjectReader()) {
                CommitReader ahead = new CommitReader(site, own, limits, texts);
                return part.stream()
                        .map(commit -> new Part(commit, ahead.ahead(commit, rules)))
                        .toList();
            }
        }

        private void take(RevCommit commit, Optional<CommitReader.Ahead> ahead) throws IOException {
            List<Known> parents = new ArrayList<>();
            for (RevCommit parent : commit.getParents()) {
                parents.add(Objects.requireNonNull(open.get(parent)));
                if (children.merge(parent, -1, Integer::sum) == 0) {
                    open.remove(parent);
                    children.remove(parent);
                }
            }
            last = step(commit, parents, ahead);
            Optional<Way> here = on.filter(way -> way.commit.equals(commit));
            if (here.isPresent()) {
                last = new Known(HistoryMemory.keeping(last.history, here.get().ids), last.tree);
                kept = Optional.of(last);
            }
            rules = last.history.rules();
            if (children.containsKey(commit)) {
                open.put(commit.copy(), last);
            }
            recent.put(commit.copy(), last);
            tellProgress();
        }

        /**
         * A commit that changes more files than a commit may hold is passed over: it counts as if it had left everything as it
         * was, and what follows it is compared with what was there before. That depends on the commits alone, and what is
         * published, whose whole tree is within the limit, is never passed over.
         */
        private Known step(RevCommit commit, List<Known> parents, Optional<CommitReader.Ahead> ahead)
                throws IOException {
            List<History> before = parents.stream().map(Known::history).toList();
            ObjectId from = parents.isEmpty() ? null : parents.get(0).tree;
            Layout layout =
                    before.isEmpty() ? Layout.PLAIN : before.get(0).rules().layout();
            Optional<CommitReader.Ahead> read =
                    ahead.filter(a -> Objects.equals(a.changes().from(), from)
                            && a.changes().layout().equals(layout));
            CommitReader.Changes changes =
                    read.isPresent() ? read.get().changes() : reader.changes(layout, from, commit.getTree());
            walked += 1 + changes.files().size();
            if (changes.files().isEmpty() && before.size() == 1) {
                return new Known(before.get(0), changes.to());
            }
            walk.parseBody(commit);
            Map<CommitReader.Asked, FileVersion> versions = read.isPresent()
                    ? read.get().versions()
                    : readAll(before.isEmpty() ? SiteRules.NONE : before.get(0).rules(), changes);
            History history = HistoryStep.take(
                    site,
                    reader.knowing(changes.to(), versions),
                    Commits.historic(commit),
                    before,
                    changes.files(),
                    new ComparisonLimits(limits.renames(), limits.renameTexts()),
                    tooMany::add);
            commit.disposeBody();
            return new Known(history, changes.to());
        }

        /** Of a commit that changes many: those that are not among them, or something else by its own rules, are read in their turn. */
        private Map<CommitReader.Asked, FileVersion> readAll(SiteRules before, CommitReader.Changes changes)
                throws IOException {
            Map<CommitReader.Asked, FileVersion> versions = new HashMap<>();
            if (changes.files().size() > CommitReader.MANY) {
                List<CommitReader.Asked> all = new ArrayList<>();
                changes.files()
                        .forEach((path, blob) -> blob.flatMap(there -> CommitReader.Asked.of(before, path, there))
                                .ifPresent(all::add));
                pipeline.run(all, this::read, version -> versions.put(version.getKey(), version.getValue()));
            }
            return versions;
        }

        private Map.Entry<CommitReader.Asked, FileVersion> read(CommitReader.Asked asked) throws IOException {
            try (ObjectReader own = repository.newObjectReader()) {
                return Map.entry(asked, new CommitReader(site, own, limits, texts).read(asked));
            }
        }

        private void tellProgress() {
            taken++;
            if (walked - told >= TOLD && taken < commits.size()) {
                told = walked;
                LOG.atInfo()
                        .addKeyValue("site", site)
                        .log("Reading the history: {} of {} commits", taken, commits.size());
            }
        }
    }
}
