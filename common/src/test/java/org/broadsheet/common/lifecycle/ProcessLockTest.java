package org.broadsheet.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
    @TempDir
    Path folder;

    /** Closing any channel to a file frees all the locks that its process has on it. */
    @Test
    void staysHeldTowardsOtherProcessesAfterASecondTryOfThisOne() throws Exception {
        Path file = folder.resolve("lock");
        try (ProcessLock held = ProcessLock.take(file).orElseThrow()) {
            assertThat(ProcessLock.take(folder.resolve("../" + folder.getFileName() + "/lock")))
                    .isEmpty();

            assertThat(otherProcessGets(file)).isEqualTo("no");
            held.close();
            assertThat(otherProcessGets(file)).isEqualTo("yes");
        }
    }

    private static String otherProcessGets(Path file) throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProcessLockTest.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = other.inputReader()) {
            return output.readLine();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            System.out.println(lock == null ? "no" : "yes");
        }
    }
}
