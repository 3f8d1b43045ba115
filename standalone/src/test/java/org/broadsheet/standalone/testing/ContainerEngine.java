package org.broadsheet.standalone.testing;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Whether containers can be run here: tests that need them are skipped, by name, where none can. */
public final class ContainerEngine {
    private ContainerEngine() {}

    /** For {@code @EnabledIf}. */
    public static boolean answers() throws InterruptedException {
        return succeeds("docker", "info");
    }

    /** Whether the command ends with code 0 within a short time. */
    public static boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(30, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
