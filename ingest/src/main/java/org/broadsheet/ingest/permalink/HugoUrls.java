package org.broadsheet.ingest.permalink;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.id.GeneratorNames;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;

/**
 * Hugo's: by the pattern of the section, or else by folders and slug.
 *
 * @param sections patterns by a section's name, in lower case; that of files in no section is empty
 * @param ugly of which sections URLs end in {@code .html}; empty for none
 * @param lowers whether paths are in lower case
 * @param dropsAccents {@code removePathAccents}
 * @param datesInNames whether a date in a file's name is the post's, and no part of its slug
 * @param language of all paths the first folder, such as {@code en}; mostly empty
 * @param own the site's language, as a file's name may end in it
 * @param others those of which versions of files lie beside them
 * @param content the folder below which everything lies, such as {@code content}
 * @param otherContent those of other languages, with these
 */
public record HugoUrls(
        SortedMap<String, Permalink> sections,
        Optional<Ugly> ugly,
        boolean lowers,
        boolean dropsAccents,
        boolean datesInNames,
        String language,
        String own,
        Set<String> others,
        String content,
        SortedMap<String, String> otherContent)
        implements Permalinks {
    /** Without a date Hugo takes the first that there is. */
    private static final LocalDateTime NO_DATE = LocalDateTime.of(1, 1, 1, 0, 0);

    /** @param sections empty for all */
    public record Ugly(Set<String> sections) {
        public Ugly {
            sections = Set.copyOf(sections);
        }
    }

    /** Where everything lies unless a configuration says otherwise. */
    public static final String CONTENT = "content";

    /** What Hugo does without being told. */
    public static final HugoUrls DEFAULT = new HugoUrls(
            new TreeMap<>(), Optional.empty(), true, false, false, "", "en", Set.of(), CONTENT, new TreeMap<>());

    public HugoUrls {
        sections = Collections.unmodifiableSortedMap(new TreeMap<>(sections));
        others = Set.copyOf(others);
        otherContent = Collections.unmodifiableSortedMap(new TreeMap<>(otherContent));
    }

    /** Whether a pattern asks for the sections above a file. */
    public boolean asksForSections() {
        return sections.values().stream().anyMatch(pattern -> pattern.text().contains(":sections"));
    }

    /** What of a path lies below the folder of content; empty of what is elsewhere, or another language's. */
    public Optional<String> belowContent(String path) {
        return below(content, path)
                .filter(below -> other(path)
                        .filter(other -> other.getKey().length() > content.length())
                        .isEmpty());
    }

    /** The language in whose folder of content a file lies, if it is not the site's. */
    public Optional<String> languageOfFolder(String path) {
        return belowContent(path).isPresent() ? Optional.empty() : other(path).map(Map.Entry::getValue);
    }

    /** The deepest folder of another language in which a file lies, with that. */
    private Optional<Map.Entry<String, String>> other(String path) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            String folder = path.substring(0, slash);
            String language = otherContent.get(folder);
            if (language != null && slash < path.length() - 1) {
                return Optional.of(Map.entry(folder, language));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> below(String folder, String path) {
        int from = folder.length() + 1;
        return path.length() > from && path.charAt(from - 1) == '/' && path.startsWith(folder)
                ? Optional.of(path.substring(from))
                : Optional.empty();
    }

    /** Of a file's name without ending the language, if it is none of the site's. */
    public Optional<String> otherLanguage(String stem) {
        return ending(stem).filter(others::contains);
    }

    /** A file's name without ending and without the site's language. */
    public String withoutLanguage(String stem) {
        return ending(stem).equals(Optional.of(own)) ? stem.substring(0, stem.lastIndexOf('.')) : stem;
    }

    private static Optional<String> ending(String stem) {
        int dot = stem.lastIndexOf('.');
        return dot <= 0 ? Optional.empty() : Optional.of(stem.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    @Override
    public Dialect dialect() {
        return Dialect.HUGO;
    }

    @Override
    public Optional<UrlPath> url(Source source) {
        List<String> folders = folders(source);
        Permalink pattern = sections.get(section(folders));
        if (pattern != null) {
            return url(pattern, source);
        }
        return url(String.join("/", folders) + "/" + slug(source).orElse(source.stem()), section(folders));
    }

    @Override
    public Optional<UrlPath> url(Permalink permalink, Source source) {
        return permalink
                .fill(UnaryOperator.identity(), name -> Optional.of(value(name, source)))
                .map(HugoUrls::unescaped)
                .flatMap(path -> url(path, section(folders(source))));
    }

    private Optional<UrlPath> url(String path, String section) {
        String joined = joined(language + "/" + path);
        boolean isUgly = ugly.map(u -> u.sections.isEmpty() || u.sections.contains(section))
                .orElse(false);
        String ending = !isUgly ? "/" : joined.isEmpty() || joined.endsWith(".html") ? "" : ".html";
        // In its pages URLs stand as they are here, and so a browser decodes what is encoded.
        return Permalinks.path(Slug.decoded(sanitized(joined + ending)));
    }

    /** A bundle's own is none of them. */
    private static List<String> folders(Source source) {
        List<String> parts = List.of(source.below().split("/"));
        boolean bundle = parts.getLast().startsWith("index.") && parts.size() > 1;
        return parts.subList(0, parts.size() - (bundle ? 2 : 1));
    }

    private static String section(List<String> folders) {
        return folders.isEmpty() ? "" : folders.getFirst();
    }

    private Optional<String> slug(Source source) {
        return source.slug()
                .filter(slug -> !slug.isEmpty())
                .or(() -> Optional.of(source.name()).filter(name -> datesInNames && !name.equals(source.stem())));
    }

    private String value(String name, Source source) {
        LocalDateTime time = time(source);
        String title = source.title().orElse("");
        return switch (name) {
            case "year" -> Integer.toString(time.getYear());
            case "month" -> twoDigits(time.getMonthValue());
            case "monthname" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "day" -> twoDigits(time.getDayOfMonth());
            case "weekday" -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            case "weekdayname" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "yearday" -> Integer.toString(time.getDayOfYear());
            case "section" -> section(folders(source));
            case "sections" -> String.join("/", source.sections());
            case "title" -> escaped(title);
            case "slug" -> escaped(slug(source).orElse(title));
            case "slugorfilename", "slugorcontentbasename" ->
                escaped(slug(source).orElse(source.stem()));
            case "filename", "contentbasename" -> escaped(source.stem());
            default ->
                name.startsWith("sections[")
                        ? String.join("/", Slice.of(name, source.sections()))
                        : GoDates.format(time, name);
        };
    }

    private LocalDateTime time(Source source) {
        Optional<LocalDateTime> named =
                source.nameDate().filter(d -> datesInNames).map(d -> d.atStartOfDay());
        return named.or(() -> source.date().map(Source.Date::written)).orElse(NO_DATE);
    }

    private static String twoDigits(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    /** As a URL of its own, of which a {@code #} with nothing behind it is no part. */
    private String escaped(String name) {
        String sanitized = sanitized(name);
        int last = sanitized.length() - 1;
        return last >= 0 && sanitized.indexOf('#') == last ? sanitized.substring(0, last) : sanitized;
    }

    /** As if it were a form's, which makes a space of each {@code +}. */
    private static String unescaped(String path) {
        try {
            return URLDecoder.decode(path, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }

    /** As Go joins paths: without empty parts, {@code .} and {@code ..}. */
    private static String joined(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : Arrays.asList(path.split("/"))) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private String sanitized(String path) {
        String text = dropsAccents
                ? Normalizer.normalize(
                        Normalizer.normalize(path, Normalizer.Form.NFD).replaceAll("\\p{Mn}", ""), Normalizer.Form.NFC)
                : path;
        String clean = GeneratorNames.hugos(text);
        return lowers
                ? clean.codePoints()
                        .map(Character::toLowerCase)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : clean;
    }

    @Override
    public void write(BinaryWriter out) throws IOException {
        out.constant(dialect());
        out.all(sections.entrySet(), e -> {
            out.string(e.getKey());
            out.string(e.getValue().text());
        });
        out.optional(ugly, u -> out.all(u.sections.stream().sorted().toList(), out::string));
        out.bool(lowers);
        out.bool(dropsAccents);
        out.bool(datesInNames);
        out.string(language);
        out.string(own);
        out.all(others.stream().sorted().toList(), out::string);
        out.string(content);
        out.all(otherContent.entrySet(), e -> {
            out.string(e.getKey());
            out.string(e.getValue());
        });
    }

    static HugoUrls read(BinaryReader in) throws IOException {
        TreeMap<String, Permalink> sections = new TreeMap<>();
        in.all(() -> sections.put(in.string(), new Permalink(Dialect.HUGO, in.string())));
        return new HugoUrls(
                sections,
                in.optional(() -> new Ugly(Set.copyOf(in.all(in::string)))),
                in.bool(),
                in.bool(),
                in.bool(),
                in.string(),
                in.string(),
                Set.copyOf(in.all(in::string)),
                in.string(),
                folders(in));
    }

    private static SortedMap<String, String> folders(BinaryReader in) throws IOException {
        TreeMap<String, String> folders = new TreeMap<>();
        in.all(() -> folders.put(in.string(), in.string()));
        return folders;
    }
}
