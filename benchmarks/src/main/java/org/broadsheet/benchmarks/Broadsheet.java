package org.broadsheet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;

/** From the start of the launcher on a repository that it has never seen to its commit being live. */
final class Broadsheet implements Generator {
    private final Path folder;
    private final GitCommandLine author;
    private String told = "";

    /**
     * @param folder for what it keeps; emptied by each run
     * @param author of the repository that it is to publish
     */
    Broadsheet(Path folder, GitCommandLine author) {
        this.folder = folder;
        this.author = author;
    }

    /** The posts in the author's repository, in one commit. */
    static GitCommandLine repository(Path folder, SamplePosts posts) throws IOException {
        GitCommandLine author = Benchmarks.author(folder);
        posts.all().forEach(post -> author.write("_posts/" + post.name(), SamplePosts.withFrontMatter(post)));
        posts.files().forEach((path, bytes) -> author.write("public/" + path, bytes));
        author.write("site.yml", settings("Benchmark", posts));
        author.commit("Import");
        return author;
    }

    static String settings(String title, SamplePosts posts) {
        Map<String, String> pictures = posts.pictures();
        return "title: " + title + "\n"
                + (pictures.isEmpty() ? "" : "authors:\n")
                + pictures.entrySet().stream()
                        .map(picture -> "  " + SamplePosts.quoted(picture.getKey()) + ": {picture: "
                                + SamplePosts.quoted(picture.getValue()) + "}\n")
                        .collect(Collectors.joining());
    }

    /** What a running program has made in its folder. */
    static MadeSite made(Path folder) {
        return new MadeSite(folder.resolve("broadsheet-data/site"), "archive(/[0-9]+)?\\.html", "topics");
    }

    @Override
    public String name() {
        return "Broadsheet";
    }

    @Override
    public Run build() throws IOException, InterruptedException {
        Benchmarks.deleteAll(folder);
        Files.createDirectories(folder);
        Processes.settle();
        long began = System.nanoTime();
        try (Program program = Program.byLauncher(
                folder,
                Program.freePort(),
                Benchmarks.OPTIONS,
                "--content",
                author.folder().toString())) {
            Benchmarks.awaitLive(program, author.head().value());
            Run run = new Run(
                    Benchmarks.seconds(began), Benchmarks.cpuSeconds(program), Benchmarks.peakResident(program));
            told = program.lines().getLast();
            return run;
        }
    }

    /** What the last run said of its commit: how long each role worked on it. */
    String told() {
        return told;
    }

    @Override
    public MadeSite made() {
        return made(folder);
    }
}
