package org.broadsheet.ingest.permalink;

import java.io.IOException;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Kind;

/**
 * Those of {@code permalinks:} in {@code site.yml}, and of generators that say little.
 *
 * @param folders the deepest first
 */
public record SiteUrls(List<Folder> folders) implements Permalinks {
    /** Of a blog in Next.js: as its names are, dates included. */
    public static final SiteUrls NEXT =
            new SiteUrls(List.of(new Folder("", new Permalink(Dialect.SITE, "/posts/:slugorfilename"))));

    private static final String KEY = "permalinks";

    /**
     * @param path of the repository, without slashes at its ends, such as {@code content/notes}: of all posts and pages in it; empty for
     *     posts wherever they lie
     */
    public record Folder(String path, Permalink permalink) {
        boolean holds(Source source) {
            return path.isEmpty()
                    ? source.kind() == Kind.POST
                    : Normalizer.normalize(source.path().value(), Normalizer.Form.NFC)
                            .startsWith(path + "/");
        }
    }

    public SiteUrls {
        folders = folders.stream()
                .sorted(Comparator.comparing((Folder folder) -> folder.path.length())
                        .reversed()
                        .thenComparing(Folder::path))
                .toList();
    }

    /**
     * Of the value of {@code permalinks:}: a pattern, or patterns by folder.
     *
     * @param problems takes what is wrong, with its place
     */
    public static Optional<SiteUrls> read(DataNode node, Consumer<Finding> problems) {
        List<Folder> folders = new ArrayList<>();
        switch (node) {
            case DataNode.Scalar scalar -> add("", KEY, scalar, folders, problems);
            case DataNode.Mapping mapping -> {
                for (DataNode.Entry entry : mapping.entries()) {
                    String written = entry.key().text();
                    String folder = Permalinks.folder(Normalizer.normalize(written.strip(), Normalizer.Form.NFC));
                    if (entry.value() instanceof DataNode.Scalar scalar) {
                        add(folder, KEY + ": " + written, scalar, folders, problems);
                    } else {
                        problems.accept(isNoText(entry.value(), written));
                    }
                }
            }
            case DataNode.Sequence sequence -> problems.accept(isNoText(sequence, KEY));
        }
        return folders.isEmpty() ? Optional.empty() : Optional.of(new SiteUrls(folders));
    }

    private static Finding isNoText(DataNode node, String key) {
        return node.problem(
                KEY + ": found " + (node instanceof DataNode.Sequence ? "a list" : "keys with values"),
                "write " + key + ": " + Dialect.SITE.example);
    }

    private static void add(
            String folder, String key, DataNode.Scalar scalar, List<Folder> folders, Consumer<Finding> problems) {
        switch (Permalink.read(Dialect.SITE, scalar.isNull() ? "" : scalar.text())) {
            case Permalink.Taken taken -> folders.add(new Folder(folder, taken.permalink()));
            case Permalink.Refused refused ->
                problems.accept(scalar.problem(key + ": " + refused.message(), refused.hint()));
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.SITE;
    }

    @Override
    public Optional<UrlPath> url(Source source) {
        return folders.stream()
                .filter(folder -> folder.holds(source))
                .findFirst()
                .flatMap(folder -> url(folder.permalink, source));
    }

    @Override
    public Optional<UrlPath> url(Permalink permalink, Source source) {
        return permalink.fill(Slug::decoded, name -> value(name, source)).flatMap(Permalinks::path);
    }

    private static Optional<String> value(String name, Source source) {
        Optional<LocalDateTime> time = source.time();
        return switch (name) {
            case "year" -> time.map(t -> "%04d".formatted(t.getYear()));
            case "month" -> time.map(t -> "%02d".formatted(t.getMonthValue()));
            case "day" -> time.map(t -> "%02d".formatted(t.getDayOfMonth()));
            case "slug" -> slug(source, source.name());
            case "slugorfilename" -> slug(source, source.stem());
            case "title" ->
                source.title().map(title -> Slug.ofName(title).value()).or(() -> slug(source, source.name()));
            case "section" -> {
                int end = source.below().indexOf('/');
                yield Optional.of(end < 0 ? "" : Slug.clean(source.below().substring(0, end)));
            }
            default ->
                Optional.of(source.categories().stream()
                        .map(category -> Slug.ofName(category).value())
                        .distinct()
                        .collect(Collectors.joining("/")));
        };
    }

    /** Empty when nothing of it can stand in a URL. */
    private static Optional<String> slug(Source source, String name) {
        String slug = Arrays.stream(source.slug().orElse(name).split("/"))
                .map(part -> Slug.clean(Slug.decoded(part)))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/"));
        return Optional.of(slug).filter(s -> !s.isEmpty());
    }

    @Override
    public void write(BinaryWriter out) throws IOException {
        out.constant(dialect());
        out.all(folders, f -> {
            out.string(f.path);
            out.string(f.permalink.text());
        });
    }

    static SiteUrls read(BinaryReader in) throws IOException {
        return new SiteUrls(in.all(() -> new Folder(in.string(), new Permalink(Dialect.SITE, in.string()))));
    }
}
