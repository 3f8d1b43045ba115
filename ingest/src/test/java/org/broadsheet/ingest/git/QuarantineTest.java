package org.broadsheet.ingest.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.broadsheet.common.testing.GitCommandLine;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several pushes that bring the same pack, as real files. */
class QuarantineTest {
    private static final String NAME = "pack-0123456789012345678901234567890123456789";

    @TempDir
    Path folder;

    private Path hosted;
    private GitCommandLine author;

    @BeforeEach
    void begin() {
        hosted = folder.resolve("content.git");
        GitCommandLine.in(hosted).git("init", "--quiet", "--bare");
        author = GitCommandLine.init(folder.resolve("author"));
        for (int i = 0; i < 20; i++) {
            author.write("_posts/p" + i + ".md", "# Post " + i + "\n\nWords, words, words.\n".repeat(20));
        }
        author.commit("Begin");
    }

    private Repository repository() throws IOException {
        return new FileRepositoryBuilder().setGitDir(hosted.toFile()).build();
    }

    /** As one push brings all objects, and another one in other bytes under the same name. */
    private void bring(Quarantine quarantine, int compression) throws IOException {
        author.git("-c", "pack.compression=" + compression, "repack", "-a", "-d", "-F", "-q");
        Path to = Files.createDirectories(quarantine.folder().resolve("pack"));
        try (Stream<Path> files = Files.list(author.folder().resolve(".git/objects/pack"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".pack") || name.endsWith(".idx")) {
                    Files.copy(file, to.resolve(NAME + name.substring(name.lastIndexOf('.'))));
                }
            }
        }
    }

    private Path keep() {
        return hosted.resolve("objects/pack/" + NAME + ".keep");
    }

    @Test
    void keepsAPackUntilTheLastPushThatBroughtItEnds() throws Exception {
        try (Repository target = repository()) {
            Quarantine first = new Quarantine(target);
            Quarantine second = new Quarantine(target);
            Quarantine third = new Quarantine(target);
            bring(first, 9);
            bring(second, 0);
            bring(third, 9);
            first.take();
            second.take();

            first.close();

            assertThat(keep()).as("the second one's ref has not moved yet").exists();
            third.take();
            second.close();
            assertThat(keep()).exists();
            third.close();
            assertThat(keep()).doesNotExist();
            author.git("-C", hosted.toString(), "fsck", "--full", "--strict");
            try (Stream<Path> left = Files.list(hosted.resolve("objects"))) {
                assertThat(left.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("tmp_"));
            }
        }
    }

    @Test
    void leavesAnOperatorsKeepAlone() throws Exception {
        Files.createDirectories(keep().getParent());
        Files.writeString(keep(), "for good");
        try (Repository target = repository();
                Quarantine push = new Quarantine(target)) {
            bring(push, 9);
            push.take();
        }
        assertThat(keep()).hasContent("for good");
    }

    @Test
    void takesTheBytesOfOneOfThoseThatComeAtOnce() throws Exception {
        try (Repository target = repository();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Quarantine> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(new Quarantine(target));
                bring(all.getLast(), i % 2 * 9);
            }
            List<Future<?>> ends = new ArrayList<>();
            for (Quarantine one : all) {
                ends.add(threads.submit(() -> {
                    one.take();
                    one.close();
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            assertThat(keep()).doesNotExist();
            author.git("-C", hosted.toString(), "fsck", "--full", "--strict");
        }
    }
}
