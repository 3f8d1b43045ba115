package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.ingest.facts.Text;
import org.broadsheet.ingest.frontmatter.SiteFile;
import org.broadsheet.ingest.frontmatter.Written;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.source.RecentTexts;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.lib.ObjectReader;

/** The settings that hold for all roles: {@code site.yml} under the process's configuration over defaults. */
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

    /** @param findings about the file as it lies there now */
    public record Outcome(Content.Settings settings, List<Finding> findings) {}

    /**
     * @param file what history says of {@code site.yml}
     * @param written whether, if there is no good version, what was written before stays
     */
    public Outcome at(Optional<Text> file, boolean written) throws IOException {
        if (file.isEmpty()) {
            return new Outcome(of(SiteFile.Readable.NONE), List.of());
        }
        Versions versions = new Versions(site, reader, configuration.limits(), texts);
        return switch (versions.settings(file.get().blob())) {
            case SiteFile.Readable readable -> new Outcome(of(readable), unguarded(readable));
            case SiteFile.Broken broken -> {
                Optional<SiteFile.Readable> good = file.flatMap(f -> Optional.ofNullable(f.good()))
                        .filter(g -> !g.blob().equals(file.get().blob()))
                        .flatMap(g -> readable(versions, g.blob()));
                Content.Settings settings = good.map(this::of)
                        .or(() -> written ? state.settings().map(address::here) : Optional.empty())
                        .orElseGet(() -> of(SiteFile.Readable.NONE));
                yield new Outcome(settings, broken.problems());
            }
        };
    }

    /**
     * Writes what differs from what was written under a configuration that may have been another.
     *
     * @param commit the one taken in last, and {@code at} its author time
     * @return whether the settings differ
     */
    public boolean settle(Optional<Text> file, CommitId commit, Instant at, Sink sink) throws IOException {
        Outcome outcome = at(file, true);
        Ledger ledger = new Ledger(
                site,
                state,
                sink,
                new Report(0),
                commit,
                at,
                configuration.limits().problemsPerFile());
        ledger.problems(new ContentPath(Layout.SETTINGS), outcome.findings(), Optional.empty());
        ledger.settle(Set.of());
        return ledger.put(outcome.settings());
    }

    /** A push cannot open its own repository: see {@link SiteAddress#counts}. */
    private List<Finding> unguarded(SiteFile.Readable file) {
        return file
                .baseUrl()
                .filter(written -> address.site().baseUrl().isEmpty() && !address.counts(written.value()))
                .map(written -> written.problem(
                        "baseUrl: " + written.value() + " is not this machine's, and everybody could push there",
                        "set BROADSHEET_TOKEN where Broadsheet is started; until then it is "
                                + address.baseUrl(Optional.empty())))
                .stream()
                .toList();
    }

    private static Optional<SiteFile.Readable> readable(Versions versions, org.eclipse.jgit.lib.ObjectId blob) {
        try {
            return versions.settings(blob) instanceof SiteFile.Readable readable
                    ? Optional.of(readable)
                    : Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Content.Settings of(SiteFile.Readable file) {
        Optional<String> authored = file.baseUrl().map(Written::value);
        return new Content.Settings(
                site,
                file.title().orElse(TITLE),
                file.tagline().orElse(""),
                address.baseUrl(authored),
                file.language().orElse("en"),
                file.timeZone().map(Object::toString).orElse("UTC"),
                file.authors(),
                file.navigation(),
                file.html().orElse(Content.Html.TRUSTED),
                authored);
    }
}
