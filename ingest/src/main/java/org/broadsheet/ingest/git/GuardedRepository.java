package org.broadsheet.ingest.git;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.broadsheet.common.http.Turns;
import org.eclipse.jgit.attributes.AttributesNodeProvider;
import org.eclipse.jgit.errors.StoredObjectRepresentationNotAvailableException;
import org.eclipse.jgit.internal.storage.pack.CachedPack;
import org.eclipse.jgit.internal.storage.pack.ObjectReuseAsIs;
import org.eclipse.jgit.internal.storage.pack.ObjectToPack;
import org.eclipse.jgit.internal.storage.pack.PackOutputStream;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.BitmapIndex.BitmapBuilder;
import org.eclipse.jgit.lib.ObjectDatabase;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.lib.StoredConfig;

/**
 * The repository as one request sees it: every object that is read for it is an occasion to notice that its client has hung up. JGit
 * asks nobody while it counts, negotiates and checks, but reads an object at each step. Not to be closed: it has nothing of its own.
 */
class GuardedRepository extends Repository {
    private final Repository repository;
    private final Repository objects;
    private final Turns.Turn turn;

    GuardedRepository(Repository repository, Turns.Turn turn) {
        this(repository, repository, turn);
    }

    /** @param objects where objects are read and written, which may be more than those of the repository */
    GuardedRepository(Repository repository, Repository objects, Turns.Turn turn) {
        super(new RepositoryBuilder()
                .setGitDir(repository.getDirectory())
                .setFS(repository.getFS())
                .setBare());
        this.repository = repository;
        this.objects = objects;
        this.turn = turn;
    }

    @Override
    public ObjectReader newObjectReader() {
        return new Guarded(objects.newObjectReader());
    }

    @Override
    public void create(boolean bare) {
        throw new UnsupportedOperationException("it is there");
    }

    @Override
    public String getIdentifier() {
        return repository.getIdentifier();
    }

    @Override
    public ObjectDatabase getObjectDatabase() {
        return objects.getObjectDatabase();
    }

    @Override
    public RefDatabase getRefDatabase() {
        return repository.getRefDatabase();
    }

    @Override
    public StoredConfig getConfig() {
        return repository.getConfig();
    }

    @Override
    public AttributesNodeProvider createAttributesNodeProvider() {
        return repository.createAttributesNodeProvider();
    }

    @Override
    public void scanForRepoChanges() throws IOException {
        repository.scanForRepoChanges();
    }

    @Override
    public void notifyIndexChanged(boolean internal) {
        repository.notifyIndexChanged(internal);
    }

    /** Hands on all that a reader of files can, so that packs are copied as they are. */
    private final class Guarded extends ObjectReader.Filter implements ObjectReuseAsIs {
        private final ObjectReader reader;
        private final ObjectReuseAsIs packs;

        Guarded(ObjectReader reader) {
            this.reader = reader;
            this.packs = (ObjectReuseAsIs) reader;
        }

        @Override
        protected ObjectReader delegate() {
            return reader;
        }

        @Override
        public ObjectReader newReader() {
            return new Guarded(reader.newReader());
        }

        @Override
        public boolean has(AnyObjectId id) throws IOException {
            turn.check();
            return reader.has(id);
        }

        @Override
        public boolean has(AnyObjectId id, int type) throws IOException {
            turn.check();
            return reader.has(id, type);
        }

        @Override
        public ObjectLoader open(AnyObjectId id) throws IOException {
            turn.check();
            return reader.open(id);
        }

        @Override
        public ObjectLoader open(AnyObjectId id, int type) throws IOException {
            turn.check();
            return reader.open(id, type);
        }

        @Override
        public long getObjectSize(AnyObjectId id, int type) throws IOException {
            turn.check();
            return reader.getObjectSize(id, type);
        }

        @Override
        public boolean isNotLargerThan(AnyObjectId id, int type, long size) throws IOException {
            turn.check();
            return reader.isNotLargerThan(id, type, size);
        }

        @Override
        public Set<ObjectId> getShallowCommits() throws IOException {
            return reader.getShallowCommits();
        }

        @Override
        public ObjectToPack newObjectToPack(AnyObjectId id, int type) {
            return packs.newObjectToPack(id, type);
        }

        @Override
        public void selectObjectRepresentation(
                PackWriter packer, ProgressMonitor monitor, Iterable<ObjectToPack> objects) throws IOException {
            turn.check();
            packs.selectObjectRepresentation(packer, monitor, objects);
        }

        @Override
        public void writeObjects(PackOutputStream out, List<ObjectToPack> objects) throws IOException {
            packs.writeObjects(out, objects);
        }

        @Override
        public void copyObjectAsIs(PackOutputStream out, ObjectToPack object, boolean validate)
                throws IOException, StoredObjectRepresentationNotAvailableException {
            turn.check();
            packs.copyObjectAsIs(out, object, validate);
        }

        @Override
        public void copyPackAsIs(PackOutputStream out, CachedPack pack) throws IOException {
            packs.copyPackAsIs(out, pack);
        }

        @Override
        public Collection<CachedPack> getCachedPacksAndUpdate(BitmapBuilder needed) throws IOException {
            turn.check();
            return packs.getCachedPacksAndUpdate(needed);
        }
    }
}
