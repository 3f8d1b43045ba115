package org.broadsheet.common.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The regular files below a folder, one folder's names in memory at a time. Unlike {@link Files#walk} it goes on when a folder is
 * taken away under it. Links are neither followed nor named.
 */
final class FolderWalk extends Spliterators.AbstractSpliterator<Path> {
    private final Predicate<Path> enter;
    private final Deque<Path> ahead = new ArrayDeque<>();
    private final List<Path> folders = new ArrayList<>();

    private FolderWalk(Path start, Predicate<Path> enter) {
        super(Long.MAX_VALUE, Spliterator.NONNULL | Spliterator.DISTINCT);
        this.enter = enter;
        ahead.push(start);
    }

    /** @param enter whether a folder is looked into */
    static Stream<Path> files(Path start, Predicate<Path> enter) {
        return StreamSupport.stream(new FolderWalk(start, enter), false);
    }

    /** Likewise the folders, {@code start} included, each before those in it. */
    static List<Path> folders(Path start, Predicate<Path> enter) {
        FolderWalk walk = new FolderWalk(start, enter);
        walk.forEachRemaining(file -> {});
        return walk.folders;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Path> action) {
        while (!ahead.isEmpty()) {
            Path next = ahead.pop();
            if (Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
                if (enter.test(next)) {
                    folders.add(next);
                    open(next);
                }
            } else if (Files.isRegularFile(next, LinkOption.NOFOLLOW_LINKS)) {
                action.accept(next);
                return true;
            }
        }
        return false;
    }

    private void open(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(ahead::push);
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Taken away meanwhile: nothing is in it.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
