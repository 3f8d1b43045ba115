package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.broadsheet.common.storage.FileStorage;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.theme.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that become folders, and the reverse, in a site store that is a folder of files, while the stage dies again and again. */
class FilesAndFoldersTest {
    private static final int COMMITS = 40;

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("seeds", 2));
    }

    /** While a release goes on, both may have to answer; see also {@link IncrementalEqualsCleanTest}. */
    @ParameterizedTest
    @MethodSource("seeds")
    void nothingLiesAsideOnceAReleaseIsDone(long seed) throws Exception {
        Newsroom newsroom = new Newsroom();
        RandomHistory history = new RandomHistory(seed, newsroom, 30);
        Random random = new Random(seed);
        try (Storage storage = new FileStorage(folder);
                Press press = new Press(2, Press.ARTICLES, Maker.of(Theme.builtIn()), storage)) {
            press.stage.transaction = 5;
            for (int i = 1; i <= COMMITS; i++) {
                history.commit();
                history.folder();
                press.ingest(newsroom, newsroom.commit());
                if (random.nextBoolean()) {
                    dieAtOneOf(press, random);
                }
                press.run();

                assertThat(aside()).isEmpty();
                if (i % 10 == 0) {
                    IncrementalEqualsCleanTest.isAsFresh(press, newsroom);
                }
            }
        }
    }

    @Test
    void aFileThatBecomesAPageMakesRoomForWhatLiesBelow() throws Exception {
        Newsroom newsroom = new Newsroom();
        try (Storage storage = new FileStorage(folder);
                Press press = new Press(2, Press.ARTICLES, Maker.of(Theme.builtIn()), storage)) {
            newsroom.post("first", 1, "First", "Hello.").asset("/docs", "plain");
            press.ingest(newsroom, newsroom.commit()).run();
            newsroom.removeAsset("/docs").page("docs", "Docs").asset("/docs/x.txt", "below");
            press.ingest(newsroom, newsroom.commit()).run();

            assertThat(aside()).isEmpty();
            assertThat(folder.resolve("docs/x.txt")).exists();
        }
    }

    private static void dieAtOneOf(Press press, Random random) throws IOException {
        int last = press.site.changes() + random.nextInt(12);
        WatchedStorage.Watcher death = change -> {
            if (change >= last) {
                throw new IOException("killed at a write");
            }
        };
        if (random.nextBoolean()) {
            press.site.before = death;
        } else {
            press.site.after = death;
        }
        try {
            press.stage.diesAfter(random.nextInt(30), press::run);
        } catch (IOException e) {
            assertThat(e).hasMessage("killed at a write");
            press.kill();
        }
        press.site.before = change -> {};
        press.site.after = change -> {};
    }

    /** What lies aside, but above or below a file of the author's for what is gone: the one answers 200, the other 410. */
    private List<Path> aside() throws IOException {
        Path aside = folder.resolve(".broadsheet/aside");
        List<Path> found = new ArrayList<>();
        if (Files.exists(aside)) {
            try (Stream<Path> files = Files.walk(aside)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = aside.relativize(file).toString().replace(".d/", "/");
                    name = name.substring(0, name.length() - ".f".length());
                    if (!name.endsWith(".410.html") && !isOnlyGone(folder.resolve(name))) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    private static boolean isOnlyGone(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .allMatch(file -> file.toString().endsWith(".410.html"));
        }
    }
}
