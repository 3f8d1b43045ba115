package org.broadsheet.ingest.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.ingest.plan.Sink;

/**
 * What one look has to write, held back until the look has come to its end: nobody else holds the outbox, so that what is given
 * up on the way never was, in the log as little as in memory. A commit larger than a transaction goes out in parts, the first of
 * which says so. One thread.
 */
final class Step implements Sink {
    private final Stage.Outbox outbox;
    private final Output output;
    private final List<NewRecord> held = new ArrayList<>();
    private final List<CommitStage> answers = new ArrayList<>();
    private long bytes;
    private Optional<Runnable> opening = Optional.empty();
    private boolean goingOut;

    Step(Stage.Outbox outbox, Output output) {
        this.outbox = outbox;
        this.output = output;
    }

    /** From here on it may go out in parts; {@code first} adds to the first one what says so. */
    void inParts(Runnable first) {
        opening = Optional.of(first);
    }

    /** What follows ends it, and goes out with all that is still held back: a part may not end after its commit's cursor. */
    void ends() {
        opening = Optional.empty();
    }

    @Override
    public void add(NewRecord record) {
        held.add(record);
        bytes += record.size();
        if (opening.isPresent() && !goingOut && outbox.isFull(held.size(), bytes)) {
            goingOut = true;
            opening.get().run();
            opening = Optional.of(() -> {});
            handOver();
            outbox.flush();
            goingOut = false;
        }
    }

    /** Says what becomes of a commit. */
    void answer(CommitStage stage) {
        if (stage.state() != CommitStage.State.PROCESSING) {
            answers.add(stage);
        }
        add(NewRecord.of(KafkaTopic.COMMITS, stage.site().value(), stage));
    }

    /** All that is held back goes to the outbox, which commits it or fails, and then this stage begins anew. */
    void handOver() {
        held.forEach(outbox::add);
        answers.forEach(output::answered);
        output.state().keep();
        forget();
    }

    /** Nothing of what is held back was ever said. */
    void drop() {
        output.state().undo();
        opening = Optional.empty();
        forget();
    }

    /** Whether it was the log that failed in the midst of going out. */
    boolean isGoingOut() {
        return goingOut;
    }

    private void forget() {
        held.clear();
        answers.clear();
        bytes = 0;
    }
}
