package org.broadsheet.common.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.broadsheet.common.id.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ContentStore} has to do. A test of one extends it and opens it empty. */
@Timeout(60)
public abstract class ContentStoreContract {
    private static final ContentName HELLO = ContentName.source(Digest.of("hello"));
    private static final ContentName ARTICLE = ContentName.article(Digest.of("its inputs"));

    protected ContentStore store;

    /** An empty one. */
    protected abstract ContentStore open() throws IOException;

    /** What is written from here on is younger than what was. */
    protected abstract void later() throws IOException;

    protected abstract Instant now();

    /** Another hand than ours puts {@code bytes} in the place of what is there. */
    protected abstract void damage(ContentName name, byte[] bytes) throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = open();
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    @ParameterizedTest
    @EnumSource
    void holdsNothingAtFirst(ContentName.Kind kind) throws IOException {
        ContentName name = new ContentName(kind, Digest.of("hello"));

        assertThat(store.touch(name)).isFalse();
        assertThat(store.isSound(name)).isFalse();
        assertThatThrownBy(() -> store.open(name))
                .isInstanceOf(ContentStore.Lost.class)
                .hasMessageContaining(name.toString());
    }

    @ParameterizedTest
    @EnumSource
    void givesBackWhatWasPut(ContentName.Kind kind) throws IOException {
        byte[] many = new byte[300_000];
        new Random(7).nextBytes(many);
        ContentName name = new ContentName(kind, Digest.of(many));

        assertThat(store.put(name, ByteSource.of(many))).isTrue();

        assertThat(store.read(name)).isEqualTo(many);
        assertThat(store.isSound(name)).isTrue();
        assertThat(store.touch(name)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void writesOnceWhatIsPutTwice(ContentName.Kind kind) throws IOException {
        ContentName name = new ContentName(kind, Digest.of(""));
        store.put(name, bytes(""));

        assertThat(store.put(name, bytes(""))).isFalse();

        assertThat(text(name)).isEmpty();
    }

    @Test
    void tellsTheKindsApart() throws IOException {
        store.put(HELLO, bytes("hello"));
        ContentName article = ContentName.article(HELLO.digest());

        assertThat(store.touch(article)).isFalse();
        store.put(article, bytes("<p>hello</p>"));

        assertThat(text(HELLO)).isEqualTo("hello");
        assertThat(text(article)).isEqualTo("<p>hello</p>");
    }

    @Test
    void refusesASourceUnderAnothersName() throws IOException {
        assertThatThrownBy(() -> store.put(HELLO, bytes("jello")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(HELLO.toString());

        assertThat(store.touch(HELLO)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hell", "jello", "hello, and more"})
    void findsADamagedSourceAndReplacesIt(String damaged) throws IOException {
        store.put(HELLO, bytes("hello"));
        damage(HELLO, damaged.getBytes(UTF_8));

        assertThat(store.isSound(HELLO)).isFalse();
        assertThatThrownBy(() -> store.read(HELLO)).isInstanceOf(ContentStore.Lost.class);
        store.replace(HELLO, bytes("hello"));

        assertThat(text(HELLO)).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<p>A</p>", "<p>b</p>", "<p>a</p><p>b</p>"})
    void findsADamagedArticleAndReplacesIt(String damaged) throws IOException {
        store.put(ARTICLE, bytes("<p>a</p>"));
        damage(ARTICLE, damaged.getBytes(UTF_8));

        assertThat(store.isSound(ARTICLE)).isFalse();
        assertThatThrownBy(() -> store.read(ARTICLE)).isInstanceOf(ContentStore.Lost.class);
        store.replace(ARTICLE, bytes("<p>a</p>"));

        assertThat(text(ARTICLE)).isEqualTo("<p>a</p>");
    }

    @ParameterizedTest
    @EnumSource
    void putsAgainWhatIsShorterOrLongerThanItWas(ContentName.Kind kind) throws IOException {
        ContentName name = new ContentName(kind, Digest.of("hello"));
        store.put(name, bytes("hello"));
        damage(name, new byte[0]);

        assertThat(store.put(name, bytes("hello"))).isTrue();

        assertThat(text(name)).isEqualTo("hello");
    }

    @Test
    void keepsWhatIsOpenAsItWas() throws IOException {
        store.put(ARTICLE, bytes("before"));

        try (InputStream open = store.open(ARTICLE)) {
            store.replace(ARTICLE, bytes("after, and longer"));

            assertThat(new String(open.readAllBytes(), UTF_8)).isEqualTo("before");
        }
    }

    @Test
    void collectsWhatNothingNamesAndNobodyTouched() throws IOException {
        List<ContentName> names = new ArrayList<>();
        for (String each : List.of("named", "touched", "put again", "replaced", "left")) {
            names.add(ContentName.source(Digest.of(each)));
            store.put(names.getLast(), bytes(each));
        }
        store.put(ARTICLE, bytes("left too"));
        later();
        Instant before = now();
        ContentName young = ContentName.article(Digest.of("young"));
        store.put(young, bytes("young"));
        assertThat(store.touch(names.get(1))).isTrue();
        assertThat(store.put(names.get(2), bytes("put again"))).isFalse();
        store.replace(names.get(3), bytes("replaced"));

        assertThat(store.collect(names.get(0)::equals, before)).isEqualTo(2);

        assertThat(store.touch(names.get(4))).isFalse();
        assertThat(store.touch(ARTICLE)).isFalse();
        for (ContentName each : List.of(names.get(0), names.get(1), names.get(2), names.get(3), young)) {
            assertThat(store.isSound(each)).isTrue();
        }
        assertThat(store.collect(name -> false, before)).isEqualTo(1);
        assertThat(store.touch(names.get(0))).isFalse();
    }

    /** Whoever was told that it is there, or has put it, goes on to name it. */
    @ParameterizedTest
    @EnumSource
    void collectsNothingFromUnderAWriter(ContentName.Kind kind) throws IOException {
        ContentName name = new ContentName(kind, Digest.of("hello"));
        for (Writer writer : List.<Writer>of(
                () -> store.touch(name),
                () -> store.put(name, bytes("hello")),
                () -> store.replace(name, bytes("hello")))) {
            store.put(name, bytes("hello"));
            later();

            int removed = store.collect(
                    any -> {
                        try {
                            writer.write();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return false;
                    },
                    now());

            assertThat(removed).isZero();
            assertThat(store.isSound(name)).isTrue();
        }
    }

    private interface Writer {
        void write() throws IOException;
    }

    @Test
    void manyPutTheSameAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> puts = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                ContentName name = ContentName.source(Digest.of("object " + i / 4));
                ByteSource bytes = bytes("object " + i / 4);
                puts.add(() -> {
                    store.put(name, bytes);
                    return store.isSound(name);
                });
            }
            for (Future<Boolean> each : threads.invokeAll(puts)) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    private String text(ContentName name) throws IOException {
        return new String(store.read(name), UTF_8);
    }

    protected static ByteSource bytes(String text) {
        return ByteSource.of(text.getBytes(UTF_8));
    }
}
