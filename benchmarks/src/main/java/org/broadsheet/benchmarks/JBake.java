package org.broadsheet.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.broadsheet.benchmarks.SamplePosts.SamplePost;
import org.broadsheet.standalone.testing.Program;

/**
 * JBake with FreeMarker and flexmark, which Maven fetches once. It makes a page per post, the paged list of all, a page per topic that
 * holds all of the topic, one feed and a sitemap: no pages of authors, no pages of lists of topics, no Atom and JSON feeds.
 */
final class JBake implements Generator {
    private static final String VERSION = "2.7.0";
    private static final List<String> FILES = List.of(
            "jbake.properties",
            "templates/entry.ftl",
            "templates/feed.ftl",
            "templates/footer.ftl",
            "templates/header.ftl",
            "templates/index.ftl",
            "templates/post.ftl",
            "templates/sitemap.ftl",
            "templates/tags-index.ftl",
            "templates/tags.ftl");

    private final Path folder;
    private final String classPath;

    /**
     * @param folder an empty one, for its input and its output
     * @param cache where it is noted what Maven has fetched
     */
    JBake(Path folder, Path cache, SamplePosts posts) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.classPath = classPath(cache);
        Theirs.copy("jbake", FILES, folder);
        Theirs.posts(folder.resolve("content/posts"), posts, JBake::withHeader);
        Theirs.webRoot(folder.resolve("assets"), posts);
    }

    private static String withHeader(SamplePost post) {
        return "title=" + post.title() + "\ndescription=" + post.excerpt() + "\ndate=" + post.date()
                + "\ntype=post\nstatus=published\ntags=" + String.join(",", post.topics()) + "\nauthor=" + post.author()
                + post.picture().map(picture -> "\npicture=" + picture).orElse("") + "\n~~~~~~\n\n" + post.text();
    }

    /** Its libraries in Maven's repository. */
    private static String classPath(Path cache) throws IOException, InterruptedException {
        Path noted = cache.resolve("classpath-" + VERSION);
        if (!Files.exists(noted)
                || !Arrays.stream(Files.readString(noted).split(File.pathSeparator))
                        .map(Path::of)
                        .allMatch(Files::exists)) {
            Files.createDirectories(cache);
            Files.deleteIfExists(cache.resolve("pom.xml"));
            Theirs.copy("jbake", List.of("pom.xml"), cache);
            Processes.printed(
                    cache,
                    List.of(
                            Path.of("../mvnw").toRealPath().toString(),
                            "-B",
                            "-ntp",
                            "-q",
                            "-Djbake.version=" + VERSION,
                            "dependency:build-classpath",
                            "-Dmdep.outputFile=" + noted.toAbsolutePath()));
        }
        return Files.readString(noted).strip();
    }

    @Override
    public String name() {
        return "JBake " + VERSION;
    }

    @Override
    public Run build() throws IOException, InterruptedException {
        Benchmarks.deleteAll(folder.resolve("output"));
        return Processes.measured(
                folder, List.of(Program.java(), "-cp", classPath, "org.jbake.launcher.Main", "-b", ".", "output"));
    }

    @Override
    public MadeSite made() {
        return new MadeSite(folder.resolve("output"), "([0-9]+/)?index\\.html", "tags");
    }
}
