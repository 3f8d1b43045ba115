package org.broadsheet.ingest.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.ingest.facts.FileVersion;
import org.broadsheet.ingest.frontmatter.Authored;
import org.broadsheet.ingest.frontmatter.AuthoredDate;
import org.broadsheet.ingest.frontmatter.SiteFile;
import org.broadsheet.ingest.frontmatter.SourceFile;
import org.broadsheet.ingest.frontmatter.Written;
import org.broadsheet.ingest.generator.GeneratorFile;
import org.broadsheet.ingest.generator.HugoFiles;
import org.broadsheet.ingest.layout.Address;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Versions of files, read from blobs and judged: the one place that decides whether a version is good, for history and for
 * what is published alike. One thread, for the reader's sake.
 */
public final class Versions {
    private static final Logger LOG = LoggerFactory.getLogger(Versions.class);

    /** Stands for the version that a symbolic link is, wherever it leads: it is not followed, and no good. */
    public static final ObjectId LINK = ObjectId.zeroId();

    public static final Finding LINK_FINDING =
            Finding.problem("the file is a symbolic link, which is not followed", "commit the file itself");

    private static final Pattern LOOP = Pattern.compile("\\{%-?\\s*(?:for|tablerow)\\b");

    /** Values that front matter, or the settings, may hold. */
    private static final int VALUES = 10_000;

    private final SiteId site;
    private final ObjectReader reader;
    private final int maxPost;
    private final int mostDefaults;
    private final int mostParts;
    private final DataLimits written;
    private final RecentTexts recent;

    public Versions(SiteId site, ObjectReader reader, Configuration.Limits limits) {
        this(site, reader, limits, new RecentTexts());
    }

    /** @param recent what was read and need not be read again */
    public Versions(SiteId site, ObjectReader reader, Configuration.Limits limits, RecentTexts recent) {
        this.site = site;
        this.reader = reader;
        this.recent = recent;
        maxPost = limits.post();
        mostDefaults = limits.jekyllDefaults();
        mostParts = limits.hugoFiles();
        written = new DataLimits(limits.frontMatter(), limits.yamlAliases(), limits.yamlDepth(), VALUES);
    }

    /** A version of a post or page. */
    public sealed interface Document {
        /** @param slug the front matter's, if it can stand in a URL */
        @SuppressWarnings("ArrayRecordComponent")
        record Good(SourceFile.Readable file, Optional<String> slug, Address.At address, byte[] bytes)
                implements Document {}

        record Bad(SourceFile.Broken why) implements Document {}
    }

    public Document document(Place.Document place, ObjectId blob) throws IOException {
        return switch (text(blob)) {
            case Text.Refused refused -> new Document.Bad(new SourceFile.Broken(refused.problem));
            case Text.Of text ->
                guarded(
                        blob,
                        () -> switch (file(blob, text.text)) {
                            case SourceFile.Broken broken -> new Document.Bad(broken);
                            case SourceFile.Readable file -> document(place, file, text.text.bytes());
                        },
                        problem -> new Document.Bad(new SourceFile.Broken(problem)));
        };
    }

    /** Whatever reading runs into, a bug of ours or of a library's, is the failure of this one version. */
    private static <T> T guarded(ObjectId blob, Supplier<T> read, Function<Finding, T> broken) {
        try {
            return read.get();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("The version {} could not be read", blob.name());
            return broken.apply(Finding.problem(
                    "the file cannot be read: " + e, "take away what was added last, and tell us of it"));
        }
    }

    private Document document(Place.Document place, SourceFile.Readable file, byte[] bytes) {
        boolean hidden = isHidden(place, file);
        Optional<Written<String>> slug = file.authored().slug();
        // What is to be hidden is, whatever its slug is: nobody reads it.
        Optional<String> used = slug.map(Written::value)
                .filter(value -> !hidden || Address.of(place, Optional.of(value)) instanceof Address.At);
        return switch (Address.of(place, used)) {
            case Address.Nowhere nowhere ->
                new Document.Bad(new SourceFile.Broken(Written.problem(slug, nowhere.message(), nowhere.hint())));
            case Address.At at -> new Document.Good(file, used, at, bytes);
        };
    }

