package org.broadsheet.standalone.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.fixtures.FixtureSite;

/**
 * A content folder to publish: the one that {@code BROADSHEET_SAMPLES} names, else the project's own fixtures. Both hold posts under
 * {@code _posts} and pictures under {@code public}.
 */
public final class Samples {
    /** Later than every date in them: a commit's posts are not scheduled then. */
    public static final Instant WRITTEN = Instant.parse("2026-04-01T00:00:00Z");

    private Samples() {}

    /** Copies the folder into {@code target}. */
    public static void copyTo(Path target) throws IOException {
        Optional<String> named = Optional.ofNullable(System.getenv("BROADSHEET_SAMPLES"));
        if (named.isPresent()) {
            copy(Path.of(named.get()), target);
            return;
        }
        FixtureSite.copyTo(target);
    }

    /** The slugs of the posts. */
    public static List<String> slugs(Path content) throws IOException {
        try (Stream<Path> files = Files.list(content.resolve("_posts"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .map(Samples::slug)
                    .sorted()
                    .toList();
        }
    }

    /** Of a post without {@code slug:}. */
    static String slug(String fileName) {
        return fileName.replaceFirst("\\.md$", "").replaceFirst("^[0-9]{4}-[0-9]{2}-[0-9]{2}-", "");
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path to = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else if (file.getParent() != null
                        && !file.getFileName().toString().equals("README.md")) {
                    Files.createDirectories(Objects.requireNonNull(to.getParent()));
                    Files.write(to, Files.readAllBytes(file));
                }
            }
        }
    }
}
