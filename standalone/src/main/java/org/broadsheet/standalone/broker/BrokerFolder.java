package org.broadsheet.standalone.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.internals.AppInfoParser;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.broadsheet.common.lifecycle.ProcessLock;
import org.broadsheet.common.lifecycle.StartFailure;

/** The broker's folder, held by one process at a time, formatted once. */
final class BrokerFolder implements AutoCloseable {
    private static final String TRANSACTIONS = "__transaction_state-0";
    private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";

    private final Path folder;
    private final ProcessLock lock;

    private BrokerFolder(Path folder, ProcessLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Fails with a {@link StartFailure} when another process holds it, or a newer program has written it. */
    static BrokerFolder open(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new StartFailure(folder + " is a file where the broker needs a folder; move it away");
        }
        Files.createDirectories(folder);
        ProcessLock lock = ProcessLock.take(folder.resolve("lock"))
                .orElseThrow(() -> new StartFailure("another process uses " + folder
                        + ". Stop it, or give this one a folder of its own with --data."));
        try {
            BrokerFolder open = new BrokerFolder(folder, lock);
            open.prepare();
            return open;
        } catch (RuntimeException | IOException e) {
            lock.close();
            throw e;
        }
    }

    Path logs() {
        return folder.resolve("log");
    }

    /** Whether a broker with transactions was here and did not end in order: then the metadata still has it for a living one. */
    boolean endedAbruptly() {
        return Files.exists(logs().resolve(TRANSACTIONS)) && !Files.exists(logs().resolve(CLEAN_SHUTDOWN));
    }

    private void prepare() throws IOException {
        Path marker = folder.resolve("version");
        String ours = AppInfoParser.getVersion();
        if (Files.exists(marker)) {
            String theirs = Files.readString(marker).strip();
            if (compare(theirs, ours) > 0) {
                throw new StartFailure(folder + " was written with Kafka " + theirs
                        + ", by a newer version of this program," + " which has " + ours
                        + ". Start the newer version, or give this one another folder with --data.");
            }
        }
        if (!Files.exists(logs().resolve("meta.properties"))) {
            format();
        }
        // Before the broker writes anything that an older one could not read.
        Files.writeString(marker, ours + "\n");
    }

    private void format() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream to = new PrintStream(said, false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(to)
                    .setNodeId(BrokerSettings.NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(logs().toString()))
                    .setMetadataLogDirectory(logs().toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(logs() + " cannot be formatted: " + said.toString(StandardCharsets.UTF_8), e);
        }
    }

    /** Compares {@code 4.10.0} and {@code 4.9.1} by their numbers; what is no number counts as 0. */
    static int compare(String version, String other) {
        String[] left = version.split("[.-]");
        String[] right = other.split("[.-]");
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int difference = Integer.compare(number(left, i), number(right, i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int number(String[] parts, int i) {
        return i < parts.length && parts[i].matches("\\d{1,6}") ? Integer.parseInt(parts[i]) : 0;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
