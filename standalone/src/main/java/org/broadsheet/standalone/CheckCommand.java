package org.broadsheet.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ConfigurationLoader;
import org.broadsheet.common.config.ContentSource;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.record.Json;
import org.broadsheet.ingest.push.Checked;
import org.broadsheet.ingest.worktree.FolderCommit;
import org.broadsheet.ingest.worktree.Unusable;
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
    /** Whoever waits ends it. */
    private static final Duration LONGEST = Duration.ofDays(1);

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
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Scratch.remove(place), "remove"));
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
            Scratch.remove(place);
        }
    }

    private Checked check(Path place) throws Exception {
        InstantSource clock = InstantSource.system();
        Configuration configuration =
                ConfigurationLoader.load(Map.of(), System.getenv(), Path.of("").toAbsolutePath());
        Path real = folder.toRealPath();
        FolderCommit commit = FolderCommit.of(real, place.resolve("content.git"), configuration.limits(), clock);
        return new Check(configuration, like(configuration, real), commit, place, clock).within(LONGEST);
    }

    /** The site that the folder is the source of, if one is, else the first. */
    private static Configuration.Site like(Configuration configuration, Path folder) {
        return configuration.sites().stream()
                .filter(site -> site.source()
                        .filter(new ContentSource.Folder(folder)::equals)
                        .isPresent())
                .findFirst()
                .orElse(configuration.sites().getFirst());
    }

    private static int refused(String why) {
        System.err.println("broadsheet: " + why);
        return ExitCode.USAGE;
    }
}
