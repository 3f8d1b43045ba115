package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.SiteRules;
import org.broadsheet.ingest.facts.Text;
import org.broadsheet.ingest.frontmatter.SiteFile;
import org.broadsheet.ingest.frontmatter.Written;
import org.broadsheet.ingest.generator.GeneratorFile;
import org.broadsheet.ingest.generator.HugoFiles;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.permalink.HugoUrls;
import org.broadsheet.ingest.source.RecentTexts;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * The settings that hold for all roles: {@code site.yml} under the process's configuration, over a generator's configuration, over
 * defaults.
 */
public final class EffectiveSettings {
    private static final String TITLE = "Broadsheet";

    private final SiteId site;
    private final Configuration configuration;
    private final SiteAddress address;
    private final RecentTexts texts;
    private final ObjectReader reader;
    private final SiteState state;

    public EffectiveSettings(Intake.Tools tools, ObjectReader reader, SiteState state) {
        site = tools.site();
        configuration = tools.configuration();
        texts = tools.texts();
        address = tools.address();
        this.reader = reader;
        this.state = state;
    }

    /** @param findings about the files as they lie there now, and about those that would have some */
    public record Outcome(Content.Settings settings, Map<ContentPath, List<Finding>> findings) {}

    /** @param written whether, if there is no good version, what was written before stays */
    public Outcome at(History history, boolean written) throws IOException {
        Versions versions = new Versions(site, reader, configuration.limits(), texts);
        Map<ContentPath, List<Finding>> findings = new LinkedHashMap<>();
        Layout.CONFIGURATIONS.forEach(name -> findings.put(new ContentPath(name), List.of()));
        Optional<GeneratorFile.Readable> generator = generator(history, versions, findings);
        ContentPath path = new ContentPath(Layout.SETTINGS);
        Site own = site(history.text(path), versions, written, generator);
        findings.put(path, own.findings);
        return new Outcome(own.settings, findings);
    }

    private Optional<GeneratorFile.Readable> generator(
            History history, Versions versions, Map<ContentPath, List<Finding>> findings) throws IOException {
        Optional<ContentPath> path = history.rules().configuration().map(SiteRules.Configuration::file);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<ContentPath, Text> parts = history.parts();
        parts.keySet().forEach(part -> findings.put(part, List.of()));
        boolean several = !parts.isEmpty()
                && history.rules()
                        .configuration()
                        .filter(c -> c.generator() == Content.Generator.HUGO)
                        .isPresent();
        if (several) {
            history.text(path.get()).ifPresent(root -> parts.put(path.get(), root));
            return Optional.of(together(path.get(), parts, versions, findings));
        }
        Place.Configuration place = new Place.Configuration(path.get().value());
        Text file = history.text(path.get()).orElseThrow();
        GeneratorFile now = versions.configuration(place, file.blob());
        if (now instanceof GeneratorFile.Readable readable) {
            findings.put(
                    path.get(),
                    Stream.concat(readable.hints().stream(), unguarded(readable).stream())
                            .toList());
            return Optional.of(readable);
        }
        if (now instanceof GeneratorFile.Broken broken) {
            // That of a package is about much else.
            findings.put(
                    path.get(),
                    place.name().equals(Layout.PACKAGE)
                            ? broken.problems().stream().map(Finding::asWarning).toList()
                            : broken.problems());
        }
        return file.good() != null
                        && versions.configuration(place, file.good().blob()) instanceof GeneratorFile.Readable readable
                ? Optional.of(readable)
                : GeneratorFile.named(place.name());
    }

    /** @param files of one configuration of Hugo's */
    private GeneratorFile.Readable together(
            ContentPath root,
            SortedMap<ContentPath, Text> files,
            Versions versions,
            Map<ContentPath, List<Finding>> findings)
            throws IOException {
        SequencedMap<ContentPath, ObjectId> good = new LinkedHashMap<>();
        files.forEach((path, text) -> {
            if (text.good() != null) {
                good.put(path, text.good().blob());
            }
        });
        ObjectId first = Layout.isPart(root.value()) ? null : good.get(root);
        if (first != null) {
            good.putFirst(root, first);
        }
        Set<ContentPath> counted = versions.counted(good.keySet());
        Set<ContentPath> broken = new HashSet<>();
        for (Map.Entry<ContentPath, Text> file : files.entrySet()) {
            ContentPath path = file.getKey();
            if (good.containsKey(path) && !counted.contains(path)) {
                findings.put(
                        path,
                        List.of(Finding.warning(
                                "what it says does not count, for config/_default has more than "
                                        + configuration.limits().hugoFiles()
                                        + " files beside the main one",
                                "say it in one of the others, or raise limits.hugoFiles")));
                continue;
            }
            if (versions.configuration(
                            new Place.Configuration(path.value()),
                            file.getValue().blob())
                    instanceof GeneratorFile.Broken now) {
                broken.add(path);
                findings.put(path, now.problems());
            }
        }
        HugoFiles.Read read = versions.together(good);
        Map<ContentPath, List<Finding>> all = new LinkedHashMap<>();
        read.findings().forEach((path, of) -> all.put(new ContentPath(path), new ArrayList<>(of)));
        read.baseUrl()
                .map(ContentPath::new)
                .ifPresent(path -> unguarded(read.configuration())
                        .ifPresent(finding -> all.computeIfAbsent(path, p -> new ArrayList<>())
                                .add(finding)));
        all.keySet().removeAll(broken);
        findings.putAll(all);
        return read.configuration();
    }

