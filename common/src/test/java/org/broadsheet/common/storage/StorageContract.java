package org.broadsheet.common.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.broadsheet.common.id.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Storage} has to do. A test of one extends it and opens it empty. */
@Timeout(60)
public abstract class StorageContract {
    protected static final ObjectType TEXT = ObjectType.of("text/plain; charset=utf-8");
    private static final ObjectKey KEY = new ObjectKey("posts/first");
    private static final Optional<Digest> NOTHING = Optional.empty();

    protected Storage storage;

    /** An empty one. */
    protected abstract Storage open() throws IOException;

    @BeforeEach
    void openStorage() throws IOException {
        storage = open();
    }

    @AfterEach
    void closeStorage() throws IOException {
        storage.close();
    }

    @Test
    void holdsNothingAtFirst() throws IOException {
        assertThat(storage.get(KEY)).isEmpty();
        assertThat(storage.info(KEY)).isEmpty();
        assertThat(keys("")).isEmpty();
        assertThat(storage.delete(KEY, digest("a"))).isEqualTo(new Storage.Outcome.Unchanged());
    }

    @Test
    void givesBackWhatWasPut() throws IOException {
        Storage.Outcome outcome = put(KEY, ObjectType.PAGE, "hello", NOTHING);

        assertThat(outcome).isEqualTo(new Storage.Outcome.Written(digest("hello")));
        assertThat(text(KEY)).contains("hello");
        assertThat(storage.info(KEY)).contains(new ObjectInfo(KEY, ObjectType.PAGE, 5, digest("hello")));
    }

    @Test
    void holdsObjectsOfNoBytesAndOfMany() throws IOException {
        byte[] many = new byte[3_000_000];
        new Random(7).nextBytes(many);
        ObjectKey large = new ObjectKey("assets/large.bin");

        put(KEY, ObjectType.PAGE, "", NOTHING);
        storage.put(large, ObjectType.of("application/octet-stream"), ByteSource.of(many), Optional.empty());

        assertThat(text(KEY)).contains("");
        try (StoredObject object = storage.get(large).orElseThrow()) {
            assertThat(object.readAll()).isEqualTo(many);
            assertThat(object.info().digest()).isEqualTo(Digest.of(many));
        }
    }

    @Test
    void readsFromAnyPlace() throws IOException {
        put(KEY, ObjectType.PAGE, "hello", NOTHING);

        assertThat(part(0, 2)).isEqualTo("he");
        assertThat(part(3, 1)).isEqualTo("l");
        assertThat(part(3, 9)).isEqualTo("lo");
        assertThat(part(5, 1)).isEmpty();
        assertThat(part(9, 1)).isEmpty();
        assertThat(part(2, 0)).isEmpty();
    }

