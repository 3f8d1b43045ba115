package org.broadsheet.common.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.id.CommitId;

/**
 * A work tree and the machine's own {@code git} in it, with fixed identities, without the machine's configuration, and with a
 * clock that ticks a minute per commit from 2026-01-01 on: the same steps give the same commits everywhere. One thread.
 */
public final class GitCommandLine {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private String offset = "+0000";

    private GitCommandLine(Path folder) {
        this.folder = folder;
    }

    /** A new repository whose branch is {@code main}. */
    public static GitCommandLine init(Path folder) {
        GitCommandLine git = in(folder);
        git.git("init", "--quiet", "--initial-branch=main");
        return git;
    }

    /** A clone, of an empty repository too. */
    public static GitCommandLine clone(String url, Path folder) {
        GitCommandLine git = in(folder);
        git.git("clone", "--quiet", url, ".");
        return git;
    }

    /** A folder in which commands may be run; made if it is not there. */
    public static GitCommandLine in(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new GitCommandLine(folder);
    }

    public Path folder() {
        return folder;
    }

    public GitCommandLine write(String path, String text) {
        return write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public GitCommandLine write(String path, byte[] bytes) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public GitCommandLine delete(String path) {
        try {
            Files.delete(folder.resolve(path));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The author and committer time of the next commit, and their offset from UTC, such as {@code +0100}. */
    public GitCommandLine at(Instant time, String offset) {
        this.now = time;
        this.offset = offset;
        return this;
    }

    /** Commits everything that differs, or nothing. */
    public CommitId commit(String message) {
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "--message", message);
        now = now.plus(Duration.ofMinutes(1));
        return head();
    }

    public CommitId head() {
        return new CommitId(git("rev-parse", "HEAD").strip());
    }

    /** What the command printed; fails if it fails. */
    public String git(String... arguments) {
        Result result = run(arguments);
        if (result.exitCode() != 0) {
            throw new AssertionError("git " + String.join(" ", arguments) + " in " + folder + " exited with "
                    + result.exitCode() + ":\n" + result.error());
        }
        return result.output();
    }

    /** Runs the command to its end, whatever that is. */
    public Result run(String... arguments) {
        try {
            Path output = Files.createTempFile("git", ".out");
            Path error = Files.createTempFile("git", ".err");
            try {
                Process process = builder(arguments)
                        .redirectOutput(output.toFile())
                        .redirectError(error.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            "git " + String.join(" ", arguments) + " does not end:\n" + Files.readString(error));
                }
                return new Result(process.exitValue(), Files.readString(output), Files.readString(error));
            } finally {
                Files.delete(output);
                Files.delete(error);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while git ran", e);
        }
    }

    /** Starts the command; what it prints comes as one stream. */
    public Process begin(String... arguments) {
        try {
            return builder(arguments).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end of a command that was begun, and takes what it printed for its standard error. */
    public static Result finish(Process begun) {
        try (InputStream output = begun.getInputStream()) {
            String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (!begun.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                begun.destroyForcibly();
                throw new AssertionError("git does not end:\n" + printed);
            }
            return new Result(begun.exitValue(), "", printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while git ran", e);
        }
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH"));
        String date = now.getEpochSecond() + " " + offset;
        environment.putAll(Map.of(
                "HOME", folder.toString(),
                "LC_ALL", "C.UTF-8",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_AUTHOR_NAME", "Ada Author",
                "GIT_AUTHOR_EMAIL", "ada@example.org",
                "GIT_AUTHOR_DATE", date));
        environment.putAll(Map.of(
                "GIT_COMMITTER_NAME", "Ada Author",
                "GIT_COMMITTER_EMAIL", "ada@example.org",
                "GIT_COMMITTER_DATE", date));
        return builder;
    }

    /** How a command ended and what it printed. */
    public record Result(int exitCode, String output, String error) {
        /** What the server sent, without the {@code remote: } before each line. */
        public List<String> remoteLines() {
            return error.lines()
                    .filter(line -> line.startsWith("remote: "))
                    .map(line -> line.substring("remote: ".length()).stripTrailing())
                    .toList();
        }
    }
}
