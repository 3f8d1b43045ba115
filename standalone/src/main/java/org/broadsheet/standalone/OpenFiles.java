package org.broadsheet.standalone;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limit of files that a process may have open, sockets included, shared out: whoever connects, or is connected to, gets what the
 * program itself leaves, for a broker that can open no file more gives up. Pure but for {@link #ofThisProcess}.
 *
 * @param limit how many this process may have open
 */
record OpenFiles(long limit) {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

    /** Of a process without a broker, libraries included: 114 were counted of render alone. */
    private static final int PROGRAM = 180;
    /** And of one with it: 272 were counted in all on a new data folder, of which 12 are its logs. */
    private static final int BROKER = 90;
    /** What is open while work is done: files that are read and written, packs of Git, segments that the broker begins. */
    private static final int WORK = 64;
    /** A connection, and the file that it is sent. */
    private static final int PER_CONNECTION = 2;
    /** With fewer connections, or deliveries, than this at once there is no working. */
    private static final int FEWEST = 8;

    /** Empty where the system has no such limit. */
    static Optional<OpenFiles> ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? Optional.of(new OpenFiles(system.getMaxFileDescriptorCount()))
                : Optional.empty();
    }

    /**
     * The configuration with as many connections and deliveries at once as there are files for.
     *
     * @param broker the folder of the broker in this process, if there is one: it keeps each segment of its logs open
     * @throws StartFailure when the limit is too low for the program itself
     */
    Configuration fit(Configuration configuration, Optional<Path> broker) throws IOException {
        long own = PROGRAM + WORK + (broker.isPresent() ? BROKER + segments(broker.get()) : 0);
        long least = own + FEWEST * (PER_CONNECTION + 1);
        if (limit < least) {
            throw new StartFailure(
                    "this process may have " + limit + " files open, sockets included, and needs at least "
                            + least + ": raise the limit with ulimit -n " + Math.max(1024, 2 * least)
                            + " (LimitNOFILE= in a unit of systemd) and start again");
        }
        Configuration.Http http = configuration.http();
        Configuration.Webhooks webhooks = configuration.webhooks();
        long third = (limit - own) / (PER_CONNECTION + 1);
        int connections = (int) Math.min(http.maxConnections(), third);
        int inFlight = (int) Math.min(webhooks.inFlight(), third);
        if (connections == http.maxConnections() && inFlight == webhooks.inFlight()) {
            return configuration;
        }
        LOG.atWarn()
                .log(
                        "This process may have {} files open (ulimit -n): it takes {} connections at once, not {}, and makes {} deliveries,"
                                + " not {}. For all of them raise the limit to {}",
                        limit,
                        connections,
                        http.maxConnections(),
                        inFlight,
                        webhooks.inFlight(),
                        own + (long) (PER_CONNECTION + 1) * Math.max(http.maxConnections(), webhooks.inFlight()));
        return configuration.with(http.withMaxConnections(connections), webhooks.withInFlight(inFlight));
    }

    private static long segments(Path broker) throws IOException {
        if (!Files.isDirectory(broker)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(broker)) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        }
    }
}
