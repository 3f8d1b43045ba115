package org.broadsheet.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.broadsheet.common.lifecycle.StartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest extends StorageContract {
    @TempDir
    Path folder;

    @Override
    protected Storage open() throws IOException {
        return new FileStorage(folder);
    }

    @Test
    void namesFilesSoThatAnyWebServerCanServeThem() throws IOException {
        put(new ObjectKey(""), ObjectType.PAGE, "a", Optional.empty());
        put(new ObjectKey("posts/first"), ObjectType.PAGE, "a", Optional.empty());
        put(new ObjectKey("posts/last"), ObjectType.GONE, "a", Optional.empty());
        put(new ObjectKey("posts/über"), ObjectType.PAGE, "a", Optional.empty());
        put(new ObjectKey("a.png"), ObjectType.of("image/png"), "a", Optional.empty());

        assertThat(files())
                .containsExactlyInAnyOrder(
                        "index.html", "posts/first.html", "posts/last.410.html", "posts/über.html", "a.png");
    }

    @Test
    void leavesNoEmptyFoldersAndNoUnfinishedFiles() throws IOException {
        ObjectKey key = new ObjectKey("a/b/c");
        put(key, ObjectType.PAGE, "a", Optional.empty());
        put(key, ObjectType.PAGE, "b", Optional.empty());

        storage.delete(key, digest("a"));

        assertThat(folder.resolve("a")).doesNotExist();
        assertThat(all()).filteredOn(file -> !file.endsWith("/lock")).isEmpty();
    }

    /** An import makes ten thousands of objects that are not there: each look would be an exception with its stack. */
    @Test
    void doesNotThrowToFindThatNothingIsThere(@TempDir Path recordings) throws IOException {
        put(new ObjectKey("posts/first"), ObjectType.PAGE, "a", Optional.empty());
        Path thrown = recordings.resolve("thrown.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.JavaExceptionThrow").withoutStackTrace();
            recording.start();
            put(new ObjectKey("posts/second"), ObjectType.PAGE, "b", Optional.empty());
            storage.get(new ObjectKey("posts/third"));
            recording.stop();
            recording.dump(thrown);
        }

        assertThat(RecordingFile.readAllEvents(thrown))
                .filteredOn(event -> event.getThread("eventThread").getJavaThreadId()
                        == Thread.currentThread().threadId())
                .isEmpty();
    }

    @Test
    void seesWhatAnotherProgramWrote() throws IOException {
        ObjectKey key = new ObjectKey("a");
        put(key, ObjectType.PAGE, "one", Optional.empty());
        Path file = folder.resolve("a.html");
        age(file);
        assertThat(storage.info(key)).map(ObjectInfo::digest).contains(digest("one"));

        Files.writeString(file, "two");

        assertThat(storage.info(key)).map(ObjectInfo::digest).contains(digest("two"));
    }

    @Test
    void doesNotTrustTheTimeOfAYoungFile() throws IOException {
        ObjectKey key = new ObjectKey("a");
        put(key, ObjectType.PAGE, "one", Optional.empty());
        Path file = folder.resolve("a.html");
        // So that it stays young however long this takes.
        FileTime time = FileTime.fromMillis(System.currentTimeMillis() + TimeUnit.HOURS.toMillis(1));
        Files.setLastModifiedTime(file, time);
        assertThat(storage.info(key)).map(ObjectInfo::digest).contains(digest("one"));

        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);

        assertThat(storage.info(key)).map(ObjectInfo::digest).contains(digest("two"));
    }

    @Test
    void doesNotFollowLinks(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("secret.html"), "secret");
        Files.createSymbolicLink(folder.resolve("file.html"), elsewhere.resolve("secret.html"));
        Files.createSymbolicLink(folder.resolve("linked"), elsewhere);

        assertThat(storage.get(new ObjectKey("file"))).isEmpty();
        assertThat(storage.get(new ObjectKey("linked/secret"))).isEmpty();
        assertThat(keys("")).isEmpty();
        assertThat(keys("linked/")).isEmpty();
        assertThatThrownBy(() -> put(new ObjectKey("linked/new"), ObjectType.PAGE, "a", Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("symbolic link");
        assertThat(storage.delete(new ObjectKey("linked/secret"), digest("secret")))
                .isEqualTo(new Storage.Outcome.Unchanged());
        assertThat(elsewhere).isDirectoryNotContaining("glob:**new*").isDirectoryContaining("glob:**secret.html");
    }

    @Test
    void mayItselfBeReachedByALink(@TempDir Path elsewhere) throws IOException {
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), folder);
        try (Storage linked = new FileStorage(link)) {
            linked.put(new ObjectKey("a"), ObjectType.PAGE, ByteSource.of(new byte[] {'a'}), Optional.empty());
        }

        assertThat(text(new ObjectKey("a"))).contains("a");
    }

    @Test
    void passesOverFilesThatNoKeyHas() throws IOException {
        Files.writeString(folder.resolve("x.html.html"), "a");
        Files.writeString(folder.resolve("line\nbreak"), "a");
        Files.writeString(folder.resolve(".broadsheet-of-others"), "a");

        assertThat(keys("")).isEmpty();
    }

    @Test
    void recoversFromAWriterThatWasKilled() throws IOException {
        put(new ObjectKey("a"), ObjectType.PAGE, "a", Optional.empty());
        Path dead = Files.createDirectories(folder.resolve(".broadsheet/tmp/123456"));
        Files.writeString(dead.resolve("1"), "half");
        Files.createDirectories(folder.resolve("empty/folders"));

        storage.recover();

        assertThat(dead).doesNotExist();
        assertThat(folder.resolve("empty")).doesNotExist();
        assertThat(text(new ObjectKey("a"))).contains("a");
    }

    @Test
    void keepsTheNewerFormAfterAKillBetweenTwoSteps() throws IOException {
        Files.writeString(folder.resolve("gone.html"), "before");
        age(folder.resolve("gone.html"));
        Files.writeString(folder.resolve("gone.410.html"), "after");
        Files.writeString(folder.resolve("back.410.html"), "before");
        age(folder.resolve("back.410.html"));
        Files.writeString(folder.resolve("back.html"), "after");

        storage.recover();

        assertThat(files()).containsExactlyInAnyOrder("gone.410.html", "back.html");
        assertThat(text(new ObjectKey("gone"))).contains("after");
        assertThat(text(new ObjectKey("back"))).contains("after");
    }

    @Test
    void makesANewerFormNewerInItsTimeToo() throws IOException {
        ObjectKey key = new ObjectKey("a");
        put(key, ObjectType.PAGE, "a", Optional.empty());
        FileTime future = FileTime.fromMillis(System.currentTimeMillis() + TimeUnit.DAYS.toMillis(1));
        Files.setLastModifiedTime(folder.resolve("a.html"), future);

        put(key, ObjectType.GONE, "b", Optional.of(digest("a")));

        assertThat(Files.getLastModifiedTime(folder.resolve("a.410.html"))).isGreaterThan(future);
    }

    @Test
    void bringsHomeWhatLayAsideOnceThereIsRoom() throws IOException {
        ObjectKey above = new ObjectKey("a");
        ObjectKey below = new ObjectKey("a/b");
        put(above, ObjectType.of(MediaTypes.of("a")), "above", Optional.empty());
        put(below, ObjectType.PAGE, "below", Optional.empty());
        assertThat(files()).containsExactly("a/b.html");
        storage.recover();
        assertThat(files()).containsExactly("a/b.html");
        storage.delete(below, digest("below"));

        storage.recover();

        assertThat(files()).containsExactly("a");
        assertThat(text(above)).contains("above");
    }

    /** Two stages of one process, and other processes, find the folders of the same dead ones. */
    @Test
    @Timeout(120)
    void manyRecoverAtOnceWhatDeadProcessesLeft() throws Exception {
        int dead = 400;
        for (int number = 1; number <= dead; number++) {
            Path left = Files.createDirectories(folder.resolve(".broadsheet/tmp/" + number));
            Files.writeString(left.resolve("1"), "half");
            Files.writeString(left.resolve("2"), "half");
        }
        List<Process> others = List.of(counter(0), counter(0));
        CyclicBarrier begin = new CyclicBarrier(4);
        List<Future<?>> recoveries = new ArrayList<>();
        try (Storage second = open();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Storage each : List.of(storage, second, storage, second)) {
                recoveries.add(threads.submit(() -> {
                    begin.await();
                    each.recover();
                    return null;
                }));
            }
            for (Future<?> each : recoveries) {
                each.get();
            }
        }
        for (Process each : others) {
            assertThat(each.waitFor()).as(() -> output(each)).isZero();
        }

        storage.recover();

        assertThat(all()).noneMatch(file -> file.endsWith("/1") || file.endsWith("/2"));
    }

    @Test
    void leavesAloneWhatALivingProcessIsWriting() throws IOException {
        String self = String.valueOf(process());
        Path mine = Files.createDirectories(folder.resolve(".broadsheet/tmp").resolve(self))
                .resolve("999");
        Files.writeString(mine, "half");

        storage.recover();

        assertThat(mine).exists();
        Files.delete(mine);
    }

    @Test
    @Timeout(120)
    void sharesItsKeysWithOtherProcesses() throws Exception {
        ObjectKey key = new ObjectKey("count");
        put(key, ObjectType.PAGE, "0", Optional.empty());

        List<Process> counters = List.of(counter(100), counter(100));
        count(storage, 100);
        for (Process each : counters) {
            assertThat(each.waitFor()).as(() -> output(each)).isZero();
        }

        assertThat(text(key)).contains("300");
    }

    @Test
    @Timeout(120)
    void survivesProcessesThatAreKilledAtAnyMoment() throws Exception {
        ObjectKey key = new ObjectKey("count");
        put(key, ObjectType.PAGE, "0", Optional.empty());

        for (int i = 0; i < 3; i++) {
            int before = Integer.parseInt(text(key).orElseThrow());
            Process endless = counter(Integer.MAX_VALUE);
            org.awaitility.Awaitility.await()
                    .until(() -> Integer.parseInt(text(key).orElseThrow()) > before + 5);
            endless.destroyForcibly().waitFor();
        }

        storage.recover();
        assertThat(files()).hasSize(1);
        count(storage, 1);
        String mine = "/tmp/" + process();
        assertThat(all()).noneMatch(file -> file.contains("/tmp/") && !file.contains(mine));
    }

    @Test
    void refusesToWriteFileNamesInAnEncodingThatCannotHoldThem() {
        assertThatThrownBy(() -> FileStorage.requireUtf8("ANSI_X3.4-1968"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("ANSI_X3.4-1968")
                .hasMessageContaining("LC_ALL=C.UTF-8");
    }

    /** Counts up in another process; see {@link #main}. */
    private Process counter(int steps) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dsun.jnu.encoding=UTF-8",
                        FileStorageTest.class.getName(),
                        folder.toString(),
                        Integer.toString(steps))
                .redirectErrorStream(true)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        try (Storage storage = new FileStorage(Path.of(arguments[0]))) {
            storage.recover();
            count(storage, Integer.parseInt(arguments[1]));
        }
    }

    private static void count(Storage storage, int steps) throws IOException {
        ObjectKey key = new ObjectKey("count");
        for (int step = 0; step < steps; ) {
            int number;
            ObjectInfo info;
            try (StoredObject object = storage.get(key).orElseThrow()) {
                number = Integer.parseInt(new String(object.readAll(), java.nio.charset.StandardCharsets.UTF_8));
                info = object.info();
            }
            ObjectType type = number % 3 == 0 ? ObjectType.GONE : ObjectType.PAGE;
            byte[] next = Integer.toString(number + 1).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            if (storage.put(key, type, ByteSource.of(next), Optional.of(info.digest()))
                    instanceof Storage.Outcome.Written) {
                step++;
            }
        }
    }

    private static String output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private int process() throws IOException {
        StoreLocks locks = StoreLocks.open(folder.toRealPath().resolve(".broadsheet/lock"));
        try {
            return locks.process();
        } finally {
            locks.close();
        }
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() - TimeUnit.HOURS.toMillis(1)));
    }

    private List<String> files() throws IOException {
        return all().stream().filter(file -> !file.startsWith(".broadsheet/")).toList();
    }

    private List<String> all() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
