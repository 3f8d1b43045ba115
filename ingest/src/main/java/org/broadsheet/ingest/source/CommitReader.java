package org.broadsheet.ingest.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.ingest.facts.FileVersion;
import org.broadsheet.ingest.facts.SiteRules;
import org.broadsheet.ingest.facts.VersionReader;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** Reads what commits change, as far as facts follow from it, and the versions that they bring. One thread. */
final class CommitReader {
    /** A commit that changes more texts has them read for itself. */
    static final int MANY = 64;

    private final Configuration.Limits limits;
    private final Trees trees;
    private final RecentTrees recentTrees;
    private final Versions versions;
    private final ObjectReader reader;

    CommitReader(SiteId site, ObjectReader reader, Configuration.Limits limits, RecentTexts texts) {
        this.limits = limits;
        this.reader = reader;
        trees = new Trees(limits);
        recentTrees = new RecentTrees(reader);
        versions = new Versions(site, reader, limits, texts);
    }

    /** A version at a place: what one reads there another does too. */
    record Asked(ContentPath path, Place place, ObjectId blob) {
        /** Empty if facts do not follow from it. */
        static Optional<Asked> of(SiteRules rules, ContentPath path, ObjectId blob) {
            Place place = rules.place(path);
            return place.isRead() ? Optional.of(new Asked(path, place, blob)) : Optional.empty();
        }
    }

    /**
     * What a commit changes.
     *
     * @param layout by which it was looked at: what is a text by another only may be missing
     * @param from the tree that it was compared with; null for none
     * @param to the tree that is so: the commit's own, or {@code from} where more differs than is looked at
     * @param files what lies at the paths now, of texts and of what says the rules; empty for nothing
     * @param brought of them those that are not what lay there
     */
    record Changes(
            Layout layout,
            @Nullable ObjectId from,
            @Nullable ObjectId to,
            Map<ContentPath, Optional<ObjectId>> files,
            List<ContentPath> brought) {}

    Changes changes(Layout layout, @Nullable ObjectId from, ObjectId to) throws IOException {
        Map<ContentPath, Optional<ObjectId>> files = new HashMap<>();
        List<ContentPath> brought = new ArrayList<>();
        boolean all = to.equals(from)
                || trees.differences(recentTrees, from, to, layout::matters, limits.files(), change -> {
                    String path = change.path().value();
                    if (Layout.isHtml(path) ? layout.place(path).isRead() : Layout.mayBeRead(path)) {
                        files.put(
                                change.path(),
                                Optional.ofNullable(change.version()).map(ObjectId::copy));
                        if (change.after() != null && !change.after().equals(change.before())) {
                            brought.add(change.path());
                        }
                    }
                });
        for (Map.Entry<ContentPath, Optional<ObjectId>> file : files.entrySet()) {
            if (file.getValue().isPresent()
                    && !isText(file.getKey(), file.getValue().get())) {
                file.setValue(Optional.empty());
            }
        }
        brought.removeIf(path -> files.getOrDefault(path, Optional.empty()).isEmpty());
        return all
                ? new Changes(layout, from, to, files, brought)
                : new Changes(layout, from, from, Map.of(), List.of());
    }

    /** What is a text by its place and is HTML is one only if front matter begins it. */
    private boolean isText(ContentPath path, ObjectId blob) throws IOException {
        return !Layout.isHtml(path.value()) || versions.hasFrontMatter(blob);
    }

    /**
     * What was read of a commit before its turn in history.
     *
     * @param versions what it brought, as far as it is known
     */
    record Ahead(Changes changes, Map<Asked, FileVersion> versions) {}

    /**
     * Against the commit's own first parent. Empty for a commit that changes much, and for what cannot be read: whoever takes it
     * comes upon that himself, if he needs it.
     *
     * @param rules which may be others once it is the commit's turn
     */
    Optional<Ahead> ahead(RevCommit commit, SiteRules rules) {
        try {
            Changes changes = changes(
                    rules.layout(),
                    commit.getParentCount() == 0 ? null : commit.getParent(0).getTree(),
                    commit.getTree());
            if (changes.files.size() > MANY) {
                return Optional.empty();
            }
            Map<Asked, FileVersion> read = new HashMap<>();
            // What a merge brings was read where it comes from.
            if (commit.getParentCount() < 2) {
                for (ContentPath path : changes.brought) {
                    Optional<Asked> asked = changes.files
                            .getOrDefault(path, Optional.empty())
                            .flatMap(blob -> Asked.of(rules, path, blob));
                    if (asked.isPresent()) {
                        read.put(asked.get(), read(asked.get()));
                    }
                }
            }
            return Optional.of(new Ahead(changes, read));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    FileVersion read(Asked asked) throws IOException {
        return versions.read(asked.path, asked.place, asked.blob);
    }

    /**
     * Reads what is not known.
     *
     * @param tree of the commit; null for none
     */
    VersionReader knowing(@Nullable ObjectId tree, Map<Asked, FileVersion> known) {
        return new VersionReader() {
            @Override
            public FileVersion read(ContentPath path, Place place, ObjectId blob) throws IOException {
                FileVersion version = known.get(new Asked(path, place, blob));
                return version == null ? versions.read(path, place, blob) : version;
            }

            @Override
            public FileVersion.Settings together(SequencedMap<ContentPath, ObjectId> files) throws IOException {
                return FileVersion.Settings.of(versions.together(files).configuration());
            }

            @Override
            public Map<ContentPath, ObjectId> texts(Layout layout) throws IOException {
                Map<ContentPath, ObjectId> texts = new HashMap<>();
                if (tree != null) {
                    trees.differences(recentTrees, null, tree, layout::matters, Long.MAX_VALUE, into(texts, layout));
                }
                return onlyTexts(texts);
            }

            @Override
            public Map<ContentPath, ObjectId> texts(Layout layout, Set<String> folders) throws IOException {
                Map<ContentPath, ObjectId> texts = new HashMap<>();
                if (tree == null) {
                    return texts;
                }
                List<String> several = new ArrayList<>();
                for (String folder : folders) {
                    if (recentTrees.names(tree, folder).stream()
                            .anyMatch(name ->
                                    name.endsWith("/") || (Layout.mayBeRead(name) && !layout.isOfFolder(name)))) {
                        several.add(folder);
                    }
                }
                if (!several.isEmpty()) {
                    trees.below(reader, tree, several, into(texts, layout));
                }
                return onlyTexts(texts);
            }

            @Override
            public boolean isBranch(String folder) throws IOException {
                return tree != null
                        && recentTrees.names(tree, folder).stream()
                                .anyMatch(name -> name.startsWith(Layout.BRANCH) && !name.endsWith("/"));
            }

            private Trees.Visitor into(Map<ContentPath, ObjectId> texts, Layout layout) {
                return change -> {
                    ObjectId version = change.version();
                    Place place = layout.place(change.path().value());
                    if (version != null && place.isRead() && !place.isOfRules()) {
                        texts.put(change.path(), version.copy());
                    }
                };
            }

            private Map<ContentPath, ObjectId> onlyTexts(Map<ContentPath, ObjectId> texts) throws IOException {
                for (ContentPath path : List.copyOf(texts.keySet())) {
                    if (!isText(path, Objects.requireNonNull(texts.get(path)))) {
                        texts.remove(path);
                    }
                }
                return texts;
            }

            @Override
            public byte[] body(ContentPath path, Place.Document place, ObjectId blob) throws IOException {
                return versions.body(path, place, blob);
            }
        };
    }
}