    /** A version of an introduction. */
    public SourceFile introduction(ObjectId blob) throws IOException {
        return switch (text(blob)) {
            case Text.Refused refused -> new SourceFile.Broken(refused.problem);
            case Text.Of text -> guarded(blob, () -> file(blob, text.text), SourceFile.Broken::new);
        };
    }

    public SiteFile settings(ObjectId blob) throws IOException {
        return switch (text(blob)) {
            case Text.Refused refused -> new SiteFile.Broken(List.of(refused.problem));
            case Text.Of text -> {
                recent.put(blob, text.text);
                yield guarded(
                        blob,
                        () -> SiteFile.read(text.text.bytes(), written),
                        problem -> new SiteFile.Broken(List.of(problem)));
            }
        };
    }

    public GeneratorFile configuration(Place.Configuration file, ObjectId blob) throws IOException {
        return switch (text(blob)) {
            case Text.Refused refused -> new GeneratorFile.Broken(List.of(refused.problem));
            case Text.Of text -> {
                recent.put(blob, text.text);
                yield guarded(
                        blob,
                        () -> GeneratorFile.read(file.name(), text.text.bytes(), written, mostDefaults),
                        problem -> new GeneratorFile.Broken(List.of(problem)));
            }
        };
    }

    /** @param files of one configuration of Hugo's, that of the root first */
    public HugoFiles.Read together(SequencedMap<ContentPath, ObjectId> files) throws IOException {
        Set<ContentPath> counted = counted(files.keySet());
        SequencedMap<String, byte[]> read = new LinkedHashMap<>();
        for (Map.Entry<ContentPath, ObjectId> file : files.entrySet()) {
            if (counted.contains(file.getKey()) && text(file.getValue()) instanceof Text.Of text) {
                recent.put(file.getValue(), text.text);
                read.put(file.getKey().value(), text.text.bytes());
            }
        }
        return HugoFiles.read(read, written);
    }

    /** Which of the good files of one configuration of Hugo's count: that of the root, the main ones, and of the others the first. */
    public Set<ContentPath> counted(Collection<ContentPath> files) {
        Set<ContentPath> counted = new HashSet<>();
        files.stream()
                .filter(path -> !Layout.isPart(path.value()) || Layout.isMainPart(path.value()))
                .forEach(counted::add);
        files.stream()
                .filter(path -> !counted.contains(path))
                .limit(mostParts)
                .toList()
                .forEach(counted::add);
        return counted;
    }

    /** As far as facts follow from it. The same blob at the same path always reads the same. */
    public FileVersion read(ContentPath path, Place place, ObjectId blob) throws IOException {
        return switch (place) {
            case Place.Document document ->
                switch (document(document, blob)) {
                    case Document.Bad bad ->
                        new FileVersion.Broken(!bad.why().mayHide().isEmpty());
                    case Document.Good good -> parsed(path, document, good);
                };
            case Place.Introduction introduction ->
                introduction(blob) instanceof SourceFile.Readable
                        ? new FileVersion.Introduction()
                        : new FileVersion.Broken(false);
            case Place.Settings settings ->
                switch (settings(blob)) {
                    case SiteFile.Broken broken -> new FileVersion.Broken(false);
                    case SiteFile.Readable readable -> FileVersion.Settings.of(readable);
                };
            case Place.Configuration file ->
                switch (configuration(file, blob)) {
                    case GeneratorFile.Readable readable -> FileVersion.Settings.of(readable);
                    case GeneratorFile.Other other -> FileVersion.Settings.NONE;
                    case GeneratorFile.Part part -> FileVersion.Settings.NONE;
                    case GeneratorFile.Broken broken -> new FileVersion.Broken(false);
                };
            case Place.Neighbour other -> throw noText(path);
            case Place.WebRoot other -> throw noText(path);
            case Place.Refused other -> throw noText(path);
            case Place.PassedOver other -> throw noText(path);
            case Place.NotPublished other -> throw noText(path);
        };
    }

    /** Whether front matter begins a file: one of HTML is no post or page without. */
    boolean hasFrontMatter(ObjectId blob) throws IOException {
        if (blob.equals(LINK)) {
            return false;
        }
        Optional<RecentTexts.RecentText> known = recent.get(blob);
        if (known.isPresent()) {
            return SourceFile.hasFrontMatter(ByteSource.of(known.get().bytes()));
        }
        try {
            return SourceFile.hasFrontMatter(Blobs.source(reader, blob));
        } catch (IncorrectObjectTypeException e) {
            return false;
        }
    }

