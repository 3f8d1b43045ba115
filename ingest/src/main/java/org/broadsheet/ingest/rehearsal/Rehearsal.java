package org.broadsheet.ingest.rehearsal;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * An author with a blog of some posts, who pushes it and goes on to edit it, without a Git to be installed. The same each time.
 * One thread.
 */
public final class Rehearsal implements AutoCloseable {
    private static final String BRANCH = Constants.R_HEADS + "main";
    private static final Instant BEGIN = Instant.parse("2026-01-05T09:00:00Z");

    private final Repository repository;
    private final Map<String, byte[]> changed = new TreeMap<>();
    private final Map<String, ObjectId> files = new TreeMap<>();
    private final Manuscripts manuscripts = new Manuscripts();
    private @Nullable ObjectId tip;
    private int commits;

    /** @param folder where its repository is made */
    public Rehearsal(Path folder) throws IOException {
        repository =
                new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
        repository.create(true);
        changed.putAll(manuscripts.all());
    }

    /** The paths of posts, as readers ask for them. */
    public List<String> urls() {
        return manuscripts.urls();
    }

    /** Edits some post in one or two words. */
    public void edit() {
        changed.putAll(manuscripts.edited(commits));
    }

    /** Commits what has changed, and pushes it. Returns when the push does. */
    public void push(URI remote) throws Exception {
        commit();
        RemoteRefUpdate main = new RemoteRefUpdate(repository, BRANCH, BRANCH, false, null, null);
        try (Transport transport = Transport.open(repository, new URIish(remote.toString()))) {
            transport.setPushThin(true);
            transport.setRemoveDeletedRefs(false);
            transport.push(NullProgressMonitor.INSTANCE, List.of(main));
        }
        if (main.getStatus() != RemoteRefUpdate.Status.OK) {
            throw new IOException("the push was refused: " + main.getStatus() + " " + main.getMessage());
        }
    }

    private void commit() throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            for (Map.Entry<String, byte[]> file : changed.entrySet()) {
                files.put(file.getKey(), inserter.insert(Constants.OBJ_BLOB, file.getValue()));
            }
            changed.clear();
            DirCache index = DirCache.newInCore();
            DirCacheBuilder builder = index.builder();
            for (Map.Entry<String, ObjectId> file : files.entrySet()) {
                DirCacheEntry entry = new DirCacheEntry(file.getKey());
                entry.setFileMode(FileMode.REGULAR_FILE);
                entry.setObjectId(file.getValue());
                builder.add(entry);
            }
            builder.finish();
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(index.writeTree(inserter));
            if (tip != null) {
                commit.setParentId(tip);
            }
            PersonIdent author =
                    new PersonIdent("Ada", "ada@example.org", BEGIN.plusSeconds(60L * commits++), ZoneOffset.UTC);
            commit.setAuthor(author);
            commit.setCommitter(author);
            commit.setMessage("Edition " + commits + "\n");
            commit.setEncoding(StandardCharsets.UTF_8);
            tip = inserter.insert(commit);
            inserter.flush();
        }
        RefUpdate update = repository.updateRef(BRANCH);
        update.setNewObjectId(tip);
        update.forceUpdate();
    }

    @Override
    public void close() {
        repository.close();
    }
}
