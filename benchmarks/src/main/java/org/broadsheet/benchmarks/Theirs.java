package org.broadsheet.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.broadsheet.benchmarks.SamplePosts.SamplePost;

/** What other programs are given beside the posts: layouts of the same work as our theme's, from this package, and the files of the web root. */
final class Theirs {
    private static final String THEME = "/org/broadsheet/render/theme/";

    private Theirs() {}

    /** @param of the folder in this package's resources */
    static void copy(String of, List<String> files, Path to) throws IOException {
        for (String file : files) {
            copy(of + "/" + file, to.resolve(file));
        }
    }

    /** A file of each. */
    static void posts(Path folder, SamplePosts posts, Function<SamplePost, String> text) throws IOException {
        Files.createDirectories(folder);
        for (SamplePost post : (Iterable<SamplePost>) posts.all()::iterator) {
            Files.writeString(folder.resolve(post.name()), text.apply(post));
        }
    }

    /** The pictures of the posts, and our style sheet and icon. */
    static void webRoot(Path folder, SamplePosts posts) throws IOException {
        for (Map.Entry<String, byte[]> file : posts.files().entrySet()) {
            Path to = folder.resolve(file.getKey());
            Files.createDirectories(to.getParent());
            Files.write(to, file.getValue());
        }
        copy(THEME + "theme.css", folder.resolve("assets/theme.css"));
        copy(THEME + "favicon.ico", folder.resolve("favicon.ico"));
    }

    private static void copy(String resource, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (InputStream in = Theirs.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is not on the class path");
            }
            Files.copy(in, to);
        }
    }
}
