package org.broadsheet.common.log;

import java.util.Optional;
import org.broadsheet.common.lifecycle.Trouble;
import org.broadsheet.common.record.KafkaTopic;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Tells people that a stage could not go on. */
final class StageFailure {
    private StageFailure() {}

    /**
     * @param stage for people, such as {@code render of main}
     * @param told whether it was said before
     */
    static void tell(Logger by, String stage, KafkaTopic input, int attempt, Throwable e, boolean told) {
        Optional<Trouble> trouble = Trouble.in(e);
        LoggingEventBuilder line = by.atLevel(told ? Level.DEBUG : Level.WARN)
                .addKeyValue("topic", input.kafkaName())
                .addKeyValue("attempt", attempt);
        if (trouble.isPresent()) {
            // Where in the program the system refused says nothing about how to mend it.
            line.log(
                    "Stage {} failed: {}; {}: it starts again from what is committed",
                    stage,
                    e.getMessage(),
                    trouble.get().advice());
        } else {
            line.setCause(e).log("Stage {} failed; it starts again from what is committed", stage);
        }
    }
}