    /** The text below the front matter; of what cannot be read all of it, of what is too large nothing. */
    public byte[] body(ContentPath path, Place.Document place, ObjectId blob) throws IOException {
        return switch (text(blob)) {
            case Text.Refused refused -> new byte[0];
            case Text.Of text ->
                guarded(
                        blob,
                        () -> file(blob, text.text) instanceof SourceFile.Readable file
                                ? file.body().getBytes(StandardCharsets.UTF_8)
                                : text.text.bytes(),
                        problem -> text.text.bytes());
        };
    }

    private static IllegalArgumentException noText(ContentPath path) {
        return new IllegalArgumentException("\"" + path.printable() + "\" is neither document nor settings");
    }

    /** Whether a page is a list of others, which its generator fills: without them it would say nothing. */
    public static boolean isTemplate(ContentPath path, SourceFile.Readable file) {
        return Layout.isHtml(path.value()) && LOOP.matcher(file.body()).find();
    }

    private FileVersion parsed(ContentPath path, Place.Document place, Document.Good good) {
        Authored authored = good.file().authored();
        FileVersion.Wish wish;
        if (isHidden(place, good.file())) {
            wish = FileVersion.Wish.DRAFT;
        } else if (place.kind(hasDate(authored)) == Kind.PAGE
                && (!good.file().hasFrontMatter() || isTemplate(path, good.file()))) {
            wish = FileVersion.Wish.NOTHING;
        } else {
            wish = FileVersion.Wish.PUBLISH;
        }
        return new FileVersion.Parsed(
                place.kind(hasDate(authored)),
                wish,
                good.file().body().isBlank(),
                good.slug(),
                authored.url(),
                authored.id().map(id -> PostId.written(site, id.value())),
                authored.guid().map(Written::value),
                due(place, authored).map(due -> due.date().value()).toList(),
                authored.until().stream().map(until -> until.date().value()).toList());
    }

    /** The dates before none of which it may be read; where no other says when, the one of its name. */
    public static Stream<Authored.Dated> due(Place.Document place, Authored authored) {
        Optional<AuthoredDate> named =
                authored.date().isPresent() ? Optional.empty() : place.date().map(AuthoredDate.Day::new);
        return Stream.concat(
                authored.due(place.kind(hasDate(authored))),
                named.stream().map(day -> new Authored.Dated("the file's name", new Written<>(day, 1, 1), true)));
    }

    private static boolean hasDate(Authored authored) {
        return authored.date().isPresent();
    }

    private static boolean isHidden(Place.Document place, SourceFile.Readable file) {
        return place.draft() || file.authored().hidden();
    }

    private SourceFile file(ObjectId blob, RecentTexts.RecentText text) {
        return text.file().orElseGet(() -> {
            SourceFile file = SourceFile.read(text.bytes(), written);
            recent.put(blob, new RecentTexts.RecentText(text.bytes(), Optional.of(file)));
            return file;
        });
    }

    private Text text(ObjectId blob) throws IOException {
        if (blob.equals(LINK)) {
            return new Text.Refused(LINK_FINDING);
        }
        Optional<RecentTexts.RecentText> known = recent.get(blob);
        if (known.isPresent()) {
            return new Text.Of(known.get());
        }
        long size = Blobs.size(reader, blob);
        if (size > maxPost) {
            return new Text.Refused(Finding.problem(
                    "the file has " + size + " bytes, at most " + maxPost + " are allowed",
                    "split it, or raise limits.post"));
        }
        try {
            byte[] bytes = Blobs.read(reader, blob);
            return LfsPointer.is(bytes)
                    ? new Text.Refused(LfsPointer.FINDING)
                    : new Text.Of(new RecentTexts.RecentText(bytes));
        } catch (IncorrectObjectTypeException e) {
            return new Text.Refused(Blobs.NO_FILE);
        }
    }

    private sealed interface Text {
        record Of(RecentTexts.RecentText text) implements Text {}

        record Refused(Finding problem) implements Text {}
    }
}
