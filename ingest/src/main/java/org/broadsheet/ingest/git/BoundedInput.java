package org.broadsheet.ingest.git;

import java.io.InputStream;
import java.util.Locale;
import org.broadsheet.common.http.Exchange.RequestTooLarge;
import org.broadsheet.common.lifecycle.Carriers;

/**
 * Fails beyond a number of bytes. Between blocks others have the processor: where a client sends as fast as it is read, nothing else makes
 * a virtual thread give it away. One thread.
 */
final class BoundedInput extends CountedInput {
    private final long limit;
    private final String advice;
    private long left;
    private int block;

    /** @param advice what to do about it, after a semicolon; may be empty */
    BoundedInput(InputStream in, long limit, String advice) {
        super(in);
        this.limit = limit;
        this.advice = advice;
        this.left = limit;
    }

    @Override
    protected void count(int bytes) throws RequestTooLarge {
        block += bytes;
        if (block >= SpoolSpace.BLOCK) {
            block = 0;
            Carriers.giveWay();
        }
        left -= bytes;
        if (left < 0) {
            throw new RequestTooLarge(
                    String.format(Locale.ROOT, "what was sent is larger than the %,d bytes that are allowed", limit)
                            + advice);
        }
    }
}
