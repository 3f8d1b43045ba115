package org.broadsheet.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.lifecycle.StartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileStorageTest extends StorageContract {
    private static final ObjectKey KEY = new ObjectKey("a");
    private static final String TEXT = "Text that becomes smaller. ".repeat(50);

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

    @ParameterizedTest
    @CsvSource({
        "posts/first, text/html; charset=utf-8, posts/first.html, true",
        "'', text/html; charset=utf-8, index.html, true",
        "a.308, text/html; charset=utf-8, a.308.200.html, true",
        "feed.xml, application/rss+xml, feed.xml, true",
        "feed.json, application/feed+json, feed.json, true",
        "a.css, text/css; charset=utf-8, a.css, true",
        "a.svg, image/svg+xml, a.svg, true",
        "a.txt, text/plain; charset=utf-8, a.txt, true",
        "a.png, image/png, a.png, false",
        "a.zip, application/zip, a.zip, false",
        "data.tar.gz, application/gzip, data.tar.gz, false",
        "noname, application/octet-stream, noname, false"
    })
    void packsWhatBecomesSmallerBesideIt(String key, String mediaType, String file, boolean packed) throws IOException {
        put(new ObjectKey(key), ObjectType.of(mediaType), TEXT, Optional.empty());

        assertThat(files()).containsExactlyInAnyOrderElementsOf(packed ? List.of(file, file + ".gz") : List.of(file));
        assertThat(keys("")).containsExactly(key);
        assertThat(unpacked(key)).isEqualTo(packed ? TEXT : "nothing");
        if (packed) {
            assertThat(gunzip(folder.resolve(file + ".gz"))).isEqualTo(TEXT);
        }

        put(new ObjectKey(key), ObjectType.of(mediaType), TEXT + "x", Optional.of(digest(TEXT)));

        assertThat(unpacked(key)).isEqualTo(packed ? TEXT + "x" : "nothing");

        put(new ObjectKey(key), ObjectType.of(mediaType), "short", Optional.of(digest(TEXT + "x")));

        assertThat(files()).containsExactly(file);
        assertThat(unpacked(key)).isEqualTo("nothing");

        put(new ObjectKey(key), ObjectType.of(mediaType), TEXT, Optional.of(digest("short")));
        storage.delete(new ObjectKey(key), digest(TEXT));

        assertThat(files()).isEmpty();
    }

    /** By which web servers make their tags, in seconds. */
    @Test
    void whatTakesTheSameNumberOfBytesHasAnotherTime() throws IOException {
        put(KEY, ObjectType.PAGE, TEXT + 1, Optional.empty());
        Set<List<Long>> seen = new HashSet<>();
        for (int i = 1; i < 6; i++) {
            put(KEY, ObjectType.PAGE, TEXT + (i + 1), Optional.of(digest(TEXT + i)));
            for (String file : List.of("a.html", "a.html.gz")) {
                Path path = folder.resolve(file);
                seen.add(List.of(
                        Files.size(path), Files.getLastModifiedTime(path).to(TimeUnit.SECONDS)));
            }
        }

        assertThat(seen).hasSize(10);
    }

    @Test
    void whatLeadsOnOrIsGoneHasNoPackedFormAndTakesThatOfThePageAway() throws IOException {
        for (ObjectType type : List.of(ObjectType.REDIRECT, ObjectType.GONE)) {
            put(KEY, ObjectType.PAGE, TEXT, Optional.empty());
            put(KEY, type, TEXT, Optional.of(digest(TEXT)));

            assertThat(files()).containsExactly("a." + type.status() + ".html");
            storage.delete(KEY, digest(TEXT));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.html.gz",
                "a.css.gz",
                "a.css.gz.200",
                "a.css.gz.200.200",
                "b/a.json.gz",
                "a.200",
                "a.css.200",
                "a.gz"
            })
    void anAuthorsFileNamedAsAPackedFormIsNone(String name) throws IOException {
        ObjectKey key = new ObjectKey(name);
        put(KEY, ObjectType.PAGE, TEXT, Optional.empty());
        put(new ObjectKey("a.css"), ObjectType.of("text/css; charset=utf-8"), TEXT, Optional.empty());
        put(key, ObjectType.of(MediaTypes.of(name)), "mine", Optional.empty());

        assertThat(keys("")).containsExactlyInAnyOrder("a", "a.css", name);
        assertThat(storage.info(key).orElseThrow().type().mediaType()).isEqualTo(MediaTypes.of(name));
        assertThat(unpacked("a")).isEqualTo(TEXT);
        assertThat(unpacked("a.css")).isEqualTo(TEXT);
        storage.recover();
        assertThat(unpacked("a")).isEqualTo(TEXT);
        assertThat(unpacked("a.css")).isEqualTo(TEXT);

        storage.delete(KEY, digest(TEXT));
        storage.delete(new ObjectKey("a.css"), digest(TEXT));

        assertThat(storage.get(key).orElseThrow().readAll()).asString().isEqualTo("mine");
    }

    @Test
    void aPackedFormMakesRoomForAFolder() throws IOException {
        ObjectKey below = new ObjectKey("a.css.gz/b");
        ObjectKey css = new ObjectKey("a.css");
        put(css, ObjectType.of("text/css; charset=utf-8"), TEXT, Optional.empty());
        put(below, ObjectType.PAGE, "below", Optional.empty());

        assertThat(files()).containsExactlyInAnyOrder("a.css", "a.css.gz/b.html");
        assertThat(unpacked("a.css")).isEqualTo("nothing");
        put(css, ObjectType.of("text/css; charset=utf-8"), TEXT + "x", Optional.of(digest(TEXT)));
        storage.recover();
        assertThat(files()).containsExactlyInAnyOrder("a.css", "a.css.gz/b.html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "stale", "empty", "cut", "changed", "alone"})
    void recoversPackedForms(String damage) throws IOException {
        put(KEY, ObjectType.PAGE, TEXT, Optional.empty());
        Path packed = folder.resolve("a.html.gz");
        byte[] whole = Files.readAllBytes(packed);
        switch (damage) {
            case "missing" -> Files.delete(packed);
            case "stale" -> Files.writeString(folder.resolve("a.html"), TEXT + "x");
            case "empty" -> Files.write(packed, new byte[whole.length]);
            case "cut" -> Files.write(packed, java.util.Arrays.copyOf(whole, whole.length - 9));
            case "changed" -> {
                whole[whole.length - 20] ^= 1;
                Files.write(packed, whole);
            }
            default -> Files.delete(folder.resolve("a.html"));
        }
        if (List.of("missing", "stale", "empty").contains(damage)) {
            assertThat(unpacked("a")).isEqualTo("nothing");
        }

        storage.recover();

        switch (damage) {
            case "alone" -> assertThat(files()).isEmpty();
            case "stale" -> assertThat(unpacked("a")).isEqualTo(TEXT + "x");
            default -> assertThat(unpacked("a")).isEqualTo(TEXT);
        }
    }

    @Test
    void bringsAFolderIntoItsFormOnceThatIsAnother() throws IOException {
        assertThat(storage.isOfOtherForm()).isTrue();
        storage.recover();
        assertThat(storage.isOfOtherForm()).isFalse();
        put(KEY, ObjectType.PAGE, TEXT, Optional.empty());
        ObjectKey mine = new ObjectKey("a.css.gz");
        // As it lay before there were packed forms.
        Files.writeString(folder.resolve("a.css.gz"), "mine");
        put(new ObjectKey("a.css"), ObjectType.of("text/css; charset=utf-8"), "short", Optional.empty());
        storage.recover();
        assertThat(storage.get(mine).orElseThrow().readAll()).asString().isEqualTo("mine");

        try (Storage plain = new FileStorage(folder, false)) {
            assertThat(plain.isOfOtherForm()).isTrue();
            plain.recover();
            assertThat(plain.isOfOtherForm()).isFalse();
        }

        assertThat(files()).containsExactlyInAnyOrder("a.html", "a.css", "a.css.gz.200");
        assertThat(storage.isOfOtherForm()).isTrue();
        assertThat(put(KEY, ObjectType.PAGE, TEXT, Optional.empty())).isEqualTo(new Storage.Outcome.Unchanged());
        assertThat(unpacked("a")).isEqualTo(TEXT);
    }

    @Test
    void whatLiesAsideIsPackedWhenItComesHome() throws IOException {
        put(new ObjectKey("b"), ObjectType.of("image/png"), "a file", Optional.empty());
        ObjectKey below = new ObjectKey("b/c");
        put(below, ObjectType.PAGE, TEXT, Optional.empty());
        assertThat(unpacked("b/c")).isEqualTo("nothing");

        storage.delete(new ObjectKey("b"), digest("a file"));

        assertThat(files()).containsExactlyInAnyOrder("b/c.html", "b/c.html.gz");
        assertThat(unpacked("b/c")).isEqualTo(TEXT);
    }

    private String unpacked(String key) throws IOException {
        try (StoredObject object = storage.get(new ObjectKey(key)).orElseThrow()) {
            Optional<StoredObject> gzip = object.gzip();
            if (gzip.isEmpty()) {
                return "nothing";
            }
            byte[] packed = gzip.get().readAll();
            assertThat(packed).hasSize((int) gzip.get().info().size());
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    /** By another program. */
    private static String gunzip(Path file) throws IOException {
        Process gunzip =
                new ProcessBuilder("gzip", "-dc").redirectInput(file.toFile()).start();
        return output(gunzip);
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
        for (String key : List.of("file", "linked/secret")) {
            assertThat(put(new ObjectKey(key), ObjectType.PAGE, "a", Optional.of(digest("secret"))))
                    .isEqualTo(new Storage.Outcome.Conflict(Optional.empty()));
        }
        assertThat(elsewhere.resolve("secret.html")).hasContent("secret");
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
        Path tmp = folder.resolve(".broadsheet/tmp");
        Path dead = Files.writeString(tmp.resolve("1234"), "half");
        Files.setLastModifiedTime(dead, FileTime.fromMillis(System.currentTimeMillis() - TimeUnit.HOURS.toMillis(2)));
        Path alive = Files.writeString(tmp.resolve("5678"), "half");
        Files.createDirectories(folder.resolve("empty/folders"));

        storage.recover();

        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
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
    void aFileBecomesAFolderAndAFileAgain() throws IOException {
        ObjectKey above = new ObjectKey("a");
        ObjectKey below = new ObjectKey("a/b");
        put(above, ObjectType.of(MediaTypes.of("a")), "above", Optional.empty());
        put(below, ObjectType.PAGE, "below", Optional.empty());
        assertThat(files()).containsExactly("a");

        storage.delete(above, digest("above"));
        assertThat(files()).containsExactly("a/b.html");
        assertThat(folder.resolve(".broadsheet/aside")).doesNotExist();

        put(above, ObjectType.of(MediaTypes.of("a")), "above", Optional.empty());
        assertThat(files()).containsExactly("a/b.html");
        storage.delete(below, digest("below"));
        assertThat(files()).containsExactly("a");
        assertThat(text(above)).contains("above");
        assertThat(folder.resolve(".broadsheet/aside")).doesNotExist();
    }

    @Test
    void bringsHomeWhatAKilledReleaseLeftAside() throws IOException {
        put(new ObjectKey("a"), ObjectType.of(MediaTypes.of("a")), "above", Optional.empty());
        put(new ObjectKey("a/b"), ObjectType.PAGE, "below", Optional.empty());
        Files.delete(folder.resolve("a"));

        storage.recover();

        assertThat(files()).containsExactly("a/b.html");
        assertThat(text(new ObjectKey("a/b"))).contains("below");
    }

    @Test
    void keepsTheNewerOneThoughAnOlderLiesAside() throws IOException {
        put(new ObjectKey("a"), ObjectType.of(MediaTypes.of("a")), "above", Optional.empty());
        put(new ObjectKey("a/b"), ObjectType.PAGE, "older", Optional.empty());
        put(new ObjectKey("c"), ObjectType.PAGE, "other", Optional.empty());
        Path aside = folder.resolve(".broadsheet/aside/a.d/b.html.f");
        age(aside);
        Files.delete(folder.resolve("a"));
        Files.createDirectory(folder.resolve("a"));
        Files.writeString(folder.resolve("a/b.html"), "newer");

        storage.delete(new ObjectKey("c"), digest("other"));
        assertThat(text(new ObjectKey("a/b"))).contains("newer");
        storage.recover();

        assertThat(text(new ObjectKey("a/b"))).contains("newer");
        assertThat(aside).doesNotExist();
    }

    @Test
    void aLinkThatSomebodyPutInTheWayStopsNoOtherDeletion(@TempDir Path elsewhere) throws IOException {
        put(new ObjectKey("a"), ObjectType.of(MediaTypes.of("a")), "above", Optional.empty());
        put(new ObjectKey("a/b"), ObjectType.PAGE, "below", Optional.empty());
        put(new ObjectKey("c"), ObjectType.PAGE, "other", Optional.empty());
        Files.delete(folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("a"), elsewhere);

        assertThat(storage.delete(new ObjectKey("c"), digest("other"))).isInstanceOf(Storage.Outcome.Written.class);

        assertThat(text(new ObjectKey("a/b"))).contains("below");
        assertThat(elsewhere).isEmptyDirectory();
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
        assertThat(all()).filteredOn(file -> file.contains("/tmp/")).hasSizeLessThanOrEqualTo(3);
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

    /** Who asks for the page while that goes on finds it, or finds that it is not there. */
    @Test
    void whereFilesAndFoldersTakeTurnsNobodyIsRefused(@TempDir Path place) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ObjectKey below = new ObjectKey("both/below");
        try (FileStorage site = new FileStorage(place);
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<?> asking = other.submit(() -> {
                while (!done.get()) {
                    site.get(below).ifPresent(FileStorageTest::close);
                    site.delete(below, Digest.of("never"));
                }
                return null;
            });
            Path both = place.resolve("both");
            try {
                for (int i = 0; i < 5_000; i++) {
                    Files.createDirectory(both);
                    Files.createFile(both.resolve("below.html"));
                    Files.delete(both.resolve("below.html"));
                    Files.delete(both);
                    Files.createFile(both);
                    Files.delete(both);
                }
            } finally {
                done.set(true);
            }
            asking.get(1, TimeUnit.MINUTES);
        }
    }

    private static void close(StoredObject object) {
        try (object) {
            assertThat(object.info().size()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two workers of a release: one removes the last file of a folder, the other one puts a file of that name. */
    @Test
    void noFolderThatIsEmptyTakesTheFileWithItThatIsInItsPlaceByThen(@TempDir Path place) throws Exception {
        Path both = place.resolve("both");
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<?> removing = other.submit(() -> {
                while (!done.get()) {
                    Folder.removeIfEmpty(both);
                }
                return null;
            });
            try {
                for (int i = 0; i < 20_000; i++) {
                    Files.createDirectory(both);
                    Folder.removeIfEmpty(both);
                    Files.createFile(both);
                    Files.delete(both);
                }
            } finally {
                done.set(true);
            }
            removing.get(1, TimeUnit.MINUTES);
        }
    }
}