    private record Site(Content.Settings settings, List<Finding> findings) {}

    /** @param file what history says of {@code site.yml} */
    private Site site(
            Optional<Text> file, Versions versions, boolean written, Optional<GeneratorFile.Readable> generator)
            throws IOException {
        if (file.isEmpty()) {
            return new Site(of(SiteFile.Readable.NONE, generator), List.of());
        }
        return switch (versions.settings(file.get().blob())) {
            case SiteFile.Readable readable ->
                new Site(
                        of(readable, generator),
                        Stream.concat(unguarded(readable).stream(), unplaced(readable, generator).stream())
                                .toList());
            case SiteFile.Broken broken -> {
                Optional<SiteFile.Readable> good = file.flatMap(f -> Optional.ofNullable(f.good()))
                        .filter(g -> !g.blob().equals(file.get().blob()))
                        .flatMap(g -> readable(versions, g.blob()));
                Content.Settings settings = good.map(one -> of(one, generator))
                        .or(() -> written ? state.settings().map(address::here) : Optional.empty())
                        .orElseGet(() -> of(SiteFile.Readable.NONE, generator));
                yield new Site(settings, broken.problems());
            }
        };
    }

    /**
     * Writes what differs from what was written under a configuration that may have been another.
     *
     * @param commit the one taken in last, and {@code at} its author time
     * @return whether the settings differ
     */
    public boolean settle(History history, CommitId commit, Instant at, Sink sink) throws IOException {
        Outcome outcome = at(history, true);
        Ledger ledger = new Ledger(
                site,
                state,
                sink,
                new Report(0),
                commit,
                at,
                configuration.limits().problemsPerFile());
        outcome.findings().forEach((path, findings) -> ledger.problems(path, findings, Optional.empty()));
        ledger.settle(Set.of());
        return ledger.put(outcome.settings());
    }

    /** A push cannot open its own repository: see {@link SiteAddress#counts}. */
    private Optional<Finding> unguarded(SiteFile.Readable file) {
        return file.baseUrl()
                .filter(this::doesNotCount)
                .map(written -> written.problem(
                        "baseUrl: " + written.value() + " is not this machine's, and everybody could push there",
                        "set BROADSHEET_TOKEN where Broadsheet is started; until then it is "
                                + address.baseUrl(Optional.empty())));
    }

    private static Optional<Finding> unplaced(SiteFile.Readable file, Optional<GeneratorFile.Readable> generator) {
        return file.formerGuids()
                .filter(guids -> guids.value().at(baseUrl(file, generator)).isEmpty())
                .map(guids -> guids.warning(
                        "formerGuids: it is not known where the site was, which stood in its feed's ids",
                        "write baseUrl: https://example.org"));
    }

    /** The URL under which readers find the site of another generator is no reason to hold it back. */
    private Optional<Finding> unguarded(GeneratorFile.Readable file) {
        return file.baseUrl()
                .filter(this::doesNotCount)
                .map(url -> url.warning(
                        url.value() + " is not this machine's, and everybody could push there",
                        "until BROADSHEET_TOKEN is set where Broadsheet is started it is "
                                + address.baseUrl(Optional.empty())));
    }

    private boolean doesNotCount(Written<String> baseUrl) {
        return address.site().baseUrl().isEmpty() && !address.counts(baseUrl.value());
    }

    private static Optional<String> baseUrl(SiteFile.Readable file, Optional<GeneratorFile.Readable> generator) {
        return file.baseUrl()
                .or(() -> generator.flatMap(GeneratorFile.Readable::baseUrl))
                .map(Written::value);
    }

    private static Optional<SiteFile.Readable> readable(Versions versions, ObjectId blob) {
        try {
            return versions.settings(blob) instanceof SiteFile.Readable readable
                    ? Optional.of(readable)
                    : Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Content.Settings of(SiteFile.Readable file, Optional<GeneratorFile.Readable> generator) {
        Optional<String> authored = baseUrl(file, generator);
        return new Content.Settings(
                site,
                file.title()
                        .or(() -> generator.flatMap(GeneratorFile.Readable::title))
                        .orElse(TITLE),
                file.tagline()
                        .or(() -> generator.flatMap(GeneratorFile.Readable::tagline))
                        .orElse(""),
                address.baseUrl(authored),
                file.language()
                        .or(() -> generator.flatMap(GeneratorFile.Readable::language))
                        .orElse("en"),
                file.timeZone()
                        .or(() -> generator.flatMap(GeneratorFile.Readable::timeZone))
                        .map(Object::toString)
                        .orElse("UTC"),
                file.authors().isEmpty()
                        ? generator.map(GeneratorFile.Readable::authors).orElseGet(file::authors)
                        : file.authors(),
                file.navigation(),
                file.html().orElse(Content.Html.TRUSTED),
                file.plainCode(),
                file.contents(),
                file.withoutMarkdown(),
                authored,
                generator.map(GeneratorFile.Readable::generator),
                generator
                        .flatMap(GeneratorFile.Readable::permalinks)
                        .filter(HugoUrls.class::isInstance)
                        .map(rules -> ((HugoUrls) rules).content())
                        .filter(folder -> !folder.equals(HugoUrls.CONTENT)));
    }
}
