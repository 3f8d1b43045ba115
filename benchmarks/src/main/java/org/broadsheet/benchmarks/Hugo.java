package org.broadsheet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The {@code hugo} that is on the PATH, with layouts that make what our theme makes, and its own Markdown with the same extensions. */
final class Hugo implements Generator {
    private static final List<String> FILES = List.of(
            "hugo.yaml",
            "layouts/404.html",
            "layouts/index.atom.xml",
            "layouts/index.html",
            "layouts/index.jsonfeed.json",
            "layouts/index.rss.xml",
            "layouts/robots.txt",
            "layouts/_default/baseof.html",
            "layouts/_default/list.html",
            "layouts/_default/single.html",
            "layouts/_default/terms.html",
            "layouts/partials/entry.html");

    private final Path folder;
    private final String version;

    /** @param folder an empty one, for its input and its output */
    Hugo(Path folder, SamplePosts posts) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.version =
                Processes.printed(folder, List.of("hugo", "version")).replaceFirst("(?s)^.*? v?([0-9][^ -]*).*$", "$1");
        Theirs.copy("hugo", FILES, folder);
        StringBuilder pictures = new StringBuilder("params:\n  pictures:\n");
        for (Map.Entry<String, String> picture : posts.pictures().entrySet()) {
            pictures.append("    ")
                    .append(SamplePosts.quoted(picture.getKey()))
                    .append(": ")
                    .append(SamplePosts.quoted(picture.getValue()))
                    .append('\n');
        }
        Files.writeString(folder.resolve("hugo.yaml"), pictures, java.nio.file.StandardOpenOption.APPEND);
        Theirs.posts(folder.resolve("content/posts"), posts, SamplePosts::withFrontMatter);
        Theirs.webRoot(folder.resolve("static"), posts);
    }

    /** Of the next build. */
    void title(String title) throws IOException {
        Path settings = folder.resolve("hugo.yaml");
        Files.writeString(settings, Files.readString(settings).replaceFirst("(?m)^title: .*$", "title: " + title));
    }

    @Override
    public String name() {
        return "Hugo " + version;
    }

    @Override
    public Run build() throws IOException, InterruptedException {
        Benchmarks.deleteAll(folder.resolve("public"));
        return Processes.measured(folder, List.of("hugo", "--quiet"));
    }

    @Override
    public MadeSite made() {
        return new MadeSite(folder.resolve("public"), "posts(/page/[0-9]+)?\\.html", "tags");
    }
}
