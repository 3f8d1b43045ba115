package org.broadsheet.notify.deliver;

import java.util.function.Consumer;
import org.broadsheet.common.record.Webhook;
import org.broadsheet.notify.retry.AttemptOutcome;
import org.broadsheet.notify.signature.SigningSecret;

/** What makes attempts. */
interface Sender {
    /**
     * Makes one attempt, without waiting for it.
     *
     * @param ended called when it is over, on any thread; calls after the first say nothing
     * @return aborts it, if it is still under way
     */
    Runnable send(Webhook webhook, SigningSecret secret, String eventId, byte[] body, Consumer<AttemptOutcome> ended);
}
