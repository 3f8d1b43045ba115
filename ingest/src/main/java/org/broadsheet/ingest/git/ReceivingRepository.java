package org.broadsheet.ingest.git;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Turns;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PackParser;

/**
 * A repository as a fetch sees it: the pack that a remote sends is received as a whole and looked through before JGit unpacks it, as
 * that of a push is. Not to be closed.
 */
final class ReceivingRepository extends GuardedRepository {
    private final Repository repository;
    private final SpoolSpace space;
    private final Configuration configuration;
    private final Turns.Turn turn;
    private final IntConsumer received;

    /** @param received is told of each number of bytes of a pack that came */
    ReceivingRepository(
            Repository repository,
            SpoolSpace space,
            Configuration configuration,
            Turns.Turn turn,
            IntConsumer received) {
        super(repository, turn);
        this.repository = repository;
        this.space = space;
        this.configuration = configuration;
        this.turn = turn;
        this.received = received;
    }

    @Override
    public ObjectInserter newObjectInserter() {
        return new Receiving(repository.newObjectInserter());
    }

    private final class Receiving extends ObjectInserter.Filter {
        private final ObjectInserter inserter;
        private final Received pack = new Received(space);

        Receiving(ObjectInserter inserter) {
            this.inserter = inserter;
        }

        @Override
        protected ObjectInserter delegate() {
            return inserter;
        }

        @Override
        public PackParser newPackParser(InputStream in) throws IOException {
            byte[] bytes = new byte[SpoolSpace.BLOCK];
            InputStream bounded = new BoundedInput(in, configuration.limits().pack(), ": raise limits.pack");
            for (int n = bounded.read(bytes); n >= 0; n = bounded.read(bytes)) {
                turn.check();
                received.accept(n);
                pack.add(bytes, 0, n);
            }
            new PackScan(pack.read(0), ReceivingRepository.this, configuration, turn)
                    .advising("raise ")
                    .check();
            return inserter.newPackParser(pack.read(0));
        }

        @Override
        public void close() {
            pack.close();
            inserter.close();
        }
    }
}
