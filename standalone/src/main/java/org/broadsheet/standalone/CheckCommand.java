package org.broadsheet.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ConfigurationLoader;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.record.Json;
import org.broadsheet.ingest.push.Checked;
import org.broadsheet.ingest.worktree.FolderCommit;
import org.broadsheet.ingest.worktree.Unusable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a push of a folder would find, without one. */
@Command(
        name = "check",
        description = "Says what a push of a content folder would find. Nothing is written into it.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:no problems; there may be warnings",
            "1:problems",
            "2:called in a way that it does not know, or the folder cannot be checked"
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            description =
                    "A Git work tree, what is not committed included; a folder without Git; or a bare repository.")
    private Path folder = Path.of("");

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Console console = new Console();
        if (!Files.isDirectory(folder)) {
            return refused(folder + (Files.exists(folder) ? " is not a folder" : " does not exist"));
        }
        Instant begun = Instant.now();
        Path place = Files.createTempDirectory("broadsheet-check");
        Thread atEnd = new Thread(() -> remove(place), "remove");
        Runtime.getRuntime().addShutdownHook(atEnd);
        try {
            Checked checked = check(place);
            if (json) {
                console.line(new String(Json.write(checked), StandardCharsets.UTF_8));
            } else {
                checked.lines(Duration.between(begun, Instant.now())).forEach(console::line);
            }
            return checked.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (Unusable | StartFailure | IOException e) {
            return refused(folder + " cannot be checked: " + (e instanceof IOException ? e : e.getMessage()));
        } finally {
            remove(place);
        }
    }

    private Checked check(Path place) throws Exception {
        InstantSource clock = InstantSource.system();
        Configuration configuration =
                ConfigurationLoader.load(Map.of(), System.getenv(), Path.of("").toAbsolutePath());
        Path real = folder.toRealPath();
        FolderCommit commit = FolderCommit.of(real, place.resolve("content.git"), configuration.limits(), clock);
        return new Check(configuration, real, commit, place, clock).of(commit.commit());
    }

    private static int refused(String why) {
        System.err.println("broadsheet: " + why);
        return ExitCode.USAGE;
    }

    /** Links are removed, never followed. */
    private static void remove(Path place) {
        try {
            Files.walkFileTree(place, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // It is in the folder for temporary files: the system removes it some time.
        }
    }
}
