package org.broadsheet.ingest.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.broadsheet.common.http.Turns;

/** Ends at the next read when the turn in which it is read is given up. One thread. */
final class CheckedInput extends FilterInputStream {
    private final Turns.Turn turn;

    CheckedInput(InputStream in, Turns.Turn turn) {
        super(in);
        this.turn = turn;
    }

    @Override
    public int read() throws IOException {
        turn.check();
        return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        turn.check();
        return super.read(bytes, offset, length);
    }
}
