package org.broadsheet.ingest.git;

import java.util.function.IntConsumer;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Exchange.RequestTooLarge;
import org.broadsheet.common.http.Turns;
import org.broadsheet.ingest.source.Damage;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/** What fetches into a repository under the same guards as a push: limits, a look through the pack, a check of each object. */
public final class GuardedTransport {
    /** By which {@link LeftLocks} knows what a process that was killed has left. */
    public static final String LOCK_MESSAGE = LeftLocks.RECEIVING + " of a fetch";

    private GuardedTransport() {}

    /**
     * @param turn ends it when it is given up
     * @param received is told of each number of bytes of a pack that came
     */
    public static Transport open(
            Repository into,
            URIish remote,
            GitRoom room,
            Configuration configuration,
            Turns.Turn turn,
            IntConsumer received)
            throws NotSupportedException, TransportException {
        Transport transport =
                Transport.open(new ReceivingRepository(into, room.space(), configuration, turn, received), remote);
        transport.setObjectChecker(GuardedChecker.lenient(turn));
        return transport;
    }

    /** Whether it is what a remote sent that is refused, so that the same would be refused again. */
    public static boolean isRefusal(Throwable failure) {
        return failure instanceof PackScan.TooMuch || failure instanceof RequestTooLarge || Damage.is(failure);
    }
}
