package org.broadsheet.common.lifecycle;

import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the system refuses that whoever runs the process can mend, however deep in a failure it is told. */
public enum Trouble {
    NO_SPACE("no space left on the device at %s", "make room there"),
    READ_ONLY("the file system at %s is read-only", "mount it so that it can be written"),
    NO_PERMISSION(
            "%s may not be written by the user who runs this", "give it to that user (chown), or run as its owner"),
    TOO_MANY_FILES("too many files and connections are open", "raise the limit (ulimit -n 4096)"),
    NO_MEMORY(
            "not enough memory",
            "give the JVM more (BROADSHEET_JAVA_OPTS=-Xmx512m), or allow it more threads (ulimit -u)"),
    PORT_TAKEN("a port that is needed is taken", "stop who has it"),
    BROKEN_DEVICE("the device at %s does not answer as it should", "look after it");

    private static final int DEEPEST = 20;

    private final String found;
    private final String advice;

    Trouble(String found, String advice) {
        this.found = found;
        this.advice = advice;
    }

    /** What was found, such as {@code no space left on the device at /srv/data}. */
    public String at(Path place) {
        return String.format(Locale.ROOT, found, place);
    }

    /** What to do, such as {@code make room there}. */
    public String advice() {
        return advice;
    }

    /** The first in the chain of causes that is one of these. */
    public static Optional<Trouble> in(@Nullable Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            Optional<Trouble> found = of(cause);
            if (found.isPresent()) {
                return found;
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** The JDK hands the system's words on and has no types for most of them. */
    private static Optional<Trouble> of(Throwable cause) {
        String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        // A mapped page that had no place on the disk shows as the last of these.
        if (said.contains("no space left on device")
                || said.contains("quota exceeded")
                || (cause instanceof InternalError && said.contains("unsafe memory access"))) {
            return Optional.of(NO_SPACE);
        } else if (cause instanceof ReadOnlyFileSystemException || said.contains("read-only file system")) {
            return Optional.of(READ_ONLY);
        } else if (said.contains("too many open files")) {
            return Optional.of(TOO_MANY_FILES);
        } else if (cause instanceof OutOfMemoryError || said.contains("cannot allocate memory")) {
            return Optional.of(NO_MEMORY);
        } else if (cause instanceof BindException) {
            return Optional.of(PORT_TAKEN);
        } else if (cause instanceof AccessDeniedException || said.contains("permission denied")) {
            return Optional.of(NO_PERMISSION);
        } else if (said.contains("input/output error")) {
            return Optional.of(BROKEN_DEVICE);
        }
        return Optional.empty();
    }
}
