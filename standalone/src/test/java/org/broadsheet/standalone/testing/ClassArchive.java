package org.broadsheet.standalone.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The loaded classes of the program, so that the hundreds of starts of a test run take half as long. Not the launcher's cache, with
 * which no agent can be used. Made by a first start, once for the jars as they are; the JVM passes over one of other jars.
 */
final class ClassArchive {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private ClassArchive() {}

    /** Of the jars in a folder, beside the folder. */
    static synchronized Path of(Path libraries) throws IOException {
        TreeSet<String> jars = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(libraries, "*.jar")) {
            for (Path jar : files) {
                jars.add(jar.getFileName() + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
            }
        }
        Path folder = libraries.resolveSibling("classes");
        Path archive = folder.resolve(Integer.toHexString(jars.hashCode()) + ".jsa");
        if (!Files.exists(archive)) {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> former = Files.newDirectoryStream(folder, "*.jsa")) {
                for (Path file : former) {
                    Files.delete(file);
                }
            }
            make(archive);
        }
        return archive;
    }

    /** What the run leaves behind stays until the next {@code clean}. */
    private static void make(Path archive) throws IOException {
        Path run = Files.createTempDirectory(archive.getParent(), "run");
        Path made = run.resolve("made.jsa");
        try (Program program = Program.launchWith(
                List.of("-XX:ArchiveClassesAtExit=" + made, "-Xlog:cds*=off,aot*=off"),
                "",
                run,
                0,
                Map.of(),
                "up",
                "--port",
                "0")) {
            program.awaitReady(MINUTE);
            program.stop();
        }
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
    }
}
