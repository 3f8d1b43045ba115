package org.broadsheet.ingest.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.ingest.facts.FileVersion;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.HistoryStep;
import org.broadsheet.ingest.facts.VersionReader;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.layout.SiteRules;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * {@code Facts(commit)} of a repository: every commit since a known one, parents before children, each against its first parent.
 * What was computed last is remembered, so that a branch that left the trunk not long ago joins it without a walk from the
 * roots. One thread.
 */
public final class HistoryReader {
    private static final int REMEMBERED = 1_000;
    /** A commit that changes more texts has them read on all cores. */
    private static final int MANY = 64;

    private final Repository repository;
    private final SiteId site;
    private final Configuration.Limits limits;
    private final Pipeline pipeline;
    private final RecentTexts texts;
    private final Trees trees;
    private final Map<ObjectId, Known> recent = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, Known> eldest) {
            return size() > REMEMBERED;
        }
    };

    private long walked;

    /** @param texts takes what is read, for whoever needs it next */
    public HistoryReader(
            Repository repository, SiteId site, Configuration.Limits limits, Pipeline pipeline, RecentTexts texts) {
        this.repository = repository;
        this.site = site;
        this.limits = limits;
        this.pipeline = pipeline;
        this.texts = texts;
        trees = new Trees(limits);
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
            History since = walk(tip, known.get(), known);
            if (since != null) {
                return since;
            }
        }
        return walkAll(tip, known);
    }

    /**
     * The facts of {@code tip} from the roots, whatever is remembered.
     *
     * @param also a commit on the way whose facts are remembered then, however many follow
     */
    public History readAll(ObjectId tip, Optional<ObjectId> also) throws IOException {
        checkWhole();
        recent.clear();
        return walkAll(tip, also);
    }

    private History walkAll(ObjectId tip, Optional<ObjectId> also) throws IOException {
        History all = walk(tip, null, also);
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
     * @param keep is still remembered at the end
     */
    private @Nullable History walk(ObjectId tip, @Nullable ObjectId known, Optional<ObjectId> keep) throws IOException {
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
            Versions versions = new Versions(reader, limits, texts);
            RecentTrees recentTrees = new RecentTrees(reader);
            Map<ObjectId, Known> open = new HashMap<>();
            Optional<Known> kept = keep.map(recent::get);
            Known last = new Known(History.NONE, null);
            for (RevCommit commit : commits) {
                List<Known> parents = new ArrayList<>();
                for (RevCommit parent : commit.getParents()) {
                    Known before = open.getOrDefault(parent, recent.get(parent));
                    if (before == null) {
                        return null;
                    }
                    parents.add(before);
                    if (children.merge(parent, -1, Integer::sum) == 0) {
                        open.remove(parent);
                    }
                }
                last = step(walk, recentTrees, versions, commit, parents);
                open.put(commit.copy(), last);
                recent.put(commit.copy(), last);
                if (keep.filter(commit::equals).isPresent()) {
                    kept = Optional.of(last);
                }
            }
            if (kept.isPresent()) {
                recent.put(keep.orElseThrow().copy(), kept.get());
            }
            if (!commits.isEmpty()) {
                return last.history;
            }
            Known there = recent.get(tip);
            return there == null ? null : there.history;
        }
    }

    /**
     * A commit that changes more files than a commit may hold is passed over: it counts as if it had left everything as it was,
     * and what follows it is compared with what was there before. That depends on the commits alone, and what is published, whose
     * whole tree is within the limit, is never passed over.
     */
    private Known step(RevWalk walk, RecentTrees recentTrees, Versions versions, RevCommit commit, List<Known> parents)
            throws IOException {
        List<History> before = parents.stream().map(Known::history).toList();
        ObjectId from = parents.isEmpty() ? null : parents.get(0).tree;
        ObjectId to = commit.getTree();
        Map<ContentPath, Optional<ObjectId>> changes = new HashMap<>();
        if (!to.equals(from)
                && !trees.differences(recentTrees, from, to, Layout::matters, limits.files(), change -> {
                    boolean marker = change.path().value().equals(Layout.JEKYLL_MARKER);
                    if (marker || Layout.isText(change.path().value())) {
                        changes.put(
                                change.path(),
                                Optional.ofNullable(marker ? change.blob() : change.version())
                                        .map(ObjectId::copy));
                    }
                })) {
            changes.clear();
            to = from;
        }
        walked += 1 + changes.size();
        if (changes.isEmpty() && before.size() == 1) {
            return new Known(before.get(0), to);
        }
        walk.parseBody(commit);
        SiteRules rules = before.isEmpty() ? SiteRules.NONE : before.get(0).rules();
        VersionReader read = changes.size() > MANY ? readAhead(rules, changes, versions) : versions;
        History history = HistoryStep.take(site, read, Commits.historic(commit), before, changes);
        commit.disposeBody();
        return new Known(history, to);
    }

    private record Asked(ContentPath path, Place place, ObjectId blob) {}

    private record Answer(Asked asked, FileVersion version) {}

    /**
     * @param rules those before the commit
     * @param others reads what was not among the changes, or is something else by the commit's own rules
     */
    private VersionReader readAhead(SiteRules rules, Map<ContentPath, Optional<ObjectId>> changes, Versions others)
            throws IOException {
        List<Asked> all = new ArrayList<>();
        changes.forEach((path, blob) -> {
            Place place = rules.place(path);
            boolean read = place instanceof Place.Document
                    || place instanceof Place.Introduction
                    || place instanceof Place.Settings;
            if (read && blob.isPresent()) {
                all.add(new Asked(path, place, blob.get()));
            }
        });
        Map<Asked, FileVersion> answers = new HashMap<>();
        pipeline.run(all, this::answer, answer -> answers.put(answer.asked, answer.version));
        return (path, place, blob) -> {
            FileVersion version = answers.get(new Asked(path, place, blob));
            return version == null ? others.read(path, place, blob) : version;
        };
    }

    private Answer answer(Asked asked) throws IOException {
        try (ObjectReader reader = repository.newObjectReader()) {
            return new Answer(asked, new Versions(reader, limits, texts).read(asked.path, asked.place, asked.blob));
        }
    }
}
