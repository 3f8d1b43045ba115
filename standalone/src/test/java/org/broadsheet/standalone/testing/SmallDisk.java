package org.broadsheet.standalone.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real file system of its own and of few bytes, which can be full or read-only. A test is skipped where mounting is refused. */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    public static SmallDisk mount(Path folder, int mebibytes) throws IOException {
        Files.createDirectories(folder);
        String refused;
        try {
            refused = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "broadsheet", folder.toString());
        } catch (IOException e) {
            refused = e.toString();
        }
        if (!refused.isEmpty()) {
            abort("mounting a small file system is refused here: " + refused);
        }
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    /** To the last byte. */
    public void fill() throws IOException {
        byte[] chunk = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filling())) {
            while (true) {
                out.write(chunk);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left on device")) {
                throw e;
            }
        }
    }

    /** Takes away what {@link #fill} has written. */
    public void free() throws IOException {
        Files.deleteIfExists(filling());
    }

    private Path filling() {
        return folder.resolve("filling");
    }

    /** @param mode {@code ro} or {@code rw} */
    public void remount(String mode) throws IOException {
        String refused = run("mount", "-o", "remount," + mode, folder.toString());
        if (!refused.isEmpty()) {
            abort("remounting is refused here: " + refused);
        }
    }

    /** Also while somebody still has a file of it open. */
    @Override
    public void close() throws IOException {
        String refused = run("umount", "--lazy", folder.toString());
        if (!refused.isEmpty()) {
            throw new IOException(refused);
        }
    }

    /** What it says when it fails; empty when it does not. */
    private static String run(String... command) throws IOException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(30, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? "" : "it failed: " + said;
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
