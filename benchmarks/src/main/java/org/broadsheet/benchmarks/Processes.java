package org.broadsheet.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs that run to their end, measured by GNU time. */
final class Processes {
    private static final String TIME = "/usr/bin/time";

    private Processes() {}

    /** Runs a command that has to succeed; what it prints is shown if it does not. */
    static Run measured(Path folder, List<String> command) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(TIME))) {
            throw new IOException(TIME + " is not there: install GNU time (Debian's package time)");
        }
        Path figures = Files.createTempFile("benchmark", ".time");
        Path output = Files.createTempFile("benchmark", ".output");
        try {
            List<String> timed = new ArrayList<>(List.of(TIME, "-f", "%U %S %M", "-o", figures.toString()));
            timed.addAll(command);
            settle();
            long began = System.nanoTime();
            int exit = new ProcessBuilder(timed)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            double seconds = Benchmarks.seconds(began);
            if (exit != 0) {
                throw new IOException(
                        String.join(" ", command) + " exited with " + exit + ":\n" + Files.readString(output));
            }
            String[] measured = Files.readString(figures).strip().split(" ");
            return new Run(
                    seconds,
                    Double.parseDouble(measured[0]) + Double.parseDouble(measured[1]),
                    Long.parseLong(measured[2]) / 1024);
        } finally {
            Files.delete(figures);
            Files.delete(output);
        }
    }

    /** What a command prints that has to succeed. */
    static String printed(Path folder, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " exited with " + process.exitValue() + ":\n" + printed);
        }
        return printed;
    }

    /** So that no run pays for what the one before has left to be written. */
    static void settle() throws IOException, InterruptedException {
        printed(Path.of("."), List.of("sync"));
    }
}