    private String part(long from, long length) throws IOException {
        try (StoredObject object = storage.get(KEY).orElseThrow();
                InputStream in = object.open(from, length)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void changesNothingForTheSameObjectWhateverWasBelieved() throws IOException {
        put(KEY, ObjectType.PAGE, "a", NOTHING);

        assertThat(put(KEY, ObjectType.PAGE, "a", NOTHING)).isEqualTo(new Storage.Outcome.Unchanged());
        assertThat(put(KEY, ObjectType.PAGE, "a", Optional.of(digest("a")))).isEqualTo(new Storage.Outcome.Unchanged());
        assertThat(put(KEY, ObjectType.PAGE, "a", Optional.of(digest("x")))).isEqualTo(new Storage.Outcome.Unchanged());
    }

    @Test
    void replacesWhatIsBelievedToBeThere() throws IOException {
        put(KEY, ObjectType.PAGE, "a", NOTHING);

        assertThat(put(KEY, ObjectType.PAGE, "b", Optional.of(digest("a"))))
                .isEqualTo(new Storage.Outcome.Written(digest("b")));
        assertThat(text(KEY)).contains("b");
    }

    @Test
    void leavesWhatIsNotBelievedToBeThere() throws IOException {
        put(KEY, ObjectType.PAGE, "a", NOTHING);

        assertThat(put(KEY, ObjectType.PAGE, "b", NOTHING))
                .isEqualTo(new Storage.Outcome.Conflict(Optional.of(digest("a"))));
        assertThat(put(KEY, ObjectType.PAGE, "b", Optional.of(digest("x"))))
                .isEqualTo(new Storage.Outcome.Conflict(Optional.of(digest("a"))));
        assertThat(text(KEY)).contains("a");
    }

    @Test
    void putsNothingWhereSomethingIsBelievedAndNothingIs() throws IOException {
        assertThat(put(KEY, ObjectType.PAGE, "b", Optional.of(digest("a"))))
                .isEqualTo(new Storage.Outcome.Conflict(Optional.empty()));
        assertThat(storage.get(KEY)).isEmpty();
    }

    @Test
    void deletesWhatIsBelievedToBeThere() throws IOException {
        put(KEY, ObjectType.PAGE, "a", NOTHING);

        assertThat(storage.delete(KEY, digest("b"))).isEqualTo(new Storage.Outcome.Conflict(Optional.of(digest("a"))));
        assertThat(text(KEY)).contains("a");
        assertThat(storage.delete(KEY, digest("a"))).isEqualTo(new Storage.Outcome.Written(digest("a")));
        assertThat(storage.get(KEY)).isEmpty();
        assertThat(keys("")).isEmpty();
        assertThat(storage.delete(KEY, digest("a"))).isEqualTo(new Storage.Outcome.Unchanged());
    }

    @Test
    void tellsAPageFromOneThatIsGone() throws IOException {
        put(KEY, ObjectType.PAGE, "a", NOTHING);

        assertThat(put(KEY, ObjectType.GONE, "a", Optional.of(digest("a"))))
                .isEqualTo(new Storage.Outcome.Written(digest("a")));
        assertThat(storage.info(KEY)).contains(new ObjectInfo(KEY, ObjectType.GONE, 1, digest("a")));
        assertThat(keys("")).containsExactly("posts/first");

        assertThat(put(KEY, ObjectType.PAGE, "b", Optional.of(digest("a"))))
                .isEqualTo(new Storage.Outcome.Written(digest("b")));
        assertThat(storage.info(KEY)).contains(new ObjectInfo(KEY, ObjectType.PAGE, 1, digest("b")));
        assertThat(keys("")).containsExactly("posts/first");

        assertThat(storage.delete(KEY, digest("b"))).isInstanceOf(Storage.Outcome.Written.class);
        assertThat(storage.get(KEY)).isEmpty();
    }

    @Test
    void letsAnObjectBecomeAPageAndBack() throws IOException {
        ObjectKey key = new ObjectKey("CNAME");
        ObjectType bytes = ObjectType.of(MediaTypes.of("CNAME"));
        put(key, bytes, "a", NOTHING);

        put(key, ObjectType.PAGE, "b", Optional.of(digest("a")));
        assertThat(storage.info(key)).map(ObjectInfo::type).contains(ObjectType.PAGE);
        put(key, bytes, "c", Optional.of(digest("b")));

        assertThat(storage.info(key)).contains(new ObjectInfo(key, bytes, 1, digest("c")));
        assertThat(keys("")).containsExactly("CNAME");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "posts/first",
                "a",
                "a/b/c/d/e",
                "posts/über-größe",
                "posts/\u4F60\u597D",
                "posts/\uD83D\uDE80",
                "with space & more?#%41+",
                "posts/x.410",
                "posts/x.200",
                "posts/x.200.410",
                "posts/x.410.200",
                ".well-known/x",
                ".html",
                "x.htm",
                "a.d/b.f",
                "a/index",
                "a\\b",
                "c:d",
                "..."
            })
    void holdsAPageAndAGoneOneUnder(String name) throws IOException {
        ObjectKey key = new ObjectKey(name);
        ObjectKey other = new ObjectKey("other");
        put(other, ObjectType.PAGE, "other", NOTHING);

        put(key, ObjectType.PAGE, "a", NOTHING);
        assertThat(storage.info(key)).contains(new ObjectInfo(key, ObjectType.PAGE, 1, digest("a")));
        assertThat(keys("")).containsExactlyInAnyOrder(name, "other");

        put(key, ObjectType.GONE, "b", Optional.of(digest("a")));
        assertThat(storage.info(key)).contains(new ObjectInfo(key, ObjectType.GONE, 1, digest("b")));
        assertThat(keys("")).containsExactlyInAnyOrder(name, "other");

        storage.delete(key, digest("b"));
        assertThat(keys("")).containsExactly("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "feed.xml", "robots.txt", "a/b.c/d.e", "a/.x", "a.410", "a.200", "noextension"})
    void holdsAFileUnder(String name) throws IOException {
        ObjectKey key = new ObjectKey(name);
        ObjectType type = ObjectType.of(MediaTypes.of(name));

        put(key, type, "a", NOTHING);

        assertThat(storage.info(key)).contains(new ObjectInfo(key, type, 1, digest("a")));
        assertThat(keys("")).containsExactly(name);
    }

    @Test
    void takesAFileNamedHtmlForThePageOfThatName() throws IOException {
        put(new ObjectKey("a/x.html"), ObjectType.of(MediaTypes.of("a/x.html")), "a", NOTHING);

        assertThat(text(new ObjectKey("a/x"))).contains("a");
        assertThat(keys("")).containsExactly("a/x");
        assertThat(put(new ObjectKey("a/x"), ObjectType.PAGE, "b", NOTHING))
                .isInstanceOf(Storage.Outcome.Conflict.class);
    }

    @Test
    void tellsAFileFromAPageAndFromFoldersOfTheSameBeginning() throws IOException {
        put(new ObjectKey("a"), ObjectType.PAGE, "page", NOTHING);
        put(new ObjectKey("a.txt"), TEXT, "text", NOTHING);
        put(new ObjectKey("a/b"), ObjectType.PAGE, "below", NOTHING);
        put(new ObjectKey("a/b.410"), ObjectType.PAGE, "named so", NOTHING);
        put(new ObjectKey("a/b.410.png"), ObjectType.of("image/png"), "too", NOTHING);

        assertThat(text(new ObjectKey("a"))).contains("page");
        assertThat(text(new ObjectKey("a.txt"))).contains("text");
        assertThat(text(new ObjectKey("a/b"))).contains("below");
        assertThat(text(new ObjectKey("a/b.410"))).contains("named so");
        assertThat(keys("")).containsExactlyInAnyOrder("a", "a.txt", "a/b", "a/b.410", "a/b.410.png");
    }

    @Test
    void holdsAnObjectWhoseKeyBeginsOthers() throws IOException {
        ObjectKey above = new ObjectKey("download");
        ObjectKey below = new ObjectKey("download/one/a.txt");
        ObjectType bytes = ObjectType.of(MediaTypes.of("download"));
        put(above, bytes, "a", NOTHING);

        put(below, TEXT, "b", NOTHING);
        assertThat(text(above)).contains("a");
        assertThat(text(below)).contains("b");
        assertThat(keys("")).containsExactlyInAnyOrder("download", "download/one/a.txt");

        assertThat(put(above, bytes, "c", Optional.of(digest("a")))).isInstanceOf(Storage.Outcome.Written.class);
        assertThat(text(above)).contains("c");
        storage.delete(below, digest("b"));
        assertThat(text(above)).contains("c");
        assertThat(put(above, bytes, "d", Optional.of(digest("c")))).isInstanceOf(Storage.Outcome.Written.class);
        assertThat(text(above)).contains("d");
        assertThat(keys("")).containsExactly("download");
        storage.delete(above, digest("d"));
        assertThat(keys("")).isEmpty();
    }

    /** The order of a release: what is new comes before what is no more. */
    @Test
    void holdsAnObjectBelowOneThatIsAboutToGoAndTheReverse() throws IOException {
        ObjectKey above = new ObjectKey("download");
        ObjectKey below = new ObjectKey("download/a.txt");
        ObjectKey page = new ObjectKey("download/one/page");
        ObjectType bytes = ObjectType.of(MediaTypes.of("download"));
        put(above, bytes, "above", NOTHING);
        for (int i = 0; i < 2; i++) {
            put(below, TEXT, "below", NOTHING);
            put(page, ObjectType.PAGE, "page", NOTHING);
            assertThat(keys("")).containsExactlyInAnyOrder("download", "download/a.txt", "download/one/page");
            assertThat(storage.delete(above, digest("above"))).isInstanceOf(Storage.Outcome.Written.class);
            assertThat(text(below)).contains("below");
            assertThat(text(page)).contains("page");

            put(above, bytes, "above", NOTHING);
            assertThat(text(above)).contains("above");
            put(page, ObjectType.GONE, "gone", Optional.of(digest("page")));
            storage.delete(below, digest("below"));
            storage.delete(page, digest("gone"));
            assertThat(keys("")).containsExactly("download");
            assertThat(text(above)).contains("above");
        }
    }

    @Test
    void listsWhatBeginsWithAPrefix() throws IOException {
        for (String key : List.of("", "posts", "posts/a", "posts/ab", "posts/b", "posts/a/pic.png", "topics/a")) {
            put(
                    new ObjectKey(key),
                    ObjectType.of(MediaTypes.of(key + (key.contains(".") ? "" : ".html"))),
                    key,
                    NOTHING);
        }

        assertThat(keys("")).hasSize(7);
        assertThat(keys("posts"))
                .containsExactlyInAnyOrder("posts", "posts/a", "posts/ab", "posts/b", "posts/a/pic.png");
        assertThat(keys("posts/")).containsExactlyInAnyOrder("posts/a", "posts/ab", "posts/b", "posts/a/pic.png");
        assertThat(keys("posts/a")).containsExactlyInAnyOrder("posts/a", "posts/ab", "posts/a/pic.png");
        assertThat(keys("posts/a/")).containsExactly("posts/a/pic.png");
        assertThat(keys("nothing/here")).isEmpty();
        try (Stream<ObjectVersion> listed = storage.list("topics/")) {
            assertThat(listed).containsExactly(new ObjectVersion(new ObjectKey("topics/a"), digest("topics/a")));
        }
    }

    @Test
    void keepsWhatIsOpenAsItWas() throws IOException {
        put(KEY, ObjectType.PAGE, "before", NOTHING);

        try (StoredObject object = storage.get(KEY).orElseThrow()) {
            put(KEY, ObjectType.PAGE, "after, and longer", Optional.of(digest("before")));
            storage.delete(KEY, digest("after, and longer"));

            assertThat(new String(object.readAll(), UTF_8)).isEqualTo("before");
        }
    }

    @Test
    void changesNothingWhenItRecoversFromNothing() throws IOException {
        put(KEY, ObjectType.PAGE, "a", NOTHING);
        put(new ObjectKey("gone"), ObjectType.GONE, "b", NOTHING);
        put(new ObjectKey("a.txt"), TEXT, "c", NOTHING);

        storage.recover();

        assertThat(keys("")).containsExactlyInAnyOrder("posts/first", "gone", "a.txt");
        assertThat(text(KEY)).contains("a");
    }

    @Test
    void letsOneOfManyWritersThrough() throws Exception {
        int writers = 8;
        for (int round = 0; round < 20; round++) {
            ObjectKey key = new ObjectKey("race/" + round);

            List<Storage.Outcome> outcomes = together(writers, i -> put(key, ObjectType.PAGE, "writer " + i, NOTHING));

            assertThat(outcomes)
                    .filteredOn(Storage.Outcome.Written.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(Storage.Outcome.Conflict.class::isInstance)
                    .hasSize(writers - 1);
        }
    }

    @Test
    void countsUpWithoutLosingAStepHoweverManyCount() throws Exception {
        put(KEY, ObjectType.PAGE, "0", NOTHING);

        together(4, i -> {
            for (int step = 0; step < 50; ) {
                String before = text(KEY).orElseThrow();
                String after = Integer.toString(Integer.parseInt(before) + 1);
                // Another form each time, as a page that comes and goes has.
                ObjectType type = Integer.parseInt(after) % 3 == 0 ? ObjectType.GONE : ObjectType.PAGE;
                if (put(KEY, type, after, Optional.of(digest(before))) instanceof Storage.Outcome.Written) {
                    step++;
                }
            }
            return new Storage.Outcome.Unchanged();
        });

        assertThat(text(KEY)).contains("200");
    }

    @Test
    void showsReadersTheFormerOrTheNewObjectAndNeverNone() throws Exception {
        put(KEY, ObjectType.PAGE, "0".repeat(1000), NOTHING);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Callable<Integer> reader = () -> {
                int reads = 0;
                while (!done.get() || reads == 0) {
                    String read = text(KEY).orElseThrow(() -> new AssertionError("not there"));
                    assertThat(read).hasSize(1000).matches("(.)\\1*");
                    reads++;
                }
                return reads;
            };
            List<Future<Integer>> readers = List.of(threads.submit(reader), threads.submit(reader));

            for (int i = 1; i < 300; i++) {
                ObjectType type = i % 2 == 0 ? ObjectType.PAGE : ObjectType.GONE;
                put(
                        KEY,
                        type,
                        digit(i).repeat(1000),
                        Optional.of(digest(digit(i - 1).repeat(1000))));
            }
            done.set(true);

            for (Future<Integer> each : readers) {
                assertThat(each.get()).isPositive();
            }
        }
    }

    @Test
    void keepsFoldersWhileOthersComeAndGoInThem() throws Exception {
        together(4, i -> {
            ObjectKey key = new ObjectKey("deep/er/still/" + i);
            for (int round = 0; round < 50; round++) {
                assertThat(put(key, ObjectType.PAGE, "a", NOTHING)).isInstanceOf(Storage.Outcome.Written.class);
                assertThat(storage.delete(key, digest("a"))).isInstanceOf(Storage.Outcome.Written.class);
            }
            return new Storage.Outcome.Unchanged();
        });

        assertThat(keys("")).isEmpty();
    }

    @Test
    void refusesARootThatIsNoPage() {
        assertThatThrownBy(() -> put(new ObjectKey(""), TEXT, "a", NOTHING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("text/plain");
    }

    @Test
    void mayBeClosedTwice() throws IOException {
        storage.close();
        storage.close();
    }

    protected final Storage.Outcome put(ObjectKey key, ObjectType type, String text, Optional<Digest> believed)
            throws IOException {
        return storage.put(key, type, ByteSource.of(text.getBytes(UTF_8)), believed);
    }

    protected final Optional<String> text(ObjectKey key) throws IOException {
        Optional<StoredObject> found = storage.get(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (StoredObject object = found.get()) {
            String text = new String(object.readAll(), UTF_8);
            assertThat(object.info().digest()).isEqualTo(digest(text));
            return Optional.of(text);
        }
    }

    protected final List<String> keys(String prefix) throws IOException {
        try (Stream<ObjectVersion> listed = storage.list(prefix)) {
            return listed.map(version -> version.key().value()).toList();
        }
    }

    protected static Digest digest(String text) {
        return Digest.of(text);
    }

    private static String digit(int i) {
        return Integer.toString(i % 10);
    }

    private static List<Storage.Outcome> together(int threads, Step step) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<Storage.Outcome>> steps = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                steps.add(() -> step.run(number));
            }
            List<Storage.Outcome> outcomes = new ArrayList<>();
            for (Future<Storage.Outcome> each : pool.invokeAll(steps)) {
                outcomes.add(each.get());
            }
            return outcomes;
        }
    }

    private interface Step {
        Storage.Outcome run(int number) throws Exception;
    }
}
