package org.broadsheet.common.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.broadsheet.common.id.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContentStoreTest extends ContentStoreContract {
    @TempDir
    Path folder;

    @Override
    protected ContentStore open() throws IOException {
        return new FileContentStore(folder, Instant::now);
    }

    @Override
    protected void later() throws IOException {
        for (Path file : files()) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        }
    }

    @Override
    protected Instant now() {
        return Instant.now().minus(Duration.ofHours(1));
    }

    @Override
    protected void damage(ContentName name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name.toString());
        byte[] head = new byte[0];
        if (name.kind() == ContentName.Kind.ARTICLE) {
            head = Files.readString(file).substring(0, 65).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        Files.write(file, head);
        Files.write(file, bytes, java.nio.file.StandardOpenOption.APPEND);
    }

    @Test
    void findsAnArticleOfWhichEvenTheHeadIsLost() throws IOException {
        ContentName name = ContentName.article(Digest.of("a"));
        for (String damaged : new String[] {"", "<p>", "x".repeat(200)}) {
            store.put(name, bytes("<p>Hello.</p>"));
            Files.writeString(folder.resolve(name.toString()), damaged);

            assertThat(store.isSound(name)).isFalse();
            assertThat(store.put(name, bytes("<p>Hello.</p>"))).isTrue();
            assertThat(store.isSound(name)).isTrue();
        }
    }

    @Test
    void goesOnThoughSomebodyTookItsFoldersAway() throws IOException {
        ContentName name = ContentName.source(Digest.of("a"));
        store.put(name, bytes("a"));
        for (String each : new String[] {name.toString(), "sources/sha256", "sources", "tmp"}) {
            Files.delete(folder.resolve(each));
        }

        assertThat(store.collect(any -> true, now())).isZero();
        assertThat(store.put(name, bytes("a"))).isTrue();

        assertThat(store.isSound(name)).isTrue();
    }

    @Test
    void leavesNothingHalfWritten() throws IOException {
        ContentName name = ContentName.source(Digest.of("a"));
        store.put(name, bytes("a"));
        store.replace(name, bytes("a"));
        Path dead = Files.writeString(folder.resolve("tmp/1234"), "half");
        Path alive = Files.writeString(folder.resolve("tmp/5678"), "half");
        Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        assertThat(store.collect(any -> true, now())).isZero();

        assertThat(files()).containsExactlyInAnyOrder(folder.resolve(name.toString()), alive);
    }

    @Test
    void collectsNothingThatItDidNotPut() throws IOException {
        Path other = Files.writeString(
                Files.createDirectory(folder.resolve("articles")).resolve("README"), "by hand");
        later();

        store.collect(any -> false, now());

        assertThat(other).exists();
    }

    private java.util.List<Path> files() throws IOException {
        return FolderWalk.files(folder, each -> true).toList();
    }
}
