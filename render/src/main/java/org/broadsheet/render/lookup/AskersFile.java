package org.broadsheet.render.lookup;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.broadsheet.common.binary.BinaryFile;
import org.broadsheet.common.binary.BinaryReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who asks for what, on disk: a cache. What it says of a text holds as long as that is as it was, see {@link Askers#isAsOf}, so it
 * does not matter which start of the program, or which owner of the site, wrote it.
 */
final class AskersFile {
    /** To be raised whenever the same text asks for other keys, or the same bytes are read as something else. */
    static final int VERSION = 3;

    private static final Logger LOG = LoggerFactory.getLogger(AskersFile.class);

    private AskersFile() {}

    /** Empty if there is none that may be used. */
    static Optional<Askers> read(Path file) {
        try {
            BinaryReader in = BinaryFile.read(file);
            int version = in.count();
            if (version != VERSION) {
                throw new IOException("it is of version " + version);
            }
            return Optional.of(new Askers(in));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.atInfo().log("{} is not used: {}", file, e.toString());
            return Optional.empty();
        }
    }

    static void write(Path file, Askers askers) {
        try {
            BinaryFile.write(file, out -> {
                out.count(VERSION);
                askers.write(out);
            });
        } catch (IOException | RuntimeException e) {
            // Without it the next start reads all texts.
            LOG.atWarn().setCause(e).log("{} was not written", file);
        }
    }
}
