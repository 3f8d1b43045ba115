package org.broadsheet.standalone.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Hears what a broker's threads log as errors: the only place where Kafka says why it gives up. While a broker starts or ends
 * that is kept and not printed; whoever started it is told one sentence.
 */
final class BrokerErrors extends TurboFilter {
    private static boolean installed;

    private BrokerErrors() {}

    static synchronized void install() {
        if (!installed && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            installed = true;
            BrokerErrors filter = new BrokerErrors();
            filter.setContext(context);
            filter.start();
            context.addTurboFilter(filter);
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        // Without a format it is only asked whether it would be printed.
        if (!level.isGreaterOrEqual(Level.WARN) || format == null) {
            return FilterReply.NEUTRAL;
        }
        BrokerRun run = BrokerRun.ofThisThread();
        if (run == null) {
            return FilterReply.NEUTRAL;
        }
        if (level == Level.ERROR) {
            run.heard(format, thrown);
        }
        return run.isQuiet() ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
